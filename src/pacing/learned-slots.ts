import { anyTime, HeldSlots, never } from './held-slots.ts'
import type { SlotLimiter } from './limiter.ts'
import type { MonotonicTime } from './monotonic-time.ts'
import type { Grant, Learning, SharedLimit } from './shared-limit.ts'
import { slotRule } from './slot-tuning.ts'
import { type DocumentedRate, start } from './slow-start.ts'
import type { Ticket } from './ticket.ts'

/**
 * A limit that several processes share and learn together. The store of the fleet keeps the estimate and corrects it;
 * this class reports what it learns by: throttles at once, accepted calls with the next reservation.
 *
 * 1. *Unknown*: the first call of a key waits for an answer of the store, which tells whether the limit is known.
 * 2. *Free*, while no process has met a throttle: as many undecided calls as the store has lent to this process. When
 *    they were accepted, and others wait, it asks for as many again, so that their number doubles each round trip. Nothing
 *    else is asked for.
 * 3. *Paced*: each call goes at a slot. It does so from the first throttle on, its own or that of another process of
 *    which an answer tells.
 *
 * While the store is away and nothing is known, this class explains no throttle: the process learns by itself.
 */
export class LearnedSlots implements SlotLimiter {
  readonly awaitsOutcome = false
  readonly #limit: SharedLimit
  readonly #key: string
  readonly #onAnswer: (grant: Grant) => void
  readonly #burst: number
  readonly #leastQps: number
  readonly #slots = new HeldSlots()
  #asking = false
  /** Slots are not asked for before. */
  #askAt = anyTime
  #rate: number | undefined
  /** While it is free, the key counts as such until then. */
  #freeUntil = anyTime
  /** Undecided calls that a free key may have. */
  #window = 0
  #isFull = false
  /** Calls of a free key that were accepted since the last answer. */
  #used = 0
  /** Calls accepted since the last report. */
  #accepted = 0
  /** Calls that were sent and have no outcome. One that failed stays in it: then less is reported. */
  #open = 0
  /** When the latest of them was sent. */
  #acceptedSentAt = anyTime
  /** When a throttle was last reported: a call whose slot was asked for earlier shows nothing new. */
  #reactedAt = anyTime
  /** When slots were asked for: of grants, and of the calls that use them. */
  readonly #askedAt = new WeakMap<Grant | Ticket, number>()
  /** Does the store wait for the outcome of a call of this process? */
  #probing = false

  /** @param onAnswer called with each answer to a reservation */
  constructor(
    limit: SharedLimit,
    key: string,
    documented: DocumentedRate | undefined,
    onAnswer: (grant: Grant) => void,
  ) {
    this.#limit = limit
    this.#key = key
    this.#onAnswer = onAnswer
    this.#burst = Math.min(start.window, documented?.calls ?? start.window)
    this.#leastQps = documented?.periodSeconds === 1 ? Math.min(documented.calls, start.leastRate) : start.leastRate
  }

  get rate(): number | undefined {
    return this.#rate
  }

  nextAt(now: number): number {
    if (this.#rate === undefined) return now < this.#freeUntil ? anyTime : never
    const at = this.#slots.nextAt(now)
    return at === never && this.#askAt > now && !this.#slots.isBlocked(now) ? this.#askAt : at
  }

  /**
   * A process that was lent no more than the first burst asks again after as many accepted calls: another process may have
   * been throttled since.
   */
  isFull(undecided: number): boolean {
    const used = undecided + (this.#window <= this.#burst ? this.#used : 0)
    this.#isFull = this.#rate === undefined && this.#freeUntil !== anyTime && used >= this.#window
    return this.#isFull
  }

  /** Only of slots that were granted the time is certain. */
  turnAt(ahead: number): number {
    return this.#slots.at(ahead) ?? anyTime
  }

  sent(ticket: Ticket): void {
    this.#open++
    const grant = this.#slots.sent(ticket)
    if (grant) this.#askedAt.set(ticket, this.#askedAt.get(grant) ?? ticket.sentAt)
  }

  accepted(now: number, { sentAt }: Ticket): void {
    this.#open--
    this.#used++
    this.#accepted++
    this.#acceptedSentAt = Math.max(this.#acceptedSentAt, sentAt)
    // The first calls of a process are a part of what the limit lets through at first, also if no others follow.
    const isFirstBurst = this.#rate === undefined && this.#window <= this.#burst && this.#accepted >= this.#leastQps
    if (this.#probing || (isFirstBurst && this.#open === 0 && !this.#isFull)) this.#report(now)
  }

  throttled(now: number, ticket: Ticket, acceptedLately: number): boolean {
    if (this.#rate === undefined && this.#freeUntil !== never) return false
    this.#open--
    const askedAt = this.#askedAt.get(ticket) ?? ticket.sentAt
    if (this.#rate === undefined) {
      this.#accepted = Math.min(this.#accepted, acceptedLately)
      this.#rate = Math.max(this.#leastQps, acceptedLately)
    } else if (askedAt < this.#reactedAt) return true
    else this.#rate *= 1 - slotRule.decrease
    this.#reactedAt = now
    this.#report(now, now - askedAt)
    return true
  }

  wanted(calls: number, now: number): number {
    if (this.#asking) return 0
    if (this.#rate === undefined) {
      const mayGrow = this.#isFull && this.#used >= this.#window
      return now >= this.#freeUntil || mayGrow ? 1 : 0
    }
    const batch = Math.max(1, Math.floor((this.#rate * slotRule.batchMs) / 1_000))
    return now < this.#askAt ? 0 : this.#slots.missing(calls, now, batch)
  }

  ask(wanted: number, withinMs: number, time: MonotonicTime, onGrant: (granted: boolean) => void): void {
    this.#asking = true
    const askedAt = time.now()
    const learning = this.#takeLearning(askedAt)
    void this.#limit.reserve({ key: this.#key, qps: undefined, wanted, withinMs, learning }).then((grant) => {
      this.#asking = false
      const now = time.now()
      this.#askedAt.set(grant, askedAt)
      if (grant.qps === undefined) this.#lend(grant, now)
      else this.#take(grant, now)
      onGrant(grant.slotsInMs.length > 0)
      this.#onAnswer(grant)
    })
  }

  keep(calls: number): void {
    this.#slots.keep(calls)
  }

  #lend({ window = start.window, fallback }: Grant, now: number): void {
    // A throttle that was met in the meantime counts for more than an answer that did not know of it.
    if (this.#rate !== undefined) return
    this.#window += window
    this.#used = 0
    this.#freeUntil = fallback === undefined ? never : now + slotRule.lookUpAgainMs
  }

  #take(grant: Grant, now: number): void {
    this.#rate = grant.qps
    this.#slots.add(grant, now)
    this.#probing = grant.isProbe ?? false
    const hasSlots = grant.slotsInMs.length > 0
    this.#askAt = hasSlots ? anyTime : now + Math.max(1, Math.min(grant.nextInMs, slotRule.askAgainMs))
  }

  /** Reports outcomes without asking for a slot. */
  #report(now: number, throttledAgoMs?: number): void {
    this.#probing = false
    const learning = { ...this.#takeLearning(now), throttledAgoMs }
    void this.#limit.reserve({ key: this.#key, qps: undefined, wanted: 0, withinMs: 0, learning })
  }

  #takeLearning(now: number): Learning {
    const learning = {
      burst: this.#burst,
      leastQps: this.#leastQps,
      window: this.#window,
      accepted: this.#accepted,
      acceptedAgoMs: this.#acceptedSentAt === anyTime ? undefined : now - this.#acceptedSentAt,
    }
    this.#acceptedSentAt = anyTime
    this.#accepted = 0
    return learning
  }
}
