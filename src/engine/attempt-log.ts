import type { Attempt, GiveUpReason, TimeSpent } from '../retry/attempt.ts'
import { recordAttempts } from './attempts-of.ts'
import type { EndedAttempt } from './ports.ts'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The books of one call, written here alone: its attempts, whether it may have run, and where its time went. */
export class AttemptLog {
  readonly #attempts: Attempt[] = []
  #mayHaveRun = false
  #backoffMs = 0

  /** Grows by one with each attempt. */
  get attempts(): readonly Attempt[] {
    return this.#attempts
  }

  /** Could the service have executed an attempt so far? */
  get mayHaveRun(): boolean {
    return this.#mayHaveRun
  }

  /** Notes that the service could have executed an attempt. */
  suspectExecution(): void {
    this.#mayHaveRun = true
  }

  /** Notes an attempt that failed, and what was decided after it. */
  failed(attempt: Attempt): void {
    this.#attempts.push(attempt)
  }

  /** Notes an attempt that ended the call well. */
  succeeded({ number, startedAt, endedAt, outcome }: EndedAttempt<unknown>, queuedMs: number): void {
    this.#attempts.push({
      number,
      startedAt,
      queuedMs,
      durationMs: endedAt - startedAt,
      ...(outcome.kind === 'response' && { httpStatus: outcome.status }),
      decision: 'return',
      reason: 'success',
      delayMs: 0,
    })
  }

  /** Notes that the retry which was decided upon could not be made. */
  gaveUp(reason: GiveUpReason): void {
    const last = this.#attempts.pop()
    if (last) this.#attempts.push({ ...last, decision: 'give-up', reason, delayMs: 0 })
  }

  /** Adds milliseconds that were waited between attempts. */
  waited(ms: number): void {
    this.#backoffMs += ms
  }

  /** Lets `attemptsOf` find the attempts of what the call ends with. */
  recordOn(outcome: unknown): void {
    if (isObject(outcome)) recordAttempts(outcome, this.#attempts)
  }

  timeSpent(totalMs: number, queuedMs: number): TimeSpent {
    const sendingMs = this.#attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)
    return { totalMs, queuedMs, backoffMs: this.#backoffMs, sendingMs }
  }
}
