/**
 * Added to the second, in ms: requests sent a second apart arrive closer together when the first takes longer on its
 * way. Half the spread of ordinary round trips (40 to 60 ms) with as much again to spare; it costs 2 % of the rate.
 */
const marginMs = 20

/** A limit that the user told: at most so many calls in any second, in bursts where the second has room for them. */
export class KnownLimit {
  readonly #sentAt: Float64Array
  readonly #windowMs: number
  #next = 0

  /** @param qps calls per second; below 1, one call in 1/qps seconds */
  constructor(qps: number) {
    const calls = Math.max(1, Math.floor(qps))
    this.#sentAt = new Float64Array(calls).fill(Number.NEGATIVE_INFINITY)
    this.#windowMs = (calls * 1_000) / qps + marginMs
  }

  /** When the next call may be sent. */
  get nextAt(): number {
    return (this.#sentAt[this.#next] ?? 0) + this.#windowMs
  }

  sent(now: number): void {
    this.#sentAt[this.#next] = now
    this.#next = (this.#next + 1) % this.#sentAt.length
  }
}
