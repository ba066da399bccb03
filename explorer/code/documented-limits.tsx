import { useEffect, useState } from 'preact/hooks'
import { describeDocumentedLimit } from '../../src/catalog/full/limit-words.ts'
import { type DocumentedLimit, listAllLimits } from '../../src/catalog/full/limits.ts'
import { useText } from '../text/language.tsx'
import { Name } from '../ui/name.tsx'

/** The documented limits of a product and of its actions; nothing if there are none. */
export function DocumentedLimits({ service }: { readonly service: string }) {
  const t = useText()
  const [limits, setLimits] = useState<readonly DocumentedLimit[]>([])
  useEffect(() => {
    let current = true
    listAllLimits(service).then((found) => {
      if (current) setLimits(found.filter(({ kind }) => kind !== 'quota'))
    })
    return () => {
      current = false
    }
  }, [service])
  if (limits.length === 0) return null
  return (
    <section class="panel">
      <h2>{t({ en: 'Documented limits', zh: '文档所载的限额' })}</h2>
      <p class="note">
        {t({
          en: 'An account may have higher ones. An action that is not named here may have a limit too.',
          zh: '账号的实际限额可能更高；未列出的接口也可能有限额。',
        })}
      </p>
      <ul class="limits">
        {limits.map((limit, index) => (
          <li key={index}>
            {t(describeDocumentedLimit(limit))}
            {limit.actions && (
              <code class="limit-actions">
                <Name text={limit.actions.join(', ')} />
              </code>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
