import type { Ticket } from './ticket.ts'

/** A call that waits for its turn. */
export interface Waiter {
  /** The place of its call among all calls of the pacer, by start. */
  readonly order: number
  /** Epoch milliseconds; Infinity for none. */
  readonly deadlineAt: number
  /** Will its request not be ready when its turn comes? */
  readonly held: boolean
  admit(ticket: Ticket): void
  refuse(reason: unknown): void
  before: Waiter | undefined
  after: Waiter | undefined
}

/**
 * Waiters in the order in which their calls started. A throttled call that comes back is older than nearly all that
 * wait, so it is inserted from the front; everything else is appended. Every operation is O(1) but that insertion,
 * which passes older throttled calls only.
 */
export class WaitQueue {
  #first: Waiter | undefined
  #last: Waiter | undefined
  size = 0

  get first(): Waiter | undefined {
    return this.#first
  }

  add(waiter: Waiter): void {
    let after = this.#last && this.#last.order < waiter.order ? undefined : this.#first
    while (after && after.order < waiter.order) after = after.after
    const before = after ? after.before : this.#last
    waiter.before = before
    waiter.after = after
    if (before) before.after = waiter
    else this.#first = waiter
    if (after) after.before = waiter
    else this.#last = waiter
    this.size++
  }

  /** Takes out a waiter that is in this queue. */
  remove(waiter: Waiter): void {
    const { before, after } = waiter
    if (before) before.after = after
    else this.#first = after
    if (after) after.before = before
    else this.#last = before
    waiter.before = undefined
    waiter.after = undefined
    this.size--
  }
}
