import type { MonotonicTime } from './monotonic-time.ts'
import type { Ticket, TicketOutcome } from './ticket.ts'
import type { TokenEstimate } from './tokens.ts'

/**
 * One model of a limit. Several may hold for the calls of a key; CombinedLimiter alone combines them. Times are epoch
 * milliseconds.
 */
export interface Limiter {
  /**
   * Is the outcome of a call in flight needed before another call may be sent? It is known when the answer comes, or
   * when the call is old enough to be presumed accepted.
   */
  readonly awaitsOutcome: boolean
  /**
   * When the next call may be sent; `anyTime` for no bound, `never` while no time is known.
   *
   * @param tokens those of that call, where they count
   */
  nextAt(now: number, tokens?: TokenEstimate): number
  /** The earliest time at which a call with `ahead` others before it can have its turn; `anyTime` while it is unknown. */
  turnAt(ahead: number, now: number): number
  /** A call is sent. It is not among the calls in flight yet. */
  sent(ticket: Ticket): void
  /** A call was accepted. It is still among the calls in flight. */
  accepted?(now: number, ticket: Ticket): void
  /**
   * A call was throttled. It is no longer among the calls in flight.
   *
   * @param acceptedLately calls of this process that were accepted in the last second
   * @returns whether this limit explains the throttle, so that no other needs to react
   */
  throttled(now: number, ticket: Ticket, acceptedLately: number): boolean
}

/** A limit of tokens per minute. */
export interface TokenMeter extends Limiter {
  /** The limit that throttles have taught, in tokens per minute; undefined for a configured one, and while none is known. */
  readonly tpm?: number | undefined
  /** The attempt of a ticket ended: what it used is known, or has to be taken for what was reserved. */
  ended(now: number, ticket: Ticket, outcome: TicketOutcome): void
  /** The request of a ticket is in preparation for so long that its outcome is not waited for. */
  overdue?(ticket: Ticket): void
}

/**
 * A limit that several processes share: calls go at the slots that a fleet grants. Slots are asked for while calls wait,
 * and given back when no call needs them any more.
 */
export interface SlotLimiter extends Limiter {
  /** The rate that the fleet has learned, in calls per second; undefined for a configured one, or before a throttle. */
  readonly rate?: number | undefined
  /** Are as many calls undecided as may be? */
  isFull(undecided: number): boolean
  /** How many slots should be asked for now, if `calls` calls could use one. */
  wanted(calls: number, now: number): number
  /** @param onGrant called once, when the answer is noted: does it contain slots? */
  ask(wanted: number, withinMs: number, time: MonotonicTime, onGrant: (granted: boolean) => void): void
  /** Gives back the slots beyond those that `calls` calls need. */
  keep(calls: number): void
}
