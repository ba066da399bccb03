import { type CodeRow, findMeaning, findRemedy } from '../data/rows.ts'
import { DecisionTable } from '../decision/decision-table.tsx'
import { StepList } from '../decision/step-list.tsx'
import { listSituations, repeats } from '../decision/verdicts.ts'
import { useText } from '../text/language.tsx'
import { CatchIt } from './catch-it.tsx'
import { CodeFacts } from './code-facts.tsx'
import { DocumentedLimits } from './documented-limits.tsx'
import { Explanation } from './explanation.tsx'

/** All facts about a row of the catalog. */
export function CodeDetails({ row }: { readonly row: CodeRow }) {
  const t = useText()
  const failure = { ...row.more, retry: row.retry, documented: row.documented }
  const isRepeated = listSituations(failure).some(({ verdicts }) =>
    verdicts.some(({ decision }) => decision === 'retry'),
  )
  const repeat = repeats[0]
  const remedy = findRemedy(row)
  return (
    <>
      <section class="panel">
        <Explanation meaning={findMeaning(row)} remedy={remedy} />
        <CodeFacts row={row} />
      </section>
      {row.kind === 'throttling' && <DocumentedLimits service={row.product.service} />}
      <section class="panel">
        <h2>{t({ en: 'Is the call sent again?', zh: '调用会被重发吗？' })}</h2>
        <DecisionTable failure={failure} />
        {isRepeated && repeat && (
          <details class="more-steps">
            <summary>{t({ en: 'If every attempt fails like this', zh: '若每次都这样失败' })}</summary>
            <StepList failure={failure} repeat={repeat} />
          </details>
        )}
      </section>
      <CatchIt class={row.class} code={row.code} moduleCode={row.moduleCode} advice={t(remedy ?? findMeaning(row))} />
    </>
  )
}
