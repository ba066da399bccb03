import { useState } from 'preact/hooks'
import { codeHref } from '../app/route.ts'
import type { CodeRow } from '../data/rows.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'

const firstShown = 24

/** The same public code in other products, where it may have another meaning. */
export function OtherRows({ rows }: { readonly rows: readonly CodeRow[] }) {
  const t = useText()
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, firstShown)
  const everywhere = t({ en: 'all products', zh: '所有产品' })
  return (
    <section class="panel">
      <h2>{t({ en: `The same code elsewhere (${rows.length})`, zh: `其他产品的同名错误码（${rows.length}）` })}</h2>
      <ul class="others">
        {shown.map(({ product: { service }, code, moduleCode, retry, class: errorClass, more }) => (
          <li key={`${service} ${moduleCode} ${more.actions ?? ''}`}>
            <a href={codeHref(service, code, moduleCode)}>
              {service === '*' ? everywhere : service}
              {moduleCode && ` (${moduleCode})`}
            </a>
            <span class="note">{errorClass}</span>
            <Badge retry={retry} />
          </li>
        ))}
      </ul>
      {!all && rows.length > firstShown && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {t({ en: `Show all ${rows.length}`, zh: `显示全部 ${rows.length} 个` })}
        </button>
      )}
    </section>
  )
}
