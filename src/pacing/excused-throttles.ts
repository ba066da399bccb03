import { anyTime } from './monotonic-time.ts'
import { knownLimit } from './tuning.ts'

/**
 * The throttles of a configured limit. Up to 3 in 100 calls are put down to differing latency, and each of them
 * widens the limit's margin; beyond that the configured limit is doubted. Every call that is sent earns a part of an
 * excuse back, and narrows the margin again.
 */
export class ExcusedThrottles {
  /** Added to the window of the limit, in ms. */
  marginMs: number = knownLimit.marginMs
  readonly #callsPerRound: number
  #sent = 0
  #excuses: number = knownLimit.excused
  #widenedAt = anyTime

  /** @param callsPerRound after this many calls the margin shrinks by one ms */
  constructor(callsPerRound: number) {
    this.#callsPerRound = callsPerRound
  }

  sent(): void {
    this.#excuses = Math.min(knownLimit.excused, this.#excuses + knownLimit.excused / knownLimit.excusedCalls)
    this.#sent = (this.#sent + 1) % this.#callsPerRound
    if (this.#sent === 0) this.marginMs = Math.max(knownLimit.marginMs, this.marginMs - 1)
  }

  /**
   * A call was throttled. Those of one burst, sent before the first of them was known, count as one throttle.
   *
   * @returns whether differing latency explains it, so that the limit need not be doubted
   */
  throttled(now: number, sentAt: number): boolean {
    if (sentAt < this.#widenedAt) return true
    if (this.#excuses < 1) return false
    this.#excuses--
    this.#widenedAt = now
    this.marginMs = Math.min(knownLimit.widestMarginMs, this.marginMs + knownLimit.wideningMs)
    return true
  }
}
