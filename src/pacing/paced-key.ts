import { Alarm } from './alarm.ts'
import { CombinedLimiter, type LearnedValue } from './combined-limiter.ts'
import type { SlotLimiter, TokenMeter } from './limiter.ts'
import { anyTime, type MonotonicTime, never } from './monotonic-time.ts'
import type { Cancellable, LimitKind } from './pass.ts'
import { Refusals } from './refusals.ts'
import type { ConfiguredLimit } from './shared-limit.ts'
import type { DocumentedRate } from './slow-start.ts'
import { Ticket, type TicketIssuer, type TicketOutcome } from './ticket.ts'
import type { TokenEstimate } from './tokens.ts'
import { upkeep } from './tuning.ts'
import { WaitQueue, waitFor } from './wait-queue.ts'

export interface PacedKeySetup {
  readonly name: string
  readonly time: MonotonicTime
  /** The configured limit; undefined for none. */
  readonly limit: ConfiguredLimit | undefined
  /** Keeps the limit, if processes share it. */
  readonly shared: SlotLimiter | undefined
  /** Keeps a limit of tokens; undefined for none. */
  readonly tokens?: TokenMeter | undefined
  /** The limit that is documented; undefined for none. */
  readonly documented?: DocumentedRate | undefined
  /** Refuses calls; the keys of a pacer share it. */
  readonly refusals?: Refusals
  /** Called once, when something begins to be learned. */
  onLearning(): void
}

interface Entry {
  readonly order: number
  /** Milliseconds within which the turn has to come. */
  readonly withinMs: number
  readonly cancellation: Cancellable | undefined
  readonly preparing: boolean
  readonly tokens?: TokenEstimate | undefined
}

/** One key: the calls that share its limits, those in flight and those that wait. */
export class PacedKey implements TicketIssuer {
  readonly name: string
  readonly #time: MonotonicTime
  readonly #shared: SlotLimiter | undefined
  readonly #queue = new WaitQueue()
  readonly #limits: CombinedLimiter
  readonly #alarm: Alarm
  readonly #refusals: Refusals
  #checkedAt = anyTime
  #usedAt: number

  constructor({ name, time, limit, shared, tokens, documented, refusals, onLearning }: PacedKeySetup) {
    this.name = name
    this.#time = time
    this.#refusals = refusals ?? new Refusals(time)
    this.#shared = shared
    this.#limits = new CombinedLimiter({ limit, shared, tokens, documented, queue: this.#queue, onLearning })
    this.#alarm = new Alarm(time, (now) => this.#admit(now))
    this.#usedAt = time.now()
  }

  /** Calls that wait. */
  get waiting(): number {
    return this.#queue.size
  }

  /** Did throttles teach something? */
  get hasLearned(): boolean {
    return this.#limits.hasLearned
  }

  /** Meters the tokens of calls from now on, to learn a limit of them. */
  meterTokens(meter: TokenMeter): void {
    this.#limits.meterTokens(meter)
  }

  /** What throttles have taught of the limit, if that is something new since it was last asked for. */
  takeLearned(): LearnedValue | undefined {
    return this.#limits.takeLearned()
  }

  /** Calls accepted in the last second. */
  acceptedLately(now: number): number {
    return this.#limits.acceptedLately(now)
  }

  /** Is no call in flight or waiting, and was none for so long that what is known of the key is of no more use? */
  mayBeForgotten(now: number): boolean {
    const { hasMetThrottle, inFlight, windowMs } = this.#limits
    const usefulMs = hasMetThrottle || this.#shared ? upkeep.forgetKeyAfterMs : upkeep.forgetUnthrottledAfterMs
    // The calls in the window of a configured limit count until they have left it.
    const keptMs = Math.max(usefulMs, 2 * windowMs)
    return inFlight === 0 && this.#queue.size === 0 && this.#usedAt <= now - keptMs
  }

  /** A ticket at once, if nothing holds the call back. */
  tryEnter(order: number, now: number, preparing: boolean, tokens?: TokenEstimate): Ticket | undefined {
    const isFree = this.#queue.size === 0 && this.#limits.nextAt(now, tokens) <= now
    return isFree ? this.#give(order, now, false, preparing, tokens) : undefined
  }

  /**
   * A ticket when the call's turn comes. Rejects with PacingRefusal as soon as that is known to be after the deadline, or
   * with the cancellation's reason.
   */
  wait({ order, withinMs, cancellation, preparing, tokens }: Entry): Promise<Ticket> {
    const now = this.#time.now()
    const deadlineAt = now + withinMs
    const isLate = this.#limits.turnAt(this.#queue.ahead(order), now) > deadlineAt
    return waitFor({ order, deadlineAt, preparing, tokens, cancellation, onLeave: this.#onLeave }, (waiter) => {
      if (isLate) {
        this.#refusals.add(waiter, now)
      } else {
        this.#queue.add(waiter)
        this.#admit()
      }
    })
  }

  /** Counts calls of the last second that were accepted elsewhere, as far as they are not counted yet. */
  countAccepted(now: number, accepted: number): void {
    this.#limits.countAccepted(now, accepted)
  }

  /**
   * A ticket for an attempt that was sent already.
   *
   * @param accepted calls of the last second that were counted elsewhere
   */
  adopt(order: number, sentAt: number, accepted: number): Ticket {
    this.countAccepted(this.#time.now(), accepted)
    return this.#give(order, sentAt, false, false)
  }

  begun(ticket: Ticket): void {
    ticket.sentAt = this.#time.now()
    this.#limits.begun(ticket)
    if (this.#queue.size > 0) this.#admit()
  }

  accepted(ticket: Ticket): void {
    this.#limits.accepted(this.#time.now(), ticket)
    if (this.#queue.size > 0) this.#admit()
  }

  ended(ticket: Ticket, outcome: TicketOutcome, retryAfterMs: number, limitKind?: LimitKind): void {
    const now = this.#time.now()
    ticket.endedAt = now
    this.#usedAt = now
    const othersWait = this.#queue.size > 0
    this.#limits.ended(now, ticket, outcome, retryAfterMs, limitKind)
    if (outcome === 'throttled') this.#checkDeadlines(now)
    if (othersWait) this.#admit()
  }

  /** One function for all calls that wait. */
  readonly #onLeave = (): void => this.#admit()

  #give(order: number, sentAt: number, waited: boolean, preparing: boolean, tokens?: TokenEstimate): Ticket {
    this.#usedAt = sentAt
    const ticket = new Ticket(this, order, sentAt, waited, preparing, tokens)
    this.#limits.sent(ticket)
    return ticket
  }

  /** Admits the calls whose turn has come, and sleeps until the next turn or deadline. */
  #admit(now = this.#time.now()): void {
    if (now > this.#queue.earliestDeadline) this.#refuseLate(now)
    let nextAt = never
    for (let first = this.#queue.first; first; first = this.#queue.first) {
      nextAt = this.#limits.nextAt(now, first.tokens)
      if (nextAt > now) break
      this.#queue.remove(first)
      first.admit(this.#give(first.order, now, true, first.preparing, first.tokens))
    }
    if (this.#shared) this.#reserveSlots(this.#shared, now)
    this.#alarm.set(this.#queue.size > 0 ? Math.min(nextAt, this.#queue.earliestDeadline + 1) : never, now)
  }

  /** Asks the fleet for the slots that calls wait for, and gives back those that no call needs any more. */
  #reserveSlots(shared: SlotLimiter, now: number): void {
    shared.keep(this.#queue.size)
    const wanted = this.#limits.wantedSlots(this.#queue.size, now)
    if (wanted === 0) return
    shared.ask(wanted, this.#queue.latestDeadline(wanted) - now, this.#time, (granted) => {
      const answeredAt = this.#time.now()
      if (granted) this.#checkDeadlines(answeredAt)
      else this.#refuseLate(answeredAt)
      this.#admit(answeredAt)
    })
  }

  /** Refuses the calls that are too late, after something was learned of the turns to come. */
  #checkDeadlines(now: number): void {
    if (now >= this.#checkedAt + upkeep.checkDeadlinesEveryMs) this.#refuseLate(now)
  }

  #refuseLate(now: number): void {
    this.#checkedAt = now
    this.#queue.takeLate(
      (ahead) => this.#limits.turnAt(ahead, now),
      (waiter) => this.#refusals.add(waiter, now),
    )
  }
}
