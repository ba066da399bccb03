import type { Clock } from '../retry/clock.ts'
import { KeyState, type Learned } from './key-state.ts'
import { MonotonicTime } from './monotonic-time.ts'
import { PacingRefusal } from './refusal.ts'
import type { SharedLimit } from './shared-limit.ts'
import { SharedPace } from './shared-pace.ts'
import type { Ticket } from './ticket.ts'

/** A key without calls for this many milliseconds is forgotten; ten minutes outlast the pauses of a periodic job. */
const idleMs = 600_000

/** Idle keys are looked for at most this often, in milliseconds, when a call comes. */
const sweepEveryMs = 60_000

export interface PacerOptions {
  /** The limit, if it is known, in calls per second (0.5: one in two seconds). Default: learned. */
  readonly limit?: { readonly qps: number } | undefined
  /** Keeps the limit for several processes; needs `limit`. Default: it is this process' alone. */
  readonly fleet?: SharedLimit | undefined
  /** Calls that may wait for one key; more are refused. Default: no limit, memory being the only bound. */
  readonly maxQueue?: number | undefined
}

/** A shared limit went out of reach, and calls go by this process' own share (`local`); or it is back (`shared`). */
export interface FleetChange {
  readonly state: 'local' | 'shared'
  /** What went wrong, in words. */
  readonly reason: string
}

export interface EnterOptions {
  /** Ends the wait at once. */
  readonly signal?: AbortSignal
  /** Milliseconds; a call whose turn cannot come within them is refused. Default: Infinity. */
  readonly withinMs?: number
  /** The place of the call among all; lower ones go first. Default: after all that came before. */
  readonly order?: number
  /** An attempt follows another: a queue that is full takes the call back. Default false. */
  readonly again?: boolean
  /** The request is not ready to be sent: the ticket's `begin` says when it is. Default false. */
  readonly held?: boolean
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
  tryEnter(key: string, options?: Pick<EnterOptions, 'order' | 'held'>): Ticket | undefined
  /**
   * A ticket for an attempt that was sent before this pacer was made.
   *
   * @param agoMs milliseconds since
   * @param accepted calls of the last second that were counted elsewhere
   */
  adopt(key: string, agoMs: number, accepted: number): Ticket
  /** What throttles have taught of a key's limit, if that is something new since it was last asked for. */
  takeLearned(key: string): Learned | undefined
  /** Is anything known of that key? */
  knows(key: string): boolean
  /** Has no key met a throttle? Then it does no harm not to ask for a few calls. */
  readonly isCalm: boolean
  /** Calls accepted in the last second, over all keys. */
  readonly accepted: number
  /** Calls that wait, over all keys. */
  readonly waiting: number
  /** Keys that are remembered. */
  readonly keys: number
}

class KeyedPacer implements Pacer {
  readonly #time: MonotonicTime
  readonly #qps: number | undefined
  readonly #maxQueue: number
  readonly #fleet: SharedLimit | undefined
  readonly #onFleetChange: ((change: FleetChange) => void) | undefined
  #fallback: string | undefined
  readonly #keys = new Map<string, KeyState>()
  #order = 0
  /** Keys that met a throttle. */
  #throttled = 0
  #sweptAt: number

  constructor(clock: Clock, options: PacerOptions, onFleetChange: ((change: FleetChange) => void) | undefined) {
    this.#time = new MonotonicTime(clock)
    this.#qps = options.limit?.qps
    this.#maxQueue = options.maxQueue ?? Number.POSITIVE_INFINITY
    this.#fleet = options.fleet
    this.#onFleetChange = onFleetChange
    this.#sweptAt = this.#time.now()
  }

  get isCalm(): boolean {
    return this.#qps === undefined && this.#throttled === 0
  }

  get accepted(): number {
    const now = this.#time.now()
    return [...this.#keys.values()].reduce((sum, key) => sum + key.acceptedLately(now), 0)
  }

  get waiting(): number {
    return [...this.#keys.values()].reduce((sum, { waiting }) => sum + waiting, 0)
  }

  get keys(): number {
    return this.#keys.size
  }

  enter(name: string, options: EnterOptions = {}): Ticket | Promise<Ticket> {
    const { signal, again } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    const order = options.order ?? this.#order++
    const ticket = this.tryEnter(name, { ...options, order })
    if (ticket) return ticket
    const key = this.#keyOf(name)
    if (!again && key.waiting >= this.#maxQueue) return Promise.reject(new PacingRefusal('queue-full'))
    return key.wait({ ...options, order })
  }

  tryEnter(name: string, { order, held = false }: Pick<EnterOptions, 'order' | 'held'> = {}): Ticket | undefined {
    const now = this.#time.now()
    if (now >= this.#sweptAt + sweepEveryMs) this.#forgetIdle(now)
    const ticket = this.#keyOf(name).tryEnter(order ?? this.#order, now, held)
    if (ticket && order === undefined) this.#order++
    return ticket
  }

  adopt(name: string, agoMs: number, accepted: number): Ticket {
    return this.#keyOf(name).adopt(this.#order++, this.#time.now() - agoMs, accepted)
  }

  takeLearned(name: string): Learned | undefined {
    return this.#keys.get(name)?.takeLearned()
  }

  knows(name: string): boolean {
    return this.#keys.has(name)
  }

  #keyOf(name: string): KeyState {
    const known = this.#keys.get(name)
    if (known) return known
    const shared =
      this.#fleet && this.#qps !== undefined
        ? new SharedPace(this.#fleet, name, this.#qps, (fallback) => this.#answered(fallback))
        : undefined
    const key = new KeyState(this.#time, this.#qps, shared, () => this.#throttled++)
    this.#keys.set(name, key)
    return key
  }

  /** All keys are kept at one place: what holds for one of them holds for all. */
  #answered(fallback: string | undefined): void {
    const before = this.#fallback
    this.#fallback = fallback
    if (fallback !== undefined && before === undefined) this.#onFleetChange?.({ state: 'local', reason: fallback })
    if (fallback === undefined && before !== undefined) this.#onFleetChange?.({ state: 'shared', reason: before })
  }

  #forgetIdle(now: number): void {
    this.#sweptAt = now
    for (const [name, key] of this.#keys) {
      if (!key.idleSince(now - idleMs)) continue
      this.#keys.delete(name)
      if (key.isThrottled) this.#throttled--
    }
  }
}

export interface PacerSetup {
  readonly clock: Clock
  readonly options?: PacerOptions
  /** Called when a shared limit goes out of reach and when it is back, as the next answer shows. Must not throw. */
  readonly onFleetChange?: ((change: FleetChange) => void) | undefined
}

/** Paces calls by key, each key at the rate that its limit allows: learned from throttles, or told. */
export function createPacer({ clock, options = {}, onFleetChange }: PacerSetup): Pacer {
  return new KeyedPacer(clock, options, onFleetChange)
}
