import type { ResolvedRetry } from '../options/settings.ts'
import type { Attempt } from '../retry/attempt.ts'
import type { Clock } from '../retry/clock.ts'
import { defaultPolicy } from '../retry/policy.ts'

/** The call's deadline passed: before an attempt was sent, or while it ran. */
export class DeadlineCut {
  readonly kind = 'cut'
  /** Was the request handed to the carrier? */
  readonly sent: boolean
  /** Shown as the error's cause. */
  readonly rejection: Error

  constructor(afterMs: number, sent: boolean) {
    this.sent = sent
    this.rejection = new Error(
      `the deadline of ${afterMs} ms passed ${sent ? 'without an answer' : 'before it was sent'}`,
    )
  }
}

/**
 * Milliseconds. A limiter answers a throttled call at once, so an attempt that took longer was delayed by something
 * else.
 */
const longestThrottleMs = 1_000

/**
 * The time that one call has. `maxRetryTimeMs` limits waits and the start of retries. `deadlineMs`, which only the
 * caller sets, limits the whole call, including a running attempt.
 */
export class Deadline {
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #retry: ResolvedRetry
  /** Milliseconds that do not count for `maxRetryTimeMs`: a model may take minutes for an attempt. */
  excusedMs = 0

  constructor(clock: Clock, startedAt: number, retry: ResolvedRetry) {
    this.#clock = clock
    this.#startedAt = startedAt
    this.#retry = retry
  }

  /** Milliseconds until a running attempt is cut; undefined if the caller set no deadline. */
  get #cutInMs(): number | undefined {
    const { deadlineMs } = this.#retry
    if (deadlineMs === undefined || deadlineMs === Number.POSITIVE_INFINITY) return undefined
    return Math.max(0, deadlineMs - this.#elapsedMs)
  }

  get #elapsedMs(): number {
    return this.#clock.now() - this.#startedAt
  }

  /** Milliseconds from the call's start after which no wait and no retry begins. */
  get #latestMs(): number {
    const { deadlineMs = Number.POSITIVE_INFINITY, policy = defaultPolicy } = this.#retry
    return Math.min(deadlineMs, policy.maxRetryTimeMs + this.excusedMs)
  }

  /** The cut of an attempt that is too late to be sent; undefined if it may be sent. */
  passedBefore(number: number): DeadlineCut | undefined {
    const latestMs = number > 1 ? this.#latestMs : this.#retry.deadlineMs
    return latestMs === undefined || this.#elapsedMs < latestMs ? undefined : new DeadlineCut(latestMs, false)
  }

  /** May a retry begin after this wait, in milliseconds? */
  allows(delayMs: number): boolean {
    return this.#elapsedMs + delayMs <= this.#latestMs
  }

  /**
   * Waits for work before an attempt is sent (interceptors, a signer) or after it (`retry.decide`), at most until the
   * deadline that the caller set.
   *
   * @throws what the work rejects with
   */
  within<T>(work: Promise<T>): Promise<T | DeadlineCut> {
    return this.#race(() => work, false)
  }

  /**
   * Sends an attempt. At the caller's deadline the signal aborts, and the outcome is the cut, even if the signal is
   * ignored.
   */
  cutting<T>(send: (signal: AbortSignal | undefined) => Promise<T>): Promise<T | DeadlineCut> {
    return this.#race(send, true)
  }

  #race<T>(run: (signal: AbortSignal | undefined) => Promise<T>, sent: boolean): Promise<T | DeadlineCut> {
    const leftMs = this.#cutInMs
    if (leftMs === undefined) return run(undefined)
    const cut = new AbortController()
    const timer = new AbortController()
    return new Promise<T | DeadlineCut>((resolve, reject) => {
      this.#clock.sleep(leftMs, timer.signal).then(
        () => {
          resolve(new DeadlineCut(this.#retry.deadlineMs ?? leftMs, sent))
          cut.abort()
        },
        () => {},
      )
      run(cut.signal).then(resolve, reject)
    }).finally(() => timer.abort())
  }

  /**
   * Milliseconds in which the next turn must come. Before a deadline that cuts, the attempt gets the time that the last
   * throttled attempt took.
   */
  patienceMs(last: Attempt | undefined): number {
    const reservesTime = this.#retry.deadlineMs !== undefined && last?.reason === 'throttled'
    return this.#latestMs - this.#elapsedMs - (reservesTime ? Math.min(last.durationMs, longestThrottleMs) : 0)
  }
}
