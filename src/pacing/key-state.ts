import { Alarm } from './alarm.ts'
import { ConcurrencyCap } from './concurrency-cap.ts'
import { firstWindow } from './first-window.ts'
import { InFlight } from './in-flight.ts'
import { KnownLimit } from './known-limit.ts'
import { LearnedPace } from './learning-rule.ts'
import type { MonotonicTime } from './monotonic-time.ts'
import type { EnterOptions } from './pacer.ts'
import { RecentCount } from './recent-count.ts'
import { PacingRefusal } from './refusal.ts'
import type { SharedPace } from './shared-pace.ts'
import { type PacedOutcome, Ticket } from './ticket.ts'
import { type Waiter, WaitQueue } from './wait-queue.ts'

/** Deadlines of all waiters are judged anew at most this often, in ms: that passes the whole queue. */
const judgeEveryMs = 100

/**
 * A Retry-After holds a key for so many ms at most; then a call may ask again. The call that was told waits its time. A
 * minute is the longest window that is common.
 */
const longestHoldMs = 60_000

/** A shared limit that was throttled is trusted again when the pace has been at the limit, and nothing throttled, for so many ms. */
const trustedAfterMs = 10_000

const never = Number.POSITIVE_INFINITY

/** A limit as throttles have shown it: of calls per second, or of calls in flight. */
export type Learned = { readonly qps: number } | { readonly inFlight: number }

/** One key: what is known of its limit, the calls in flight and those that wait. */
export class KeyState {
  readonly #time: MonotonicTime
  readonly #qps: number | undefined
  readonly #known: KnownLimit | undefined
  readonly #shared: SharedPace | undefined
  readonly #inFlight = new InFlight()
  readonly #recent = new RecentCount()
  readonly #cap = new ConcurrencyCap()
  readonly #queue = new WaitQueue()
  #window = firstWindow
  #pace: LearnedPace | undefined
  #firstSentAt: number | undefined
  #heldUntil = 0
  #throttledAt = 0
  readonly #alarm: Alarm
  #earliestDeadline = never
  #judgedAt = Number.NEGATIVE_INFINITY
  #usedAt: number
  /** The limit that was last told. */
  #told: number | undefined

  readonly #onThrottled: () => void

  /**
   * @param shared how the limit is kept, when other processes share it
   * @param onThrottled called at the first throttle
   */
  constructor(time: MonotonicTime, qps: number | undefined, shared: SharedPace | undefined, onThrottled: () => void) {
    this.#time = time
    this.#qps = qps
    this.#onThrottled = onThrottled
    this.#shared = shared
    this.#known = qps === undefined || shared ? undefined : new KnownLimit(qps)
    this.#alarm = new Alarm(time, (now) => this.#pump(now))
    this.#usedAt = time.now()
  }

  /** Calls that wait. */
  get waiting(): number {
    return this.#queue.size
  }

  get isThrottled(): boolean {
    return this.#pace !== undefined
  }

  /** What throttles have taught of the limit, if that is something new since it was last asked for. */
  takeLearned(): Learned | undefined {
    const limit = this.#cap.learned ? this.#cap.limit : this.#pace?.rate
    if (limit === undefined || limit === this.#told) return undefined
    this.#told = limit
    return this.#cap.learned ? { inFlight: limit } : { qps: limit }
  }

  acceptedLately(now: number): number {
    return this.#recent.total(now)
  }

  /** Whether it has no call in flight or waiting, and had none since `time`. */
  idleSince(time: number): boolean {
    return this.#inFlight.total === 0 && this.#queue.size === 0 && this.#usedAt <= time
  }

  /** A ticket at once, if nothing holds the call back. */
  tryEnter(order: number, now: number, held: boolean): Ticket | undefined {
    return this.#queue.size === 0 && this.#freeAt(now) <= now ? this.#send(order, now, false, held) : undefined
  }

  /** A ticket for an attempt that was sent already, with the number of calls that were accepted lately. */
  adopt(order: number, sentAt: number, accepted: number): Ticket {
    const now = this.#time.now()
    this.#recent.add(now, Math.max(0, accepted - this.#recent.total(now)))
    return this.#send(order, sentAt, false, false)
  }

  /** The request of a ticket that was held is sent now; called by the ticket. */
  begun(ticket: Ticket): void {
    ticket.sentAt = this.#time.now()
    this.#inFlight.begun(ticket)
    if (this.#queue.size > 0) this.#pump()
  }

  /**
   * A ticket when the call's turn comes.
   *
   * @throws PacingRefusal when that cannot be before the deadline; the signal's reason when it aborts
   */
  wait({ order, withinMs = never, signal, held = false }: EnterOptions & { order: number }): Promise<Ticket> {
    const now = this.#time.now()
    const deadlineAt = now + withinMs
    const first = this.#queue.first
    const ahead = first && first.order > order ? 0 : this.#queue.size
    if (this.#turnAt(ahead, now) > deadlineAt) return Promise.reject(new PacingRefusal('deadline'))
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#queue.remove(waiter)
        reject(signal?.reason)
        this.#pump()
      }
      const waiter: Waiter = {
        order,
        held,
        deadlineAt,
        before: undefined,
        after: undefined,
        admit(ticket) {
          signal?.removeEventListener('abort', onAbort)
          resolve(ticket)
        },
        refuse(reason) {
          signal?.removeEventListener('abort', onAbort)
          reject(reason)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.add(waiter)
      this.#earliestDeadline = Math.min(this.#earliestDeadline, deadlineAt)
      this.#pump()
    })
  }

  /** An attempt ended; called by its ticket. */
  ended(ticket: Ticket, outcome: PacedOutcome, retryAfterMs: number): void {
    const now = this.#time.now()
    ticket.endedAt = now
    this.#usedAt = now
    this.#settleGrownUps(now)
    const { young } = ticket
    const inFlight = this.#inFlight.total
    const waiting = this.#queue.size > 0
    this.#inFlight.remove(ticket)
    if (outcome === 'throttled') this.#throttled(ticket, now, retryAfterMs)
    else if (outcome === 'accepted' && young) this.#accepted(ticket, now, inFlight)
    else if (young) this.#pace?.inconclusive(ticket.sentAt)
    if (waiting && !young && outcome !== 'throttled' && this.#cap.ended()) this.#pace?.tryNow(now)
    if (waiting) this.#pump()
  }

  #accepted(ticket: Ticket, now: number, inFlight: number): void {
    this.#recent.add(now)
    if (this.#shared && this.#pace?.rate === this.#qps && now > this.#throttledAt + trustedAfterMs)
      this.#pace = undefined
    if (this.#pace) this.#pace.accepted(now, ticket.sentAt, ticket.waited)
    // Only while it is in the way: calls that come slowly say nothing of what a burst may be.
    else if (this.#queue.size > 0) this.#window++
    this.#cap.accepted(inFlight, ticket)
  }

  #throttled(ticket: Ticket, now: number, retryAfterMs: number): void {
    this.#throttledAt = now
    const { total, young } = this.#inFlight
    const explained = this.#cap.throttled(total, total - young, this.#pace?.streak ?? 0)
    if (explained) this.#pace?.inconclusive(ticket.sentAt)
    else this.#pace?.throttled(now, ticket.sentAt)
    if (!this.#pace && !(this.#known ?? this.#shared)?.throttled(now, ticket)) {
      const accepted = this.#known && this.#qps ? this.#qps : this.#recent.total(now)
      this.#pace = new LearnedPace(now, accepted, this.#firstSentAt ?? now, this.#qps ?? never)
      this.#onThrottled()
    }
    this.#heldUntil = Math.max(this.#heldUntil, now + Math.min(retryAfterMs, longestHoldMs))
    if (now >= this.#judgedAt + judgeEveryMs) this.#judge(now)
  }

  #send(order: number, now: number, waited: boolean, held: boolean): Ticket {
    this.#usedAt = now
    this.#firstSentAt ??= now
    const spaced = this.#pace?.sent(now) ?? false
    const ticket = new Ticket(this, order, now, waited && spaced, held)
    this.#cap.sent(this.#inFlight.total, ticket)
    this.#inFlight.add(ticket)
    this.#known?.sent(ticket)
    this.#shared?.sent(ticket)
    return ticket
  }

  #settleGrownUps(now: number): void {
    const inFlight = this.#inFlight
    for (let late = inFlight.takeOverdue(now); late; late = inFlight.takeOverdue(now))
      this.#pace?.inconclusive(late.sentAt)
    for (let grown = inFlight.takeGrownUp(now); grown; grown = inFlight.takeGrownUp(now))
      this.#accepted(grown, now, inFlight.total)
  }

  /** When the next call may be sent, as far as is known now; an answer may come before. */
  #freeAt(now: number): number {
    this.#settleGrownUps(now)
    const unheldAt = Math.max(this.#unheldAt(now), this.#heldUntil)
    const freeAt = this.#shared && unheldAt <= now ? this.#shared.nextAt(now) : unheldAt
    // Whoever holds the others up is at last overdue.
    return freeAt === never ? this.#inFlight.nextOverdueAt : freeAt
  }

  #unheldAt(now: number): number {
    const inFlight = this.#inFlight
    if (!this.#cap.admits(inFlight.total, inFlight.young)) return inFlight.nextGrownUpAt
    if (this.#cap.learned) return now
    const pace = this.#pace
    if (pace) {
      const full = pace.bursting && inFlight.young >= firstWindow + pace.acceptedSince
      return pace.probing || full ? inFlight.nextGrownUpAt : Math.max(pace.nextAt, this.#known?.nextAt ?? 0)
    }
    if (this.#known) return this.#known.nextAt
    if (this.#shared) return now
    return inFlight.young < this.#window ? now : inFlight.nextGrownUpAt
  }

  #turnAt(ahead: number, now: number): number {
    const soonest = Math.max(now, this.#heldUntil, this.#shared?.turnAt(ahead, now) ?? 0)
    if (this.#cap.learned) return soonest
    return Math.max(soonest, this.#pace?.turnAt(ahead, now) ?? 0, this.#known?.turnAt(ahead) ?? 0)
  }

  /** Refuses those that wait for a turn that cannot come before their deadline. */
  #judge(now: number): void {
    this.#judgedAt = now
    if (this.#earliestDeadline === never) return
    let ahead = 0
    let earliest = never
    for (let waiter = this.#queue.first; waiter; ) {
      const { after, deadlineAt } = waiter
      if (this.#turnAt(ahead, now) > deadlineAt) {
        this.#queue.remove(waiter)
        waiter.refuse(new PacingRefusal('deadline'))
      } else {
        ahead++
        earliest = Math.min(earliest, deadlineAt)
      }
      waiter = after
    }
    this.#earliestDeadline = earliest
  }

  /** Lets through whoever may go, and sleeps until the next may. */
  #pump(now = this.#time.now()): void {
    if (now > this.#earliestDeadline) this.#judge(now)
    let freeAt = never
    for (let first = this.#queue.first; first; first = this.#queue.first) {
      freeAt = this.#freeAt(now)
      if (freeAt > now) break
      this.#queue.remove(first)
      first.admit(this.#send(first.order, now, true, first.held))
    }
    if (this.#shared) this.#reserve(this.#shared, now)
    this.#alarm.set(this.#queue.size > 0 ? Math.min(freeAt, this.#earliestDeadline + 1) : never, now)
  }

  /** Asks for the slots that calls wait for, and gives back those that no call needs any more. */
  #reserve(shared: SharedPace, now: number): void {
    shared.keep(this.#queue.size)
    if (this.#queue.size === 0 || Math.max(this.#unheldAt(now), this.#heldUntil) > now) return
    // A pace of its own, or a cap, might leave several slots unused.
    const one = this.#pace !== undefined || this.#cap.learned
    const wanted = shared.wanted(one ? 1 : this.#queue.size, now)
    if (wanted === 0) return
    let latest = 0
    let waiter = this.#queue.first
    for (let count = 0; waiter && count < wanted; count++, waiter = waiter.after)
      latest = Math.max(latest, waiter.deadlineAt)
    shared.ask(wanted, latest - now, this.#time, (granted) => {
      const answeredAt = this.#time.now()
      if (!granted || answeredAt >= this.#judgedAt + judgeEveryMs) this.#judge(answeredAt)
      this.#pump(answeredAt)
    })
  }
}
