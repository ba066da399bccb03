import { useState } from 'preact/hooks'
import { codeHref } from '../app/route.ts'
import { groupByMeaning, type Meaning } from '../data/meanings.ts'
import type { CodeRow } from '../data/rows.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'
import { ClassName } from '../ui/class-name.tsx'

/** At most this many links of one meaning are shown at first. */
const firstShown = 24

interface LinksProps {
  readonly rows: readonly CodeRow[]
}

/** The addresses of rows, once each: rows may differ in their actions alone. */
function listLinks(rows: readonly CodeRow[]): readonly CodeRow[] {
  const byHref = new Map(rows.map((row) => [codeHref(row.product.service, row.code, row.moduleCode), row]))
  return [...byHref.values()]
}

function Links({ rows }: LinksProps) {
  const t = useText()
  const [all, setAll] = useState(false)
  const links = listLinks(rows)
  const shown = all ? links : links.slice(0, firstShown)
  return (
    <ul class="others">
      {shown.map(({ product: { service }, code, moduleCode }) => {
        const href = codeHref(service, code, moduleCode)
        return (
          <li key={href}>
            <a href={href}>
              {service === '*' ? t({ en: 'all products', zh: '所有产品' }) : service}
              {moduleCode && ` (${moduleCode})`}
            </a>
          </li>
        )
      })}
      {shown.length < links.length && (
        <li>
          <button type="button" class="chip" onClick={() => setAll(true)}>
            {t({ en: `Show all ${links.length}`, zh: `显示全部 ${links.length} 个` })}
          </button>
        </li>
      )}
    </ul>
  )
}

const toKey = (meaning: Meaning): string => `${meaning.class} ${meaning.retry}`

/** The same public code in other products, by what it means there. */
export function OtherRows({ rows }: { readonly rows: readonly CodeRow[] }) {
  const t = useText()
  const meanings = groupByMeaning(rows)
  const count = listLinks(rows).length
  return (
    <section class="panel">
      <h2>{t({ en: `The same code elsewhere (${count})`, zh: `其他产品的同名错误码（${count}）` })}</h2>
      {meanings.map((meaning) => (
        <div key={toKey(meaning)} class="meaning">
          <h3>
            <Badge retry={meaning.retry} /> <ClassName name={meaning.class} />
          </h3>
          <Links rows={meaning.rows} />
        </div>
      ))}
    </section>
  )
}
