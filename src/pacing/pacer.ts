import type { Clock } from '../retry/clock.ts'
import type { LearnedValue } from './combined-limiter.ts'
import { ExcusedThrottles } from './excused-throttles.ts'
import type { joinFleet } from './join-fleet.ts'
import type { TokenMeter } from './limiter.ts'
import { MonotonicTime } from './monotonic-time.ts'
import { PacedKey } from './paced-key.ts'
import { type Cancellable, PacingRefusal } from './pass.ts'
import { Refusals } from './refusals.ts'
import type { ConfiguredLimit, Grant, LimitConflict, SharedLimit } from './shared-limit.ts'
import type { DocumentedRate } from './slow-start.ts'
import type { Ticket } from './ticket.ts'
import type { TokenEstimate } from './tokens.ts'
import { upkeep } from './tuning.ts'

export interface PacerOptions {
  /** The configured limit (0.5 calls per second: one in two seconds); `tpm` needs `meterTokens`. Default: it is learned. */
  readonly limit?: ConfiguredLimit | undefined
  /** Keeps limits for several processes; needs `joinFleet`. Default: they are this process' alone. */
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
  readonly cancellation?: Cancellable
  /** Milliseconds; a call that has no turn within them is refused, at once if that is certain. Default: Infinity. */
  readonly withinMs?: number
  /** The position of the call among all; lower ones go first. Default: after all that came before. */
  readonly order?: number
  /** Another attempt of the call went before: a full queue takes the call back. Default false. */
  readonly isRetry?: boolean
  /** The request is not ready to be sent: the ticket's `begin` says when it is. Default false. */
  readonly preparing?: boolean
  /** The tokens that its request shows. Default: tokens do not count for it. */
  readonly tokens?: TokenEstimate | undefined
}

export interface Pacer {
  /**
   * A ticket for one attempt: at once while the key is neither throttled nor full, else as a promise. Calls of a key
   * go in the order in which they started.
   *
   * @throws PacingRefusal with reason 'queue-full' or 'deadline'; the cancellation's reason (as rejections)
   */
  enter(key: string, options?: EnterOptions): Ticket | Promise<Ticket>
  /** The same for a call that does not wait: undefined where it would have to. */
  tryEnter(key: string, options?: Pick<EnterOptions, 'order' | 'preparing' | 'tokens'>): Ticket | undefined
  /**
   * A ticket for an attempt that was sent before this pacer was made.
   *
   * @param agoMs milliseconds since
   * @param accepted calls of the last second that were counted elsewhere
   */
  adopt(key: string, agoMs: number, accepted: number): Ticket
  /** Counts calls of the last second that were accepted elsewhere, as far as they are not counted yet. */
  countAccepted(key: string, accepted: number): void
  /** What throttles have taught of a key's limit, if that is something new since it was last asked for. */
  takeLearned(key: string): LearnedValue | undefined
  /**
   * Meters the tokens of a key's calls from now on, to learn a limit of them.
   *
   * @param create makes what learns it, at that time in epoch milliseconds
   */
  meterTokens(key: string, create: (now: number) => TokenMeter): void
  /** Is anything remembered of that key? */
  knows(key: string): boolean
  /** Is no limit configured, and has no key met a throttle? Then a few calls may as well be sent without a ticket. */
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
  readonly #refusals: Refusals
  readonly #limit: ConfiguredLimit | undefined
  readonly #maxQueue: number
  readonly #fleet: SharedLimit | undefined
  readonly #joinFleet: typeof joinFleet | undefined
  readonly #meterTokens: PacerSetup['meterTokens']
  readonly #onFleetChange: ((change: FleetChange) => void) | undefined
  readonly #onConflict: PacerSetup['onConflict']
  readonly #documentedRate: PacerSetup['documentedRate']
  /** Why the fleet's last answer came from the process' own share. */
  #fallback: string | undefined
  readonly #keys = new Map<string, PacedKey>()
  /** The position of the next call. */
  #order = 0
  /** Keys that began to learn. */
  #learning = 0
  #sweptAt: number

  constructor(setup: PacerSetup) {
    const { clock, options = {}, joinFleet, meterTokens, onFleetChange, onConflict, documentedRate } = setup
    this.#time = new MonotonicTime(clock)
    this.#refusals = new Refusals(this.#time)
    this.#limit = options.limit
    this.#maxQueue = options.maxQueue ?? Number.POSITIVE_INFINITY
    this.#fleet = options.fleet
    this.#joinFleet = joinFleet
    this.#meterTokens = meterTokens
    this.#onFleetChange = onFleetChange
    this.#onConflict = onConflict
    this.#documentedRate = documentedRate
    this.#sweptAt = this.#time.now()
  }

  get isCalm(): boolean {
    return this.#limit === undefined && this.#learning === 0
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
    const { cancellation, isRetry, preparing = false, withinMs = Number.POSITIVE_INFINITY, tokens } = options
    const cancelled = cancellation?.reason()
    if (cancelled !== undefined) return Promise.reject(cancelled)
    const order = options.order ?? this.#order++
    const ticket = this.tryEnter(name, { order, preparing, tokens })
    if (ticket) return ticket
    const key = this.#findKey(name)
    if (!isRetry && key.waiting >= this.#maxQueue) return Promise.reject(new PacingRefusal('queue-full'))
    return key.wait({ order, withinMs, cancellation, preparing, tokens })
  }

  tryEnter(
    name: string,
    { order, preparing = false, tokens }: Pick<EnterOptions, 'order' | 'preparing' | 'tokens'> = {},
  ): Ticket | undefined {
    const now = this.#time.now()
    if (now >= this.#sweptAt + upkeep.forgetKeysEveryMs) this.#forgetIdle(now)
    const ticket = this.#findKey(name).tryEnter(order ?? this.#order, now, preparing, tokens)
    if (ticket && order === undefined) this.#order++
    return ticket
  }

  adopt(name: string, agoMs: number, accepted: number): Ticket {
    return this.#findKey(name).adopt(this.#order++, this.#time.now() - agoMs, accepted)
  }

  countAccepted(name: string, accepted: number): void {
    this.#findKey(name).countAccepted(this.#time.now(), accepted)
  }

  takeLearned(name: string): LearnedValue | undefined {
    return this.#keys.get(name)?.takeLearned()
  }

  meterTokens(name: string, create: (now: number) => TokenMeter): void {
    this.#keys.get(name)?.meterTokens(create(this.#time.now()))
  }

  knows(name: string): boolean {
    return this.#keys.has(name)
  }

  /** Finds the key of that name, or makes it. */
  #findKey(name: string): PacedKey {
    const known = this.#keys.get(name)
    if (known) return known
    const documented = this.#documentedRate?.(name)
    const shared =
      this.#fleet &&
      this.#joinFleet?.({
        fleet: this.#fleet,
        key: name,
        qps: this.#limit?.qps,
        documented,
        onAnswer: (grant) => this.#answered(name, grant),
        excuse: (calls) => new ExcusedThrottles(calls),
      })
    const key = new PacedKey({
      name,
      time: this.#time,
      limit: this.#limit,
      shared,
      tokens: this.#limit?.tpm === undefined ? undefined : this.#meterTokens?.(this.#limit.tpm),
      documented,
      refusals: this.#refusals,
      onLearning: () => this.#learning++,
    })
    this.#keys.set(name, key)
    return key
  }

  /** All keys are kept in one store: if it is out of reach for one of them, it is for all. */
  #answered(name: string, { fallback, conflicts = [] }: Grant): void {
    for (const conflict of conflicts) this.#onConflict?.(name, conflict)
    const before = this.#fallback
    this.#fallback = fallback
    if (fallback !== undefined && before === undefined) this.#onFleetChange?.({ state: 'local', reason: fallback })
    if (fallback === undefined && before !== undefined) this.#onFleetChange?.({ state: 'shared', reason: before })
  }

  #forgetIdle(now: number): void {
    this.#sweptAt = now
    for (const [name, key] of this.#keys) {
      if (!key.mayBeForgotten(now)) continue
      this.#keys.delete(name)
      if (key.hasLearned) this.#learning--
    }
  }
}

export interface PacerSetup {
  readonly clock: Clock
  readonly options?: PacerOptions
  /** Makes the limiter of a key that `options.fleet` shares. */
  readonly joinFleet?: typeof joinFleet | undefined
  /** Makes what keeps a limit of tokens per minute, for one key. */
  readonly meterTokens?: ((tpm: number) => TokenMeter) | undefined
  /** Called when another process has configured the limit of a key in another way. Must not throw. */
  readonly onConflict?: ((key: string, conflict: LimitConflict) => void) | undefined
  /** Called when a shared limit goes out of reach and when it is back, as the next answer shows. Must not throw. */
  readonly onFleetChange?: ((change: FleetChange) => void) | undefined
  /** Finds the limit that is documented for a key. Must not throw. Default: none is. */
  readonly documentedRate?: ((key: string) => DocumentedRate | undefined) | undefined
}

/** Paces calls by key, each key at the rate that its limit allows: a configured one, or one learned from throttles. */
export function createPacer(setup: PacerSetup): Pacer {
  return new KeyedPacer(setup)
}
