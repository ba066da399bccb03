import type { Repeat } from '../../src/request/index.ts'
import { useText } from '../text/language.tsx'
import { VerdictCard } from './verdict-card.tsx'
import { type KnownFailure, listSituations } from './verdicts.ts'

interface Props {
  readonly failure: KnownFailure
  /** The kind of the call in question, which is highlighted. */
  readonly chosen?: Repeat
}

/** Shows which kinds of call are sent again after this failure, as the library's own `decide` computes it. */
export function DecisionTable({ failure, chosen }: Props) {
  const t = useText()
  return (
    <>
      {listSituations(failure).map(({ title, verdicts }) => (
        <div key={title?.en ?? ''} class="situation">
          {title && <h3>{t(title)}</h3>}
          <ul class="verdicts">
            {verdicts.map((verdict) => (
              <VerdictCard key={verdict.repeat} verdict={verdict} chosen={verdict.repeat === chosen} />
            ))}
          </ul>
        </div>
      ))}
      {!failure.documented && failure.retry !== 'never' && (
        <p class="note">
          {t({
            en: 'The disposition is a guess from the name, so a call that would do harm twice is not sent again.',
            zh: '处置方式只是根据名称推断的，因此重复执行会有害的调用不会重发。',
          })}
        </p>
      )}
    </>
  )
}
