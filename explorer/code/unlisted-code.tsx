import { useEffect, useState } from 'preact/hooks'
import { type LookupResult, lookup } from '../../src/catalog/index.ts'
import { noQuery, searchHref } from '../app/route.ts'
import { DecisionTable } from '../decision/decision-table.tsx'
import { dispositionTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'
import { Fact } from '../ui/fact.tsx'
import { DocumentedLimits } from './documented-limits.tsx'
import { Explanation } from './explanation.tsx'

interface Props {
  readonly service: string
  readonly code: string
  readonly moduleCode: string
}

/** A code that is in no list: how the library classifies its name. */
export function UnlistedCode({ service, code, moduleCode }: Props) {
  const t = useText()
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
  const [prefix = code] = code.split('.', 1)
  if (!found) return <p role="status">…</p>
  return (
    <>
      <section class="panel">
        <p class="lead">
          {t({
            en: 'This code is not listed for this product. The library would use the common lists and the name of the code:',
            zh: '该产品的列表中没有此错误码。本包会根据公共列表和名称判断：',
          })}
        </p>
        <Explanation meaning={found.meaning} remedy={found.remedy} />
        <dl class="facts">
          <Fact name={t({ en: 'Error class', zh: '异常类' })}>
            <code>{found.class}</code>
          </Fact>
          <Fact name={t({ en: 'Disposition', zh: '处置方式' })}>
            <Badge retry={found.retry} /> {t(dispositionTexts[found.retry])}
          </Fact>
          <Fact name={t({ en: 'Similar codes', zh: '相近的错误码' })}>
            <a href={searchHref({ ...noQuery, text: prefix })}>
              {t({ en: `Search for ${prefix}`, zh: `搜索 ${prefix}` })}
            </a>
          </Fact>
        </dl>
      </section>
      {found.kind === 'throttling' && <DocumentedLimits service={service} />}
      <section class="panel">
        <h2>{t({ en: 'Is the call sent again?', zh: '调用会被重发吗？' })}</h2>
        <DecisionTable failure={found} />
      </section>
    </>
  )
}
