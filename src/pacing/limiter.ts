import type { Ticket } from './ticket.ts'

/**
 * One model of a limit. The calls of a key may be under several at once; CombinedLimiter is the one place that combines
 * them. Times are epoch milliseconds.
 */
export interface Limiter {
  /**
   * Is the outcome of a call in flight needed before another may be sent? No time can be told then: the outcome is known
   * when an answer comes, or when the call is old enough to be presumed accepted.
   */
  readonly awaitsOutcome: boolean
  /** When the next call may be sent; -Infinity for any time, Infinity while no time can be told. */
  nextAt(now: number): number
  /** An estimate of when the turn comes of a call that has `ahead` others before it. */
  turnAt(ahead: number, now: number): number
  /** A call is sent. It is not among the calls in flight yet. */
  sent(ticket: Ticket): void
  /** A call was accepted. It is still among the calls in flight. */
  accepted?(now: number, ticket: Ticket): void
  /**
   * A call was throttled. It is no longer among the calls in flight.
   *
   * @returns whether this limit explains the throttle, so that no other needs to react
   */
  throttled(now: number, ticket: Ticket): boolean
}
