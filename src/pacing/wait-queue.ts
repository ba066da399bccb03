import { never } from './monotonic-time.ts'
import { PacingRefusal } from './pass.ts'
import type { Ticket } from './ticket.ts'

/** A call that waits for its turn. */
export interface Waiter {
  /** The position of its call among all calls of the pacer, by start. */
  readonly order: number
  /** Epoch milliseconds; Infinity for none. */
  readonly deadlineAt: number
  /** Will its request not be ready yet when its turn comes? */
  readonly preparing: boolean
  admit(ticket: Ticket): void
  refuse(reason: unknown): void
  before: Waiter | undefined
  after: Waiter | undefined
}

interface WaitOptions extends Pick<Waiter, 'order' | 'deadlineAt' | 'preparing'> {
  /** Ends the wait at once. */
  readonly signal: AbortSignal | undefined
  /** Called when the signal took the call out of the queue. */
  onLeave(): void
}

/**
 * Calls in the order in which they started. A throttled call that comes back is older than nearly all that wait, so
 * it is inserted from the front; every other call is appended. Every operation is O(1), except that insertion, which
 * passes older throttled calls only, and the check of deadlines, which passes all.
 */
export class WaitQueue {
  #first: Waiter | undefined
  #last: Waiter | undefined
  size = 0
  /** No deadline in the queue is earlier. It may be that of a call that has left, until deadlines are checked. */
  earliestDeadline = never

  get first(): Waiter | undefined {
    return this.#first
  }

  /**
   * Adds a call. Resolves to its ticket when it is admitted; rejects when it is refused, or with the signal's reason.
   */
  wait({ order, deadlineAt, preparing, signal, onLeave }: WaitOptions): Promise<Ticket> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.remove(waiter)
        reject(signal?.reason)
        onLeave()
      }
      const waiter: Waiter = {
        order,
        deadlineAt,
        preparing,
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
      this.add(waiter)
    })
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
    this.earliestDeadline = Math.min(this.earliestDeadline, waiter.deadlineAt)
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

  /** How many calls go before one with that position: none if it is older than all that wait, otherwise all of them. */
  ahead(order: number): number {
    return this.#first && this.#first.order > order ? 0 : this.size
  }

  /** The latest deadline among the first `count` calls. */
  latestDeadline(count: number): number {
    let latest = 0
    let waiter = this.#first
    for (let passed = 0; waiter && passed < count; passed++, waiter = waiter.after)
      latest = Math.max(latest, waiter.deadlineAt)
    return latest
  }

  /**
   * Refuses the calls whose turn is known to come after their deadline.
   *
   * @param turnAt the earliest time at which a call with that many others before it can have its turn
   */
  refuseLate(turnAt: (ahead: number) => number): void {
    if (this.earliestDeadline === never) return
    let ahead = 0
    let earliest = never
    for (let waiter = this.#first; waiter; ) {
      const { after, deadlineAt } = waiter
      if (turnAt(ahead) > deadlineAt) {
        this.remove(waiter)
        waiter.refuse(new PacingRefusal('deadline'))
      } else {
        ahead++
        earliest = Math.min(earliest, deadlineAt)
      }
      waiter = after
    }
    this.earliestDeadline = earliest
  }
}
