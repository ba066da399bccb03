import type { ExcusedThrottles } from './excused-throttles.ts'
import { anyTime, HeldSlots } from './held-slots.ts'
import type { SlotLimiter } from './limiter.ts'
import type { MonotonicTime } from './monotonic-time.ts'
import type { Grant, SharedLimit } from './shared-limit.ts'
import { slotRule } from './slot-tuning.ts'
import type { Ticket } from './ticket.ts'

/**
 * A configured limit that several processes share: calls go at the slots that the fleet grants. Slots are asked for
 * while calls wait, a few at a time, and given back when no call needs them any more.
 */
export class SharedLimiter implements SlotLimiter {
  readonly awaitsOutcome = false
  readonly #limit: SharedLimit
  readonly #key: string
  readonly #qps: number
  /** The margin before any throttle. */
  readonly #marginMs: number
  /** The spacing of slots, as `evenIntervalMs` has it. */
  readonly #intervalMs: number
  readonly #batch: number
  readonly #throttles: ExcusedThrottles
  readonly #onAnswer: (grant: Grant) => void
  readonly #slots = new HeldSlots()
  #asking = false
  /** Where the next free slot was, by the last answer. */
  #nextFreeAt = anyTime

  /**
   * @param onAnswer called with each answer
   * @param excuse makes what puts rare throttles down to differing latency
   */
  constructor(
    limit: SharedLimit,
    key: string,
    qps: number,
    onAnswer: (grant: Grant) => void,
    excuse: (callsPerRound: number) => ExcusedThrottles,
  ) {
    this.#limit = limit
    this.#key = key
    this.#qps = qps
    this.#batch = Math.max(1, Math.floor((qps * slotRule.batchMs) / 1_000))
    this.#throttles = excuse(Math.max(1, Math.floor((qps * slotRule.calmingMs) / 1_000)))
    this.#marginMs = this.#throttles.marginMs
    this.#intervalMs = 1_000 / qps + this.#marginMs / Math.max(1, Math.floor(qps))
    this.#onAnswer = onAnswer
  }

  nextAt(now: number): number {
    return this.#slots.nextAt(now)
  }

  /** The number of calls in flight is not bounded. */
  isFull(): boolean {
    return false
  }

  /** The soonest that is possible: the turn if no other process wants any slot. */
  turnAt(ahead: number, now: number): number {
    const { lastAt, size } = this.#slots
    const next = Math.max(now, this.#nextFreeAt, lastAt === undefined ? now : lastAt + this.#intervalMs)
    return this.#slots.at(ahead) ?? next + (ahead - size) * this.#intervalMs
  }

  sent(ticket: Ticket): void {
    this.#slots.sent(ticket)
    this.#throttles.sent()
  }

  /** Explains a throttle while differing latency does. The wider margin is a lower rate that this process asks for. */
  throttled(now: number, { sentAt }: Ticket): boolean {
    return this.#throttles.throttled(now, sentAt)
  }

  wanted(calls: number, now: number): number {
    return this.#asking ? 0 : this.#slots.missing(calls, now, this.#batch)
  }

  ask(wanted: number, withinMs: number, time: MonotonicTime, onGrant: (granted: boolean) => void): void {
    this.#asking = true
    const qps = (this.#qps * (1_000 + this.#marginMs)) / (1_000 + this.#throttles.marginMs)
    const reservation = { key: this.#key, qps, configuredQps: this.#qps, wanted, withinMs }
    void this.#limit.reserve(reservation).then((grant) => {
      this.#asking = false
      const answeredAt = time.now()
      this.#slots.add(grant, answeredAt)
      const granted = grant.slotsInMs.length > 0
      // Without a slot the next one lies beyond the deadlines that were sent along, if only by what rounding lost.
      this.#nextFreeAt = answeredAt + grant.nextInMs + (granted ? 0 : 1)
      onGrant(granted)
      this.#onAnswer(grant)
    })
  }

  keep(calls: number): void {
    this.#slots.keep(calls)
  }
}
