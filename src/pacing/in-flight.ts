import type { Ticket } from './ticket.ts'

/**
 * A call that was not throttled within this many milliseconds was let in, however long its answer takes: a limiter
 * rejects before the work begins, while the answers of large models take 30 s.
 */
const presumedAcceptedMs = 1_000

/**
 * A call whose request is in preparation for so many milliseconds holds up no others any more: its signer may never
 * answer, or wait for one of them. Some times what it takes to fetch credentials.
 */
const longestPreparationMs = 5_000

/** The calls that were sent and have not ended, the young ones (whose acceptance is still open) in order of sending. */
export class InFlight {
  #oldest: Ticket | undefined
  #newest: Ticket | undefined
  /** Those in preparation, in order of their turns. */
  readonly #held = new Set<Ticket>()
  young = 0
  total = 0

  add(ticket: Ticket): void {
    this.young++
    this.total++
    ticket.young = true
    if (ticket.held) this.#held.add(ticket)
    else this.begun(ticket)
  }

  /** The age of a held ticket counts from here on. */
  begun(ticket: Ticket): void {
    this.#held.delete(ticket)
    ticket.older = this.#newest
    if (this.#newest) this.#newest.newer = ticket
    else this.#oldest = ticket
    this.#newest = ticket
  }

  remove(ticket: Ticket): void {
    if (this.#held.delete(ticket)) this.young--
    else if (ticket.young) this.#grownUp(ticket)
    this.total--
  }

  /** Takes the next call off the young that turned old enough to count as accepted. */
  takeGrownUp(now: number): Ticket | undefined {
    const ticket = this.#oldest
    if (!ticket || ticket.sentAt + presumedAcceptedMs > now) return undefined
    this.#grownUp(ticket)
    return ticket
  }

  /** Takes the next call off the young that is too long in preparation: as if it were sent, and nobody knew what came of it. */
  takeOverdue(now: number): Ticket | undefined {
    if (this.nextOverdueAt > now) return undefined
    const [ticket] = this.#held
    if (!ticket) return undefined
    this.#held.delete(ticket)
    ticket.held = false
    ticket.young = false
    this.young--
    return ticket
  }

  /** When the next call will be too long in preparation, in epoch milliseconds. */
  get nextOverdueAt(): number {
    const [ticket] = this.#held
    return ticket ? ticket.sentAt + longestPreparationMs : Number.POSITIVE_INFINITY
  }

  /** When the next young call will count as accepted, in epoch milliseconds. */
  get nextGrownUpAt(): number {
    return this.#oldest ? this.#oldest.sentAt + presumedAcceptedMs : Number.POSITIVE_INFINITY
  }

  #grownUp(ticket: Ticket): void {
    const { older, newer } = ticket
    if (older) older.newer = newer
    else this.#oldest = newer
    if (newer) newer.older = older
    else this.#newest = older
    ticket.older = undefined
    ticket.newer = undefined
    ticket.young = false
    this.young--
  }
}
