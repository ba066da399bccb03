import { useEffect, useState } from 'preact/hooks'
import { type LookupResult, lookup } from '../../src/catalog/index.ts'
import { noQuery, searchHref } from '../app/route.ts'
import type { CodeRow } from '../data/rows.ts'
import { DecisionTable } from '../decision/decision-table.tsx'
import { useText } from '../text/language.tsx'
import { ClassName } from '../ui/class-name.tsx'
import { Disposition } from '../ui/disposition.tsx'
import { Fact } from '../ui/fact.tsx'
import { CatchIt } from './catch-it.tsx'
import { DocumentedLimits } from './documented-limits.tsx'
import { Explanation } from './explanation.tsx'
import { describeAbsence, describeStanding, findInProducts } from './standing.ts'

interface Props {
  readonly service: string
  readonly code: string
  readonly moduleCode: string
  /** The same code elsewhere. */
  readonly others: readonly CodeRow[]
}

/** Asks the library about the code: the one source of all that the page says. Render it anew for another code. */
function useLookup({ service, code, moduleCode }: Omit<Props, 'others'>): LookupResult | undefined {
  const [found, setFound] = useState<LookupResult>()
  useEffect(() => {
    let current = true
    const query = { service: service === '*' ? undefined : service, moduleCode: moduleCode || undefined }
    lookup(code, query).then((result) => {
      if (current) setFound(result)
    })
    return () => {
      current = false
    }
  }, [service, code, moduleCode])
  return found
}

/** A code that has no entry at this address: how the library classifies it. */
export function UnlistedCode({ service, code, moduleCode, others }: Props) {
  const t = useText()
  const found = useLookup({ service, code, moduleCode })
  const [prefix = code] = code.split('.', 1)
  if (!found) return <p role="status">…</p>
  const inProducts = service === '*' ? findInProducts(found, others) : {}
  return (
    <>
      <section class="panel">
        <p class="lead">{t(describeAbsence(service, found, inProducts))}</p>
        <Explanation meaning={found.meaning} remedy={found.remedy} />
        <dl class="facts">
          <Fact name={t({ en: 'Error class', zh: '异常类' })}>
            <ClassName name={found.class} />
          </Fact>
          <Fact name={t({ en: 'Disposition', zh: '处置方式' })}>
            <Disposition retry={found.retry} documented={found.documented} />
          </Fact>
          <Fact name={t({ en: 'Decided by', zh: '判断依据' })}>{t(describeStanding(found, inProducts))}</Fact>
          {prefix !== '' && (
            <Fact name={t({ en: 'Similar codes', zh: '相近的错误码' })}>
              <a href={searchHref({ ...noQuery, text: prefix })}>
                {t({ en: `Search for ${prefix}`, zh: `搜索 ${prefix}` })}
              </a>
            </Fact>
          )}
        </dl>
      </section>
      {found.kind === 'throttling' && <DocumentedLimits service={service} />}
      <section class="panel">
        <h2>{t({ en: 'Is the call sent again?', zh: '调用会被重发吗？' })}</h2>
        <DecisionTable failure={found} />
      </section>
      <CatchIt class={found.class} code={code} moduleCode={moduleCode} advice={t(found.remedy ?? { en: '', zh: '' })} />
    </>
  )
}
