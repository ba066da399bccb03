import type { CallsInFlight } from './calls-in-flight.ts'
import { LearnedPace } from './learned-pace.ts'
import type { Limiter } from './limiter.ts'
import { anyTime } from './monotonic-time.ts'
import { type DocumentedRate, start } from './slow-start.ts'
import type { Ticket } from './ticket.ts'

interface LearnedLimiterSetup {
  /** The calls in flight, whose number slow start bounds. */
  readonly flight: Pick<CallsInFlight, 'undecided'>
  /** The calls that wait. */
  readonly queue: { readonly size: number }
  /** Calls per second that are never exceeded; Infinity for none. */
  readonly ceiling: number
  /** Begin with slow start? Where a limit is configured, that one bounds the first burst. */
  readonly slowStart: boolean
  /** A limit that is documented: where slow start begins. It bounds nothing after that. */
  readonly documented?: DocumentedRate | undefined
}

/**
 * A rate that throttles teach. Before the first throttle it is slow start, as in TCP: a window of undecided calls in
 * flight, one more for each accepted call, so that it doubles each round trip. The window grows only while calls are
 * queued: slow traffic does not show how large a burst may be. From the first throttle on, calls follow a LearnedPace.
 */
export class LearnedLimiter implements Limiter {
  readonly #setup: LearnedLimiterSetup
  #window: number
  #pace: LearnedPace | undefined
  #firstSentAt: number | undefined

  constructor(setup: LearnedLimiterSetup) {
    this.#setup = setup
    this.#window = Math.min(start.window, setup.documented?.calls ?? start.window)
  }

  /** Calls per second; undefined before the first throttle. */
  get rate(): number | undefined {
    return this.#pace?.rate
  }

  /** Throttles in a row. */
  get streak(): number {
    return this.#pace?.streak ?? 0
  }

  /** For how long calls have been throttled in a row, in ms; 0 if the last one was accepted. */
  shutMs(now: number): number {
    return this.#pace?.shutMs(now) ?? 0
  }

  /**
   * True when the window of slow start is full, or a probe is in flight. A long window that reopens is used by slow
   * start too.
   */
  get awaitsOutcome(): boolean {
    const { flight, slowStart } = this.#setup
    const pace = this.#pace
    if (!pace) return slowStart && flight.undecided >= this.#window
    return pace.probing || (pace.bursting && flight.undecided >= start.window + pace.acceptedSince)
  }

  nextAt(): number {
    return this.#pace?.nextAt ?? anyTime
  }

  turnAt(ahead: number, now: number): number {
    return this.#pace?.turnAt(ahead, now) ?? anyTime
  }

  sent(ticket: Ticket): void {
    this.#firstSentAt ??= ticket.sentAt
    ticket.spaced = this.#pace?.sent(ticket.sentAt) ?? false
  }

  accepted(now: number, ticket: Ticket): void {
    if (this.#pace) this.#pace.accepted(now, ticket.sentAt, ticket.waited && ticket.spaced)
    else if (this.#setup.queue.size > 0) this.#window++
  }

  /** A learned rate explains every throttle: it was too high. */
  throttled(now: number, ticket: Ticket): boolean {
    this.#pace?.throttled(now, ticket.sentAt)
    return this.#pace !== undefined
  }

  /** A call ended without showing anything of the rate. */
  inconclusive(ticket: Ticket): void {
    this.#pace?.inconclusive(ticket.sentAt)
  }

  /** Something other than time has changed: the next call is tried at once. */
  tryNow(now: number): void {
    this.#pace?.tryNow(now)
  }

  /**
   * Begins to learn a rate, at a throttle.
   *
   * @param estimate calls per second
   */
  begin(now: number, estimate: number): void {
    const { ceiling } = this.#setup
    // What the estimate counts was accepted in the last second, and sent no longer before than calls are presumed accepted:
    // a key that was busy for an hour must not be measured over the hour.
    const openedAt = Math.max(this.#firstSentAt ?? now, now - 1_000 - start.presumedAcceptedMs)
    this.#pace = new LearnedPace(now, estimate, openedAt, ceiling, this.#leastRate(estimate))
  }

  /**
   * The least rate to begin with. It is lower where a lower limit is documented and too few calls were accepted to doubt
   * it. Limits of minutes or hours do not count: for an account with a higher limit that rate would be far too low.
   */
  #leastRate(accepted: number): number {
    const { documented } = this.#setup
    const counts = documented?.periodSeconds === 1 && accepted < start.fewAccepted
    return counts ? Math.min(documented.calls, start.leastRate) : start.leastRate
  }

  /** Forgets what was learned: the configured limit alone sets the pace again. */
  forget(): void {
    this.#pace = undefined
  }
}
