import { useMemo } from 'preact/hooks'
import { codeHref } from '../app/route.ts'
import { useTitle } from '../app/use-title.ts'
import { findProduct, findRows } from '../data/catalog.ts'
import type { CodeRow } from '../data/rows.ts'
import { useText } from '../text/language.tsx'
import { CodeDetails } from './code-details.tsx'
import { CodeHeading } from './code-heading.tsx'
import { OtherRows } from './other-rows.tsx'
import { UnlistedCode } from './unlisted-code.tsx'

interface Props {
  readonly service: string
  readonly code: string
  readonly moduleCode: string
}

/** The rows of this address (several if the action decides), and the other rows with the same public code. */
function rowsAt({ service, code, moduleCode }: Props): { own: readonly CodeRow[]; others: readonly CodeRow[] } {
  const all = findRows(code)
  const isOwn = (row: CodeRow) => row.product.service === service && row.moduleCode === moduleCode
  return { own: all.filter(isOwn), others: code === '' ? [] : all.filter((row) => !isOwn(row)) }
}

export function CodePage({ service, code, moduleCode }: Props) {
  const t = useText()
  const { own, others } = useMemo(() => rowsAt({ service, code, moduleCode }), [service, code, moduleCode])
  const name = moduleCode ? `${code || '*'} (${moduleCode})` : code
  useTitle(`${name} · ${service === '*' ? t({ en: 'all products', zh: '所有产品' }) : service}`)
  return (
    <article class="code-page">
      <CodeHeading service={service} title={findProduct(service)?.title} code={code} moduleCode={moduleCode} />
      {own.length === 0 && (
        <UnlistedCode
          key={codeHref(service, code, moduleCode)}
          service={service}
          code={code}
          moduleCode={moduleCode}
          others={others}
        />
      )}
      {own.map((row) => (
        <CodeDetails key={`${row.more.actions ?? ''} ${row.more.message ?? ''}`} row={row} />
      ))}
      {others.length > 0 && <OtherRows rows={others} />}
    </article>
  )
}
