import { ExcusedThrottles } from './excused-throttles.ts'
import type { MonotonicTime } from './monotonic-time.ts'
import { evenIntervalMs, type Grant, marginMs, type SharedLimit } from './shared-limit.ts'
import type { Ticket } from './ticket.ts'

/** Times in milliseconds. */
const rule = {
  /** A slot that passed so long ago is dropped for the next one: several, used at once after a pause, would be a burst. */
  latest: 50,
  /** More slots are asked for when the last one is so near: the answer of a distant store comes in time. */
  ahead: 100,
  /** Slots for so long are asked for at a time, so that processes take turns and one that dies takes little with it. */
  batch: 250,
  /**
   * A margin that a throttle has widened shrinks by 1 ms in so many ms of calls at the full rate. Faster than where bursts are
   * sent: evenly spaced calls are throttled by a rare delay, and each process sees few of them.
   */
  calming: 100,
} as const

const never = Number.POSITIVE_INFINITY

interface Slot {
  readonly at: number
  readonly grant: Grant
}

/** The pace of a key whose limit is shared with other processes: calls go at the slots that it was granted. */
export class SharedPace {
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
  #nextAt = Number.NEGATIVE_INFINITY
  /** A call whose slot had come when its request was still being prepared. */
  #preparing: Ticket | undefined

  /** @param onAnswer called with each answer: why it came from the process' own share, or undefined */
  constructor(limit: SharedLimit, key: string, qps: number, onAnswer: (fallback: string | undefined) => void) {
    this.#limit = limit
    this.#key = key
    this.#qps = qps
    this.#intervalMs = evenIntervalMs(qps)
    this.#batch = Math.max(1, Math.floor((qps * rule.batch) / 1_000))
    this.#throttles = new ExcusedThrottles(Math.max(1, Math.floor((qps * rule.calming) / 1_000)))
    this.#onAnswer = onAnswer
  }

  /** When the next call may be sent, by the slots at hand. */
  nextAt(now: number): number {
    // The last one is kept: a process whose timers are always late would never send anything.
    while (this.#slots.length > 1 && this.#firstAt < now - rule.latest) this.#slots.shift()
    return this.#isHeldUp(now) ? never : this.#firstAt
  }

  /** When the turn of a call comes at the soonest that has `ahead` others before it: if no other process wanted any. */
  turnAt(ahead: number, now: number): number {
    const last = this.#slots.at(-1)
    const next = Math.max(now, this.#nextAt, last ? last.at + this.#intervalMs : now)
    return this.#slots[ahead]?.at ?? next + (ahead - this.#slots.length) * this.#intervalMs
  }

  sent(ticket: Ticket): void {
    const slot = this.#slots[0]
    // One that is adopted went without.
    if (slot && slot.at <= ticket.sentAt) this.#slots.shift()
    this.#throttles.sent()
    if (ticket.held && !this.#inPreparation) this.#preparing = ticket
  }

  /** As in KnownLimit; the wider margin is a lower rate that this process asks for. */
  throttled(now: number, { sentAt }: Ticket): boolean {
    return this.#throttles.throttled(now, sentAt)
  }

  /** How many slots should be asked for now, when so many calls could use one. */
  wanted(calls: number, now: number): number {
    const last = this.#slots.at(-1)
    if (this.#asking || this.#isHeldUp(now) || (last && last.at > now + rule.ahead)) return 0
    return Math.max(0, Math.min(calls - this.#slots.length, this.#batch))
  }

  /** @param onGrant called once, with the answer in place: whether there are slots in it */
  ask(wanted: number, withinMs: number, time: MonotonicTime, onGrant: (granted: boolean) => void): void {
    this.#asking = true
    const qps = (this.#qps * (1_000 + marginMs)) / (1_000 + this.#throttles.marginMs)
    void this.#limit.reserve({ key: this.#key, qps, wanted, withinMs }).then((grant) => {
      this.#asking = false
      const answeredAt = time.now()
      for (const inMs of grant.slotsInMs) this.#slots.push({ at: Math.ceil(answeredAt + inMs), grant })
      const granted = grant.slotsInMs.length > 0
      // Without a slot the next one lies beyond the deadlines told, if only by what was lost in rounding.
      this.#nextAt = answeredAt + grant.nextInMs + (granted ? 0 : 1)
      onGrant(granted)
      this.#onAnswer(grant.fallback)
    })
  }

  /** Gives back the slots beyond those that so many calls need. */
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
    return ticket?.held && ticket.endedAt === undefined ? ticket : undefined
  }

  /** Calls that are long in preparation would all go out at once when it ends. */
  #isHeldUp(now: number): boolean {
    const ticket = this.#inPreparation
    return ticket !== undefined && now > ticket.sentAt + rule.latest
  }
}
