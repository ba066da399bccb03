import type { Repeat } from '../../src/request/index.ts'
import { useText } from '../text/language.tsx'
import { VerdictCard } from './verdict-card.tsx'
import { type KnownFailure, situationsOf } from './verdicts.ts'

interface Props {
  readonly failure: KnownFailure
  /** The kind of the call that is looked at. */
  readonly chosen?: Repeat
}

/** Which kinds of call are sent again after this failure: computed by the library's own `decide`. */
export function DecisionTable({ failure, chosen }: Props) {
  const t = useText()
  return (
    <>
      {situationsOf(failure).map(({ title, verdicts }) => (
        <div key={title?.en ?? ''} class="situation">
          {title && <h3>{t(title)}</h3>}
          <ul class="verdicts">
            {verdicts.map((verdict) => (
              <VerdictCard key={verdict.repeat} verdict={verdict} chosen={verdict.repeat === chosen} />
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}
