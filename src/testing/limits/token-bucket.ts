import type { Meter } from './meter.ts'

// In thousandths of a token: at a whole rate, whole milliseconds then add up without rounding.
const wholeToken = 1_000

/** A bucket that starts full; each call takes a token, and `ratePerSecond` tokens flow in, up to `capacity`. */
export class TokenBucket implements Meter {
  readonly #ratePerSecond: number
  readonly #capacity: number
  #level: number
  #filledAt: number

  constructor(ratePerSecond: number, capacity: number, now: number, previous: Meter | undefined) {
    this.#ratePerSecond = ratePerSecond
    this.#capacity = capacity * wholeToken
    this.#filledAt = now
    this.#level = this.#capacity
    if (previous instanceof TokenBucket) {
      previous.#fill(now)
      this.#level = Math.min(this.#capacity, previous.#level)
    }
  }

  hasRoom(now: number): boolean {
    this.#fill(now)
    return this.#level >= wholeToken
  }

  /** A call that found no whole token takes what is left. */
  count(now: number): void {
    this.#fill(now)
    this.#level = Math.max(0, this.#level - wholeToken)
  }

  release(): void {}

  #fill(now: number): void {
    const elapsedMs = Math.max(0, now - this.#filledAt)
    this.#level = Math.min(this.#capacity, this.#level + elapsedMs * this.#ratePerSecond)
    this.#filledAt = Math.max(this.#filledAt, now)
  }
}
