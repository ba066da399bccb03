import type { Clock } from '../retry/clock.ts'

/** A time that has always come. */
export const anyTime = Number.NEGATIVE_INFINITY
/** A time that never comes. */
export const never = Number.POSITIVE_INFINITY

/** The time of a clock in milliseconds; when the clock is set back, it goes on from where it was. */
export class MonotonicTime {
  readonly #clock: Clock
  #offset = 0
  #last = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.atLeast(this.#last)
  }

  /** It is `time` now, or later: a sleep until then has ended, whatever the clock says. Returns the time. */
  atLeast(time: number): number {
    const now = this.#clock.now() + this.#offset
    if (now < time) this.#offset += time - now
    this.#last = Math.max(now, time)
    return this.#last
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return this.#clock.sleep(ms, signal)
  }
}
