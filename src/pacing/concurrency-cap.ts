import type { Ticket } from './ticket.ts'

/** Throttles in a row, with long calls in flight, before these are suspected to be the reason. */
const suspiciousStreak = 3
/** Calls let in at the cap before one more is tried, and the most that failures of such trials raise it to. */
const firstTrialAfter = 5
const lastTrialAfter = 20

/**
 * Learns a limit on calls in flight. Such a limit shows itself in that throttles go on for as long as the long calls
 * in flight do, and stop when one of them ends, whatever the time.
 */
export class ConcurrencyCap {
  /** Calls in flight at most; Infinity until such a limit was seen. */
  limit = Number.POSITIVE_INFINITY
  #suspected = 0
  /** A call is sent because another one ended; its outcome tells. */
  #testing: 'next call' | Ticket | undefined
  #acceptedAtCap = 0
  #trialAfter = firstTrialAfter

  get learned(): boolean {
    return this.limit !== Number.POSITIVE_INFINITY
  }

  /**
   * Whether another call may be sent beside those in flight. One above the cap is tried when the others run steadily:
   * while some end, its acceptance would tell nothing.
   */
  admits(inFlight: number, young: number): boolean {
    if (inFlight < this.limit) return true
    const steady = young === 0 || this.#acceptedAtCap >= 4 * lastTrialAfter
    return inFlight === this.limit && steady && this.#acceptedAtCap >= this.#trialAfter
  }

  sent(others: number, ticket: Ticket): void {
    if (this.#testing === 'next call') this.#testing = ticket
    if (others >= this.limit) this.#acceptedAtCap = 0
  }

  accepted(inFlight: number, ticket: Ticket): void {
    if (this.#testing === ticket) {
      this.#testing = undefined
      this.limit = this.#suspected
      this.#suspected = 0
    } else if (inFlight > this.limit) {
      this.limit = inFlight
      this.#trialAfter = 1
    }
    this.#acceptedAtCap++
  }

  /**
   * @param others calls still in flight
   * @param long those of them that were let in for sure
   * @param streak throttles in a row
   * @returns whether the cap explains the throttle, so that the rate need not
   */
  throttled(others: number, long: number, streak: number): boolean {
    if (this.learned && others > 0) {
      if (others >= this.limit)
        this.#trialAfter = Math.min(Math.max(this.#trialAfter * 2, firstTrialAfter), lastTrialAfter)
      else this.limit = others
      this.#acceptedAtCap = 0
      return true
    }
    this.limit = Number.POSITIVE_INFINITY
    this.#suspected = !this.#testing && long > 0 && streak >= suspiciousStreak ? others : 0
    this.#testing = undefined
    return false
  }

  /** A call ended. Returns whether that is the moment to test the suspicion by sending another. */
  ended(): boolean {
    if (this.#suspected === 0 || this.#testing) return false
    this.#testing = 'next call'
    return true
  }
}
