import type { Grant } from './shared-limit.ts'
import { slotRule } from './slot-tuning.ts'
import type { Ticket } from './ticket.ts'

// As in monotonic-time.ts, which this part of the pacing, loaded only with a fleet, would split from the rest.
export const anyTime = Number.NEGATIVE_INFINITY
export const never = Number.POSITIVE_INFINITY

interface Slot {
  readonly at: number
  readonly grant: Grant
}

/**
 * The slots of a shared limit that this process holds, in order. Each serves one call.
 *
 * A request that is still in preparation 50 ms after its slot blocks the next ones. Otherwise all of them would go
 * out together when the preparations end.
 */
export class HeldSlots {
  readonly #slots: Slot[] = []
  /** The first call whose slot came while its request was still being prepared. */
  #preparing: Ticket | undefined

  get size(): number {
    return this.#slots.length
  }

  /** The time of the slot with `ahead` others before it; undefined if there is none. */
  at(ahead: number): number | undefined {
    return this.#slots[ahead]?.at
  }

  /** The time of the last slot; undefined if there is none. */
  get lastAt(): number | undefined {
    return this.#slots.at(-1)?.at
  }

  add(grant: Grant, answeredAt: number): void {
    for (const inMs of grant.slotsInMs) this.#slots.push({ at: Math.ceil(answeredAt + inMs), grant })
  }

  /** When the next call may be sent; `never` without a slot. */
  nextAt(now: number): number {
    // The last slot is kept, however late: a process whose timers are always late would never send anything.
    while (this.#slots.length > 1 && this.#firstAt < now - slotRule.latestMs) this.#slots.shift()
    return this.isBlocked(now) ? never : this.#firstAt
  }

  /** Returns the grant of the slot that the call uses; undefined for none. */
  sent(ticket: Ticket): Grant | undefined {
    if (ticket.preparing && !this.#inPreparation) this.#preparing = ticket
    // An adopted call was sent without a slot.
    return this.#firstAt <= ticket.sentAt ? this.#slots.shift()?.grant : undefined
  }

  /** Does a request in preparation block the next ones? */
  isBlocked(now: number): boolean {
    const ticket = this.#inPreparation
    return ticket !== undefined && now > ticket.sentAt + slotRule.latestMs
  }

  /** How many more slots should be asked for now, if `calls` calls could use one; `batch` at most. */
  missing(calls: number, now: number, batch: number): number {
    const { lastAt } = this
    if (this.isBlocked(now) || (lastAt !== undefined && lastAt > now + slotRule.aheadMs)) return 0
    return Math.max(0, Math.min(calls - this.size, batch))
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
}
