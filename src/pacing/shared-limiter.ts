import { ExcusedThrottles } from './excused-throttles.ts'
import type { Limiter } from './limiter.ts'
import { anyTime, type MonotonicTime, never } from './monotonic-time.ts'
import { evenIntervalMs, type Grant, type SharedLimit } from './shared-limit.ts'
import type { Ticket } from './ticket.ts'
import { knownLimit, sharedLimit } from './tuning.ts'

interface Slot {
  readonly at: number
  readonly grant: Grant
}

/**
 * A configured limit that several processes share: calls go at the slots that the fleet grants. Slots are asked for
 * while calls wait, a few at a time, and given back when no call needs them any more.
 *
 * A request that is still in preparation 50 ms after its slot blocks the next ones. Otherwise all of them would go
 * out together when the preparations end.
 */
export class SharedLimiter implements Limiter {
  readonly awaitsOutcome = false
  readonly #limit: SharedLimit
  readonly #key: string
  readonly #qps: number
  readonly #intervalMs: number
  readonly #batch: number
  readonly #throttles: ExcusedThrottles
  readonly #onAnswer: (fallback: string | undefined) => void
  readonly #slots: Slot[] = []
  #asking = false
  /** Where the next free slot was, by the last answer. */
  #nextFreeAt = anyTime
  /** The first call whose slot came while its request was still being prepared. */
  #preparing: Ticket | undefined

  /** @param onAnswer called with each answer: why it came from the process' own share, or undefined */
  constructor(limit: SharedLimit, key: string, qps: number, onAnswer: (fallback: string | undefined) => void) {
    this.#limit = limit
    this.#key = key
    this.#qps = qps
    this.#intervalMs = evenIntervalMs(qps)
    this.#batch = Math.max(1, Math.floor((qps * sharedLimit.batchMs) / 1_000))
    this.#throttles = new ExcusedThrottles(Math.max(1, Math.floor((qps * sharedLimit.calmingMs) / 1_000)))
    this.#onAnswer = onAnswer
  }

  nextAt(now: number): number {
    // The last slot is kept, however late: a process whose timers are always late would never send anything.
    while (this.#slots.length > 1 && this.#firstAt < now - sharedLimit.latestMs) this.#slots.shift()
    return this.#isBlocked(now) ? never : this.#firstAt
  }

  /** The soonest that is possible: the turn if no other process wants any slot. */
  turnAt(ahead: number, now: number): number {
    const last = this.#slots.at(-1)
    const next = Math.max(now, this.#nextFreeAt, last ? last.at + this.#intervalMs : now)
    return this.#slots[ahead]?.at ?? next + (ahead - this.#slots.length) * this.#intervalMs
  }

  sent(ticket: Ticket): void {
    const slot = this.#slots[0]
    // An adopted call was sent without a slot.
    if (slot && slot.at <= ticket.sentAt) this.#slots.shift()
    this.#throttles.sent()
    if (ticket.preparing && !this.#inPreparation) this.#preparing = ticket
  }

  /** Explains a throttle while differing latency does. The wider margin is a lower rate that this process asks for. */
  throttled(now: number, { sentAt }: Ticket): boolean {
    return this.#throttles.throttled(now, sentAt)
  }

  /** How many slots should be asked for now, if `calls` calls could use one. */
  wanted(calls: number, now: number): number {
    const last = this.#slots.at(-1)
    if (this.#asking || this.#isBlocked(now) || (last && last.at > now + sharedLimit.aheadMs)) return 0
    return Math.max(0, Math.min(calls - this.#slots.length, this.#batch))
  }

  /** @param onGrant called once, when the answer is noted: does it contain slots? */
  ask(wanted: number, withinMs: number, time: MonotonicTime, onGrant: (granted: boolean) => void): void {
    this.#asking = true
    const qps = (this.#qps * (1_000 + knownLimit.marginMs)) / (1_000 + this.#throttles.marginMs)
    void this.#limit.reserve({ key: this.#key, qps, wanted, withinMs }).then((grant) => {
      this.#asking = false
      const answeredAt = time.now()
      for (const inMs of grant.slotsInMs) this.#slots.push({ at: Math.ceil(answeredAt + inMs), grant })
      const granted = grant.slotsInMs.length > 0
      // Without a slot the next one lies beyond the deadlines that were sent along, if only by what rounding lost.
      this.#nextFreeAt = answeredAt + grant.nextInMs + (granted ? 0 : 1)
      onGrant(granted)
      this.#onAnswer(grant.fallback)
    })
  }

  /** Gives back the slots beyond those that `calls` calls need. */
  keep(calls: number): void {
    const unused = new Map<Grant, number>()
    for (const { grant } of this.#slots.splice(calls).reverse()) unused.set(grant, (unused.get(grant) ?? 0) + 1)
    for (const [grant, count] of unused) grant.giveBack(count)
  }

  get #firstAt(): number {
    return this.#slots[0]?.at ?? never
  }

  get #inPreparation(): Ticket | undefined {
    const ticket = this.#preparing
    return ticket?.preparing && ticket.endedAt === undefined ? ticket : undefined
  }

  #isBlocked(now: number): boolean {
    const ticket = this.#inPreparation
    return ticket !== undefined && now > ticket.sentAt + sharedLimit.latestMs
  }
}
