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
 * The deadline of one call. The default deadline limits waits and the start of retries. A deadline that the caller set
 * limits the whole call, including a running attempt.
 */
export class Deadline {
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #retry: ResolvedRetry

  constructor(clock: Clock, startedAt: number, retry: ResolvedRetry) {
    this.#clock = clock
    this.#startedAt = startedAt
    this.#retry = retry
  }

  /** Milliseconds until a running attempt is cut; undefined if the caller set no deadline. */
  get #cutInMs(): number | undefined {
    const { cutAfterMs } = this.#retry
    if (cutAfterMs === undefined || cutAfterMs === Number.POSITIVE_INFINITY) return undefined
    return Math.max(0, this.#startedAt + cutAfterMs - this.#clock.now())
  }

  /** The cut of an attempt that is too late to be sent; undefined if it may be sent. */
  passedBefore(number: number): DeadlineCut | undefined {
    const { cutAfterMs, policy } = this.#retry
    const deadlineMs = cutAfterMs ?? (number > 1 ? policy?.deadlineMs : undefined)
    if (deadlineMs === undefined || this.#clock.now() - this.#startedAt < deadlineMs) return undefined
    return new DeadlineCut(deadlineMs, false)
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
          resolve(new DeadlineCut(this.#retry.cutAfterMs ?? leftMs, sent))
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
    const { cutAfterMs, policy = defaultPolicy } = this.#retry
    const attemptMs = cutAfterMs !== undefined && last?.reason === 'throttled' ? last.durationMs : 0
    const deadlineAt = this.#startedAt + (cutAfterMs ?? policy.deadlineMs)
    return deadlineAt - Math.min(attemptMs, longestThrottleMs) - this.#clock.now()
  }
}
