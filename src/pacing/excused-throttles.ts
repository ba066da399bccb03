import { marginMs } from './shared-limit.ts'

const rule = {
  /** Added to the margin by a throttle, which shows that the spread is larger; taken back bit by bit, one ms a round. */
  widening: 25,
  /** Longest margin, in ms. */
  longest: 250,
  /** Throttles in so many calls that unequal ways explain; more of them, and the limit is not what was told. */
  excused: 3,
  among: 100,
} as const

/** The throttles of a limit that is known: a few are put down to ways of unequal length, and widen its margin. */
export class ExcusedThrottles {
  /** Added to the window of the limit. */
  marginMs: number = marginMs
  readonly #callsPerRound: number
  #sent = 0
  #excuses: number = rule.excused
  #widenedAt = Number.NEGATIVE_INFINITY

  /** @param callsPerRound after so many calls the margin shrinks by one ms */
  constructor(callsPerRound: number) {
    this.#callsPerRound = callsPerRound
  }

  sent(): void {
    this.#excuses = Math.min(rule.excused, this.#excuses + rule.excused / rule.among)
    this.#sent = (this.#sent + 1) % this.#callsPerRound
    if (this.#sent === 0) this.marginMs = Math.max(marginMs, this.marginMs - 1)
  }

  /**
   * A call was throttled all the same. Those of one burst count as one throttle.
   *
   * @returns whether unequal ways explain it, so that the limit need not be doubted
   */
  throttled(now: number, sentAt: number): boolean {
    if (sentAt < this.#widenedAt) return true
    if (this.#excuses < 1) return false
    this.#excuses--
    this.#widenedAt = now
    this.marginMs = Math.min(rule.longest, this.marginMs + rule.widening)
    return true
  }
}
