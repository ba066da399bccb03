import { never } from './monotonic-time.ts'
import { start } from './slow-start.ts'
import type { Ticket } from './ticket.ts'
import { inFlight, refusals } from './tuning.ts'

/**
 * The calls of a key that have a ticket and have not ended. A call is *undecided* until it is known whether the
 * limiter accepted it: until its answer comes, or it is old enough to be presumed accepted. Undecided calls are kept
 * in order of sending, so that the next to be presumed accepted is the first. Those whose request is still being
 * prepared are kept apart, in order of their turns: their age counts from when they are sent.
 */
export class CallsInFlight {
  #oldest: Ticket | undefined
  #newest: Ticket | undefined
  readonly #preparing = new Set<Ticket>()
  /** The longest time that a refusal took lately, in ms. */
  #refusalMs = 0
  undecided = 0
  total = 0
  /** Age in ms at which a call that was not throttled is presumed accepted. */
  presumedAfterMs: number = start.presumedAcceptedMs

  add(ticket: Ticket): void {
    this.undecided++
    this.total++
    ticket.undecided = true
    if (ticket.preparing) this.#preparing.add(ticket)
    else this.begun(ticket)
  }

  /** The request of a ticket is sent; its age counts from here on. */
  begun(ticket: Ticket): void {
    this.#preparing.delete(ticket)
    ticket.older = this.#newest
    if (this.#newest) this.#newest.newer = ticket
    else this.#oldest = ticket
    this.#newest = ticket
  }

  /**
   * A call was throttled, `tookMs` after it was sent. A limiter refuses before the work begins, so a call that is not
   * refused in the time that refusals take was accepted, however long its answer takes.
   */
  noteRefusal(tookMs: number): void {
    this.#refusalMs = Math.max(tookMs, this.#refusalMs * refusals.kept)
    const ms = this.#refusalMs * refusals.factor + refusals.spareMs
    this.presumedAfterMs = Math.min(Math.max(ms, refusals.leastMs), start.presumedAcceptedMs)
  }

  remove(ticket: Ticket): void {
    this.settle(ticket)
    this.total--
  }

  /** It is known what became of a call, which may still be in flight. */
  settle(ticket: Ticket): void {
    if (this.#preparing.delete(ticket)) {
      this.undecided--
      ticket.undecided = false
    } else if (ticket.undecided) this.#decide(ticket)
  }

  /** Takes the next call off the undecided that is old enough to be presumed accepted. */
  takePresumedAccepted(now: number): Ticket | undefined {
    const ticket = this.#oldest
    if (!ticket || ticket.sentAt + this.presumedAfterMs > now) return undefined
    this.#decide(ticket)
    return ticket
  }

  /** Takes the next call off the undecided that is in preparation for too long: it counts as sent, with no outcome. */
  takeOverdue(now: number): Ticket | undefined {
    if (this.nextOverdueAt > now) return undefined
    const [ticket] = this.#preparing
    if (!ticket) return undefined
    this.#preparing.delete(ticket)
    ticket.preparing = false
    ticket.undecided = false
    this.undecided--
    return ticket
  }

  /** When the next call will have been in preparation for too long, in epoch milliseconds. */
  get nextOverdueAt(): number {
    const [ticket] = this.#preparing
    return ticket ? ticket.sentAt + inFlight.longestPreparationMs : never
  }

  /** When the next call will be presumed accepted, in epoch milliseconds. */
  get nextPresumedAt(): number {
    return this.#oldest ? this.#oldest.sentAt + this.presumedAfterMs : never
  }

  #decide(ticket: Ticket): void {
    const { older, newer } = ticket
    if (older) older.newer = newer
    else this.#oldest = newer
    if (newer) newer.older = older
    else this.#newest = older
    ticket.older = undefined
    ticket.newer = undefined
    ticket.undecided = false
    this.undecided--
  }
}
