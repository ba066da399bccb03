import { isObject } from '../check/check.ts'
import type { Attempt, GiveUpReason, TimeSpent } from '../retry/attempt.ts'
import { recordAttempts } from './attempts-of.ts'
import type { AnsweredAttempt, EndedAttempt } from './ports.ts'

/**
 * The record of one call: its attempts, whether the service may have executed it, and where its time went. Nothing else
 * writes it.
 */
export class AttemptLog {
  readonly #attempts: Attempt[] = []
  #mayHaveRun = false
  #backoffMs = 0

  /** One entry for each attempt that has ended. */
  get attempts(): readonly Attempt[] {
    return this.#attempts
  }

  /** Could the service have executed an attempt so far? */
  get mayHaveRun(): boolean {
    return this.#mayHaveRun
  }

  /** Why the call was not tried again; undefined while it goes on. */
  get giveUpReason(): GiveUpReason | undefined {
    const last = this.#attempts.at(-1)
    return last?.decision === 'give-up' ? last.reason : undefined
  }

  /** Records that the service could have executed an attempt. */
  suspectExecution(): void {
    this.#mayHaveRun = true
  }

  /** Records a failed attempt with the decision after it. */
  failed(attempt: Attempt): void {
    this.#attempts.push(attempt)
  }

  /** Records the attempt with which the call succeeded. Every success pays for it, so it makes one object. */
  succeeded({ number, startedAt, endedAt, outcome }: AnsweredAttempt<unknown>, queuedMs: number): void {
    this.#attempts.push({
      number,
      startedAt,
      queuedMs,
      durationMs: endedAt - startedAt,
      httpStatus: outcome.status,
      delayMs: 0,
      decision: 'return',
      reason: 'success',
    })
  }

  /** Records an attempt that ended the call without success. */
  ended(
    { number, startedAt, endedAt, outcome }: EndedAttempt<unknown>,
    queuedMs: number,
    judged: { readonly code: string; readonly decision: 'give-up'; readonly reason: GiveUpReason },
  ): void {
    this.#attempts.push({
      number,
      startedAt,
      queuedMs,
      durationMs: endedAt - startedAt,
      ...(outcome.kind === 'response' && { httpStatus: outcome.status }),
      delayMs: 0,
      ...judged,
    })
  }

  /** Records that the retry that was decided could not be made. */
  gaveUp(reason: GiveUpReason): void {
    const last = this.#attempts.pop()
    if (last) this.#attempts.push({ ...last, decision: 'give-up', reason, delayMs: 0 })
  }

  /** Adds a wait between attempts, in milliseconds. */
  waited(ms: number): void {
    this.#backoffMs += ms
  }

  /** Makes `attemptsOf` find the attempts for the response or error that the call ends with. */
  recordOn(outcome: unknown): void {
    if (isObject(outcome)) recordAttempts(outcome, this.#attempts)
  }

  timeSpent(totalMs: number, queuedMs: number): TimeSpent {
    const sendingMs = this.#attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)
    const backoffMs = this.#backoffMs
    return { totalMs, queuedMs, backoffMs, preparingMs: totalMs - queuedMs - backoffMs - sendingMs, sendingMs }
  }
}
