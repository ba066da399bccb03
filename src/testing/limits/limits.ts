import { checkNumber, checkOptions, checkType } from '../check.ts'
import type { Fault } from '../fault.ts'
import { isFault } from '../fault.ts'
import type { StartMeter } from './meters.ts'
import { FixedWindow, InFlight, ModelTokens, SlidingWindow, TokenBucket } from './meters.ts'

/** The kinds of limits that `limits` creates. */
export type LimitKind = 'fixed-window' | 'sliding-window' | 'token-bucket' | 'in-flight' | 'model-tokens'

/** What calls can be counted separately by. */
export type LimitKey = 'secretId' | 'region' | 'apiKey' | 'model'

/** Options of every limit. */
export interface LimitOptions {
  /**
   * Counts each SecretId, region, key or model, or each combination of those named, separately.
   *
   * @default []: all calls are counted together
   */
  readonly per?: readonly LimitKey[]
  /**
   * Do rejected calls count too, so that a client that keeps calling stays rejected?
   *
   * @default false
   */
  readonly countRejected?: boolean
  /**
   * The answer to rejected calls. It must not execute the action.
   *
   * @default the throttling code of the call's dialect
   */
  readonly fault?: Fault
}

/** Options of `limits.slidingWindow`. */
export interface WindowOptions extends LimitOptions {
  /** Calls per window, an integer; 0 rejects all. */
  readonly max: number
  /**
   * Length of a window in milliseconds.
   *
   * @default 1_000
   */
  readonly windowMs?: number
}

/** Options of `limits.fixedWindow`. */
export interface FixedWindowOptions extends WindowOptions {
  /**
   * Start of one of the windows, in epoch milliseconds.
   *
   * @default 0: one-second windows follow the clock
   */
  readonly startsAt?: number
}

/** Options of `limits.tokenBucket`. */
export interface TokenBucketOptions extends LimitOptions {
  /** Tokens added per second, more than 0. */
  readonly ratePerSecond: number
  /** Size of the bucket, which starts full: 1 token or more. */
  readonly capacity: number
}

/** Options of `limits.inFlight`. */
export interface InFlightOptions extends LimitOptions {
  /** Calls in flight at the same time, an integer; 0 rejects all. */
  readonly max: number
}

/** Options of `limits.modelTokens`. */
export interface ModelTokensOptions extends LimitOptions {
  /** Tokens of prompts and answers per window, an integer; 0 rejects all. */
  readonly max: number
  /**
   * Length of a window in milliseconds.
   *
   * @default 60_000
   */
  readonly windowMs?: number
}

/** A limit on calls. Created by `limits`, activated by `fake.limit()`. Immutable; does not count by itself. */
export class Limit {
  /** The function of `limits` that created it. */
  readonly kind: LimitKind
  /** What calls are counted separately by; empty: all together. */
  readonly per: readonly LimitKey[]
  /** Whether rejected calls count too. */
  readonly countRejected: boolean
  /** The answer to rejected calls; undefined: the throttling code of their dialect. */
  readonly fault: Fault | undefined
  /** @internal */
  readonly startMeter: StartMeter

  constructor(kind: LimitKind, { per = [], countRejected = false, fault }: LimitOptions, startMeter: StartMeter) {
    this.kind = kind
    this.per = [...per]
    this.countRejected = countRejected
    this.fault = fault
    this.startMeter = startMeter
  }
}

export const isLimit = (value: unknown): value is Limit => value instanceof Limit

const defaultWindowMs = 1_000
const minuteMs = 60_000
const limitKeys: readonly unknown[] = ['secretId', 'region', 'apiKey', 'model'] satisfies LimitKey[]

const checkLimitOptions = (where: string, options: LimitOptions, own: readonly string[]): void => {
  checkOptions(where, options, [...own, 'per', 'countRejected', 'fault'])
  const { per = [], fault } = options
  if (!Array.isArray(per) || !per.every((key) => limitKeys.includes(key))) {
    throw new TypeError(`${where}: "per" must be a list of ${limitKeys.map((key) => `'${key}'`).join(', ')}`)
  }
  checkType(where, 'countRejected', options.countRejected, 'boolean')
  if (fault === undefined) return
  if (!isFault(fault)) throw new TypeError(`${where}: "fault" must be a fault; make it with faults.*`)
  if (fault.executed) throw new TypeError(`${where}: "fault" must not execute: a call over the limit never runs`)
}

const checkMax = (where: string, max: unknown): void =>
  checkNumber(where, 'max', max, 'a whole number, 0 or more', (value) => Number.isSafeInteger(value) && value >= 0)

const checkPositive = (where: string, name: string, value: unknown): void =>
  checkNumber(where, name, value, 'a number above 0', (number) => number > 0)

/**
 * Functions that create limits. Each throws a TypeError that names the invalid option.
 *
 * @example
 * ```ts
 * fake.limit('Encrypt', limits.slidingWindow({ max: 20, per: ['secretId'] }))
 * ```
 */
export const limits = {
  /** At most `max` calls in each window. Windows follow each other without gaps; each starts with a count of 0. */
  fixedWindow(options: FixedWindowOptions): Limit {
    const where = 'limits.fixedWindow'
    checkLimitOptions(where, options, ['max', 'windowMs', 'startsAt'])
    const { max, windowMs = defaultWindowMs, startsAt = 0 } = options
    checkMax(where, max)
    checkPositive(where, 'windowMs', windowMs)
    checkNumber(where, 'startsAt', startsAt, 'a number', () => true)
    return new Limit('fixed-window', options, (_, previous) => new FixedWindow(max, windowMs, startsAt, previous))
  },

  /** At most `max` calls in any `windowMs` milliseconds. */
  slidingWindow(options: WindowOptions): Limit {
    const where = 'limits.slidingWindow'
    checkLimitOptions(where, options, ['max', 'windowMs'])
    const { max, windowMs = defaultWindowMs } = options
    checkMax(where, max)
    checkPositive(where, 'windowMs', windowMs)
    return new Limit('sliding-window', options, (_, previous) => new SlidingWindow(max, windowMs, previous))
  },

  /** A burst of `capacity` calls, and `ratePerSecond` calls a second in the long run. */
  tokenBucket(options: TokenBucketOptions): Limit {
    const where = 'limits.tokenBucket'
    checkLimitOptions(where, options, ['ratePerSecond', 'capacity'])
    const { ratePerSecond, capacity } = options
    checkPositive(where, 'ratePerSecond', ratePerSecond)
    checkNumber(where, 'capacity', capacity, 'a number, 1 or more', (value) => value >= 1)
    return new Limit(
      'token-bucket',
      options,
      (now, previous) => new TokenBucket(ratePerSecond, capacity, now, previous),
    )
  },

  /**
   * At most `max` tokens in any `windowMs` milliseconds. A call counts with its prompt when it comes, and with its whole
   * answer when that runs. It is rejected if its prompt has no room.
   */
  modelTokens(options: ModelTokensOptions): Limit {
    const where = 'limits.modelTokens'
    checkLimitOptions(where, options, ['max', 'windowMs'])
    const { max, windowMs = minuteMs } = options
    checkMax(where, max)
    checkPositive(where, 'windowMs', windowMs)
    return new Limit('model-tokens', options, (_, previous) => new ModelTokens(max, windowMs, previous))
  },

  /** At most `max` calls in flight. Calls stay in flight for the time of `fake.latency()` and of delay faults, streams to their end. */
  inFlight(options: InFlightOptions): Limit {
    const where = 'limits.inFlight'
    checkLimitOptions(where, options, ['max'])
    const { max } = options
    checkMax(where, max)
    return new Limit('in-flight', options, (_, previous) => new InFlight(max, previous))
  },
}
