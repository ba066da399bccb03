import type { TencentCloudFailure } from '../../errors/index.ts'
import type { ResolvedRetry } from '../../options/settings.ts'
import { type Decision, giveUp } from '../../retry/index.ts'
import type { Call } from '../call.ts'
import { DeadlineCut } from '../deadline.ts'

/** The failure that `retry.decide` decides about. */
interface Question {
  readonly attempt: number
  readonly elapsedMs: number
  readonly replayable: boolean
  /** Builds the error that would be thrown; called only if there is a `retry.decide`. */
  error(): Promise<TencentCloudFailure>
}

type Answer = Awaited<ReturnType<NonNullable<ResolvedRetry['decide']>>>

/**
 * Lets `retry.decide` overrule the decision. A body that cannot be sent again and the deadline still end the call.
 *
 * @throws TypeError if it returns something other than a decision; what it throws
 */
export async function askUser(
  { retry, deadline }: Call<unknown>,
  proposed: Decision,
  question: Question,
): Promise<Decision> {
  const { decide, policy } = retry
  if (!decide || !policy) return proposed
  const { attempt, elapsedMs, replayable } = question
  const asked = decide({ error: await question.error(), attempt, elapsedMs }, proposed)
  // Only a promise needs a timer. A function in JavaScript may also return null for "nothing".
  const answer = (isThenable(asked) ? await deadline.within(Promise.resolve(asked)) : asked) ?? proposed
  if (answer instanceof DeadlineCut) return proposed.decision === 'retry' ? giveUp('deadline') : proposed
  if (answer.decision === 'give-up') return answer === proposed ? proposed : giveUp('overruled')
  const { delayMs } = answer
  if (answer.decision !== 'retry' || typeof delayMs !== 'number' || !(delayMs >= 0)) {
    throw new TypeError(
      "axios-tencentcloud: `retry.decide` must return { decision: 'retry', delayMs ≥ 0 }, { decision: 'give-up' } or nothing",
    )
  }
  if (!replayable) return giveUp('not-replayable')
  // `retry.decide` took time, too.
  if (!deadline.allows(delayMs)) return giveUp('deadline')
  return { decision: 'retry', reason: proposed.decision === 'retry' ? proposed.reason : 'overruled', delayMs }
}

const isThenable = (answer: Answer | Promise<Answer>): answer is Promise<Answer> =>
  typeof answer === 'object' && answer !== null && 'then' in answer
