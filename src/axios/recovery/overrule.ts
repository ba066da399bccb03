import type { TencentCloudError } from '../../errors/index.ts'
import { type Decision, giveUp } from '../../retry/index.ts'
import type { CallState } from '../call-state.ts'
import { DeadlineCut, prepareWithin } from '../deadline.ts'
import type { ResolvedRetry } from '../options/settings.ts'

/** What the user's `retry.decide` is asked about. */
interface Question {
  readonly attempt: number
  readonly elapsedMs: number
  readonly replayable: boolean
  /** Builds the error that would be thrown; only if somebody asks. */
  error(): Promise<TencentCloudError>
}

type Answer = Awaited<ReturnType<NonNullable<ResolvedRetry['decide']>>>

/** What was answered, or `late` once a deadline that the user set has passed. */
async function answerBefore<Late>(
  call: CallState,
  answer: Answer | Promise<Answer>,
  late: Late,
): Promise<Answer | Late> {
  // Only a promise is worth a timer. JavaScript may say nothing by null, too.
  if (typeof answer !== 'object' || answer === null || !('then' in answer)) return answer
  return prepareWithin(call, async () => answer).catch((error: unknown) => {
    if (error instanceof DeadlineCut) return late
    throw error
  })
}

/**
 * Lets the user's `retry.decide` have the last word, but for what cannot be done: a used-up body, a passed deadline.
 *
 * @throws TypeError when it answers something else than a decision; what it throws itself
 */
export async function askUser(call: CallState, proposed: Decision, question: Question): Promise<Decision> {
  const { decide, policy } = call.retry
  if (!decide || !policy) return proposed
  const { attempt, elapsedMs, replayable } = question
  const asked = decide({ error: await question.error(), attempt, elapsedMs }, proposed)
  const late = proposed.decision === 'retry' ? giveUp('deadline') : proposed
  const answer = (await answerBefore(call, asked, late)) ?? proposed
  if (answer === late) return late
  if (answer.decision === 'give-up') return answer === proposed ? proposed : giveUp('overruled')
  const { delayMs } = answer
  if (answer.decision !== 'retry' || typeof delayMs !== 'number' || !(delayMs >= 0)) {
    throw new TypeError(
      "axios-tencentcloud: `retry.decide` must return { decision: 'retry', delayMs ≥ 0 }, { decision: 'give-up' } or nothing",
    )
  }
  if (!replayable) return giveUp('not-replayable')
  // To answer took its time, too.
  const { settings } = call.attachment
  if (settings.clock.now() - call.startedAt + delayMs > policy.deadlineMs) return giveUp('deadline')
  return { decision: 'retry', reason: proposed.decision === 'retry' ? proposed.reason : 'overruled', delayMs }
}
