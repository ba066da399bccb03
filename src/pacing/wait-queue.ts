import { never } from './monotonic-time.ts'
import type { Cancellable } from './pass.ts'
import type { Ticket } from './ticket.ts'
import type { TokenEstimate } from './tokens.ts'

/** A call that waits for its turn. */
export interface Waiter {
  /** The position of its call among all calls of the pacer, by start. */
  readonly order: number
  /** Epoch milliseconds; Infinity for none. */
  readonly deadlineAt: number
  /** Will its request not be ready yet when its turn comes? */
  readonly preparing: boolean
  readonly tokens?: TokenEstimate | undefined
  admit(ticket: Ticket): void
  refuse(reason: unknown): void
  /** The queue that it is in. */
  queue: WaitQueue | undefined
  before: Waiter | undefined
  after: Waiter | undefined
}

interface WaitOptions extends Pick<Waiter, 'order' | 'deadlineAt' | 'preparing' | 'tokens'> {
  /** Ends the wait at once. */
  readonly cancellation: Cancellable | undefined
  /** Called when the cancellation took the call out of its queue. */
  onLeave(): void
}

/** A call that waits for a promise. A class, because thousands of them may wait and closures take more memory. */
class PromisedTurn implements Waiter {
  readonly order: number
  readonly deadlineAt: number
  readonly preparing: boolean
  readonly tokens: TokenEstimate | undefined
  queue: WaitQueue | undefined = undefined
  before: Waiter | undefined = undefined
  after: Waiter | undefined = undefined
  /** Rejects too, with a rejected promise: a second function would be kept for each call that waits. */
  readonly #settle: (ticket: Ticket | Promise<never>) => void
  #stopListening: (() => void) | undefined

  constructor(
    { order, deadlineAt, preparing, tokens, cancellation, onLeave }: WaitOptions,
    settle: (ticket: Ticket | Promise<never>) => void,
  ) {
    this.order = order
    this.deadlineAt = deadlineAt
    this.preparing = preparing
    this.tokens = tokens
    this.#settle = settle
    this.#stopListening = cancellation?.onCancel(() => {
      this.queue?.remove(this)
      this.refuse(cancellation.reason())
      onLeave()
    })
  }

  admit(ticket: Ticket): void {
    this.#stopListening?.()
    this.#settle(ticket)
  }

  refuse(reason: unknown): void {
    this.#stopListening?.()
    this.#settle(Promise.reject(reason))
  }
}

/**
 * Waits in a queue for a ticket: resolves when the call is admitted, and rejects when it is refused, or with the
 * cancellation's reason.
 */
export const waitFor = (options: WaitOptions, join: (waiter: Waiter) => void): Promise<Ticket> =>
  new Promise((resolve) => join(new PromisedTurn(options, resolve)))

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

  add(waiter: Waiter): void {
    let after = this.#last && this.#last.order < waiter.order ? undefined : this.#first
    while (after && after.order < waiter.order) after = after.after
    const before = after ? after.before : this.#last
    waiter.queue = this
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
    waiter.queue = undefined
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
   * Takes out the calls whose turn is known to come after their deadline.
   *
   * @param turnAt the earliest time at which a call with that many others before it can have its turn
   * @param refuse called with each of them, in their order
   */
  takeLate(turnAt: (ahead: number) => number, refuse: (waiter: Waiter) => void): void {
    if (this.earliestDeadline === never) return
    let ahead = 0
    let earliest = never
    for (let waiter = this.#first; waiter; ) {
      const { after, deadlineAt } = waiter
      if (turnAt(ahead) > deadlineAt) {
        this.remove(waiter)
        refuse(waiter)
      } else {
        ahead++
        earliest = Math.min(earliest, deadlineAt)
      }
      waiter = after
    }
    this.earliestDeadline = earliest
  }
}
