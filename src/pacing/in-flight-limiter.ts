import type { CallsInFlight } from './calls-in-flight.ts'
import type { Limiter } from './limiter.ts'
import { anyTime } from './monotonic-time.ts'
import type { Ticket } from './ticket.ts'
import { inFlight, probe } from './tuning.ts'

/** What the learned rate knows of throttles in a row. */
interface ThrottleStreak {
  /** Throttles in a row. */
  readonly streak: number
  /** Time since the first of them, in ms. */
  shutMs(now: number): number
}

/**
 * A cap on calls in flight, learned from throttles. With such a cap, throttles last as long as the accepted calls in
 * flight do, and stop when one of these ends, whatever the time.
 *
 * So after several throttles in a row, for longer than a one-second window explains and with accepted calls in flight,
 * the number of calls in flight is suspected as the reason. When one of them ends, the next call is sent at once as a
 * test: if it is accepted, the cap is learned; if it is throttled, the reason was another one. A learned cap may be too
 * low, so a trial of one call above it follows after every 5 to 20 calls accepted at the cap, and at once after a trial
 * that succeeded. A throttle with fewer calls in flight lowers the cap, and one with no other call in flight drops it.
 */
export class InFlightLimiter implements Limiter {
  /** Calls in flight at most; Infinity until such a cap was seen. */
  limit = Number.POSITIVE_INFINITY
  readonly #flight: Pick<CallsInFlight, 'total' | 'undecided'>
  readonly #rate: ThrottleStreak
  /** The cap that is suspected; 0 for none. */
  #suspected = 0
  /** The test of the suspicion: the next call that is sent, or the one that was. */
  #test: 'next call' | Ticket | undefined
  /** Calls in flight whose answer has begun, so that they were accepted; the most of them, and when that was seen last. */
  #confirmed = 0
  #mostConfirmed = 0
  #mostAt: number = anyTime
  #acceptedAtCap = 0
  #trialAfter: number = inFlight.firstTrialAfter

  /** @param rate knows how many throttles came in a row, and for how long */
  constructor(flight: Pick<CallsInFlight, 'total' | 'undecided'>, rate: ThrottleStreak) {
    this.#flight = flight
    this.#rate = rate
  }

  get learned(): boolean {
    return this.limit !== Number.POSITIVE_INFINITY
  }

  /**
   * True when the cap is full, unless a trial is due. A trial needs steady calls: while some of them end, its
   * acceptance would show nothing.
   */
  get awaitsOutcome(): boolean {
    const { total, undecided } = this.#flight
    if (total < this.limit) return false
    const steady = undecided === 0 || this.#acceptedAtCap >= inFlight.unsteadyTrialAfter
    return total > this.limit || !steady || this.#acceptedAtCap < this.#trialAfter
  }

  nextAt(): number {
    return anyTime
  }

  /** It is not known when a call in flight will end. */
  turnAt(): number {
    return anyTime
  }

  sent(ticket: Ticket): void {
    if (this.#test === 'next call') this.#test = ticket
    if (this.#flight.total >= this.limit) this.#acceptedAtCap = 0
  }

  accepted(_now: number, ticket: Ticket): void {
    const { total } = this.#flight
    if (this.#test === ticket) {
      this.#test = undefined
      this.limit = this.#suspected
      this.#suspected = 0
    } else if (total > this.limit) {
      this.limit = total
      this.#trialAfter = 1
    }
    this.#acceptedAtCap++
  }

  /** Explains a throttle while other calls are in flight, once the cap is learned. */
  throttled(now: number): boolean {
    const { total: others, undecided } = this.#flight
    if (this.learned && others > 0) {
      if (others < this.limit) this.limit = others
      else
        this.#trialAfter = Math.min(Math.max(this.#trialAfter * 2, inFlight.firstTrialAfter), inFlight.lastTrialAfter)
      this.#acceptedAtCap = 0
      return true
    }
    this.limit = Number.POSITIVE_INFINITY
    const isShut = this.#rate.streak >= inFlight.suspiciousStreak && this.#rate.shutMs(now) >= probe.secondWindowMs
    const suspicious = !this.#test && others > undecided && isShut
    this.#suspected = suspicious ? others : 0
    this.#test = undefined
    return false
  }

  /** The answer of a call has begun, and the call stays in flight. */
  confirmed(now: number, ticket: Ticket): void {
    ticket.confirmed = true
    this.#confirmed++
    if (this.#confirmed < this.#mostConfirmed) return
    this.#mostConfirmed = this.#confirmed
    this.#mostAt = now
  }

  /** A call is in flight no more. */
  ended({ confirmed }: Ticket): void {
    if (confirmed) this.#confirmed--
  }

  /** A throttle said that it counts the calls in flight: as many as are left are allowed. */
  told({ sentAt }: Ticket): void {
    // When this call was refused, more may have been accepted and in flight than when its refusal arrived.
    if (sentAt > this.#mostAt) this.#mostConfirmed = this.#confirmed
    this.limit = Math.max(1, this.#mostConfirmed, Math.min(this.limit, this.#flight.total))
    this.#trialAfter = inFlight.toldTrialAfter
    this.#acceptedAtCap = 0
    this.#suspected = 0
    this.#test = undefined
  }

  /** An accepted call ended while others wait. Returns whether to test the suspicion by sending the next call at once. */
  startsTest(): boolean {
    if (this.#suspected === 0 || this.#test) return false
    this.#test = 'next call'
    return true
  }
}
