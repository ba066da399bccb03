import type { Clock } from '../clock.ts'
import { KeyState } from './key-state.ts'
import type { RecentCount } from './recent-count.ts'
import { PacingRefusal } from './refusal.ts'
import type { Ticket } from './ticket.ts'

/** A key without calls for this many milliseconds is forgotten; ten minutes outlast the pauses of a periodic job. */
const idleMs = 600_000

/** Idle keys are looked for at most this often, in milliseconds, when a call comes. */
const sweepEveryMs = 60_000

export interface PacerOptions {
  /** The limit, if it is known, in calls per second (0.5: one in two seconds). Default: learned. */
  readonly limit?: { readonly qps: number } | undefined
  /** Calls that may wait for one key; more are refused. Default: no limit, memory being the only bound. */
  readonly maxQueue?: number | undefined
}

export interface EnterOptions {
  /** Ends the wait at once. */
  readonly signal?: AbortSignal
  /** Epoch milliseconds; a call whose turn cannot come by then is refused. Default: Infinity. */
  readonly deadlineAt?: number
  /** The call's last ticket, when an attempt follows another: the call keeps its place, ahead of all that started later. */
  readonly after?: Ticket
}

export interface Pacer {
  /**
   * The leave to send one attempt: at once, as a ticket, while the key is neither throttled nor full, else as a
   * promise of one. Calls of a key go in the order in which they started.
   *
   * @throws PacingRefusal (as a rejection) with reason 'queue-full' or 'deadline'; the signal's reason when it aborts
   */
  enter(key: string, options?: EnterOptions): Ticket | Promise<Ticket>
  /** As `enter`, for one that does not wait: undefined when the call would have to. */
  tryEnter(key: string, after?: Ticket): Ticket | undefined
  /**
   * A ticket for an attempt that was sent before this pacer was made.
   *
   * @param sentAt epoch milliseconds
   * @param accepted what was counted until then; taken by a key that is not known yet
   */
  adopt(key: string, sentAt: number, accepted?: RecentCount): Ticket
  /** Is anything known of that key? */
  knows(key: string): boolean
  /** Calls that wait, over all keys. */
  readonly waiting: number
  /** Keys that are remembered. */
  readonly keys: number
}

class KeyedPacer implements Pacer {
  readonly #clock: Clock
  readonly #qps: number | undefined
  readonly #maxQueue: number
  readonly #keys = new Map<string, KeyState>()
  #order = 0
  #sweptAt: number

  constructor(clock: Clock, options: PacerOptions) {
    this.#clock = clock
    this.#qps = options.limit?.qps
    this.#maxQueue = options.maxQueue ?? Number.POSITIVE_INFINITY
    this.#sweptAt = clock.now()
  }

  get waiting(): number {
    return [...this.#keys.values()].reduce((sum, { waiting }) => sum + waiting, 0)
  }

  get keys(): number {
    return this.#keys.size
  }

  enter(name: string, options: EnterOptions = {}): Ticket | Promise<Ticket> {
    const { signal, deadlineAt = Number.POSITIVE_INFINITY, after } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    const ticket = this.tryEnter(name, after)
    if (ticket) return ticket
    const key = this.#keyOf(name)
    if (!after && key.waiting >= this.#maxQueue) return Promise.reject(new PacingRefusal('queue-full'))
    return key.wait(after?.order ?? this.#order++, deadlineAt, signal)
  }

  tryEnter(name: string, after?: Ticket): Ticket | undefined {
    const now = this.#clock.now()
    if (now >= this.#sweptAt + sweepEveryMs) this.#forgetIdle(now)
    const ticket = this.#keyOf(name).tryEnter(after?.order ?? this.#order, now)
    if (ticket && !after) this.#order++
    return ticket
  }

  adopt(name: string, sentAt: number, accepted?: RecentCount): Ticket {
    return this.#keyOf(name, accepted).adopt(this.#order++, sentAt)
  }

  knows(name: string): boolean {
    return this.#keys.has(name)
  }

  #keyOf(name: string, accepted?: RecentCount): KeyState {
    const known = this.#keys.get(name)
    if (known) return known
    const key = new KeyState(this.#clock, this.#qps, accepted?.copy())
    this.#keys.set(name, key)
    return key
  }

  #forgetIdle(now: number): void {
    this.#sweptAt = now
    for (const [name, key] of this.#keys) if (key.idleSince(now - idleMs)) this.#keys.delete(name)
  }
}

/** Paces calls by key, each key at the rate that its limit allows: learned from throttles, or told. */
export function createPacer({ clock, options = {} }: { clock: Clock; options?: PacerOptions }): Pacer {
  return new KeyedPacer(clock, options)
}
