import type { TencentCloudError } from '../../errors/index.ts'
import { type Decision, giveUp } from '../../retry/index.ts'
import type { ResolvedRetry } from '../options/settings.ts'

/** What the user's `retry.decide` is asked about. */
interface Question {
  readonly attempt: number
  readonly elapsedMs: number
  readonly replayable: boolean
  /** Builds the error that would be thrown; only if somebody asks. */
  error(): Promise<TencentCloudError>
}

/**
 * Lets the user's `retry.decide` have the last word, but for what cannot be done: a used-up body, a passed deadline.
 *
 * @throws TypeError when it answers something else than a decision; what it throws itself
 */
export async function askUser(retry: ResolvedRetry, proposed: Decision, question: Question): Promise<Decision> {
  const { decide, policy } = retry
  if (!decide || !policy) return proposed
  const { attempt, elapsedMs, replayable } = question
  const answer = (await decide({ error: await question.error(), attempt, elapsedMs }, proposed)) ?? proposed
  if (answer === proposed) return proposed
  if (answer.decision === 'give-up') return giveUp('overruled')
  const { delayMs } = answer
  if (answer.decision !== 'retry' || typeof delayMs !== 'number' || !(delayMs >= 0)) {
    throw new TypeError(
      "axios-tencentcloud: `retry.decide` must return { decision: 'retry', delayMs ≥ 0 }, { decision: 'give-up' } or nothing",
    )
  }
  if (!replayable) return giveUp('not-replayable')
  if (elapsedMs + delayMs > policy.deadlineMs) return giveUp('deadline')
  return { decision: 'retry', reason: proposed.decision === 'retry' ? proposed.reason : 'overruled', delayMs }
}
