import { checkNumber, checkOptions, checkType } from '../check.ts'
import type { Fault } from '../faults.ts'
import { isFault } from '../faults.ts'
import { FixedWindow } from './fixed-window.ts'
import { InFlight } from './in-flight.ts'
import type { StartMeter } from './meter.ts'
import { SlidingWindow } from './sliding-window.ts'
import { TokenBucket } from './token-bucket.ts'

/** The sorts of limits; `limits` makes them. */
export type LimitKind = 'fixed-window' | 'sliding-window' | 'token-bucket' | 'in-flight'

/** What calls are counted apart by. */
export type LimitKey = 'secretId' | 'region'

/** What all limits can be told. */
export interface LimitOptions {
  /** Counts each SecretId, each region or each pair of them apart. Default: `[]`, all calls together. */
  readonly per?: readonly LimitKey[]
  /** Whether calls over the limit count too, so that who keeps knocking stays out. Default: false. */
  readonly countRejected?: boolean
  /** What calls over the limit get; it must not be one that executes. Default: the throttling code of their dialect. */
  readonly fault?: Fault
}

/** Options of `limits.slidingWindow`. */
export interface WindowOptions extends LimitOptions {
  /** Calls in a window, a whole number; 0 lets none pass. */
  readonly max: number
  /** Length of a window in milliseconds. Default: 1,000. */
  readonly windowMs?: number
}

/** Options of `limits.fixedWindow`. */
export interface FixedWindowOptions extends WindowOptions {
  /** When one of the windows starts, in epoch milliseconds. Default: 0, so that windows of a second are the clock's. */
  readonly startsAt?: number
}

/** Options of `limits.tokenBucket`. */
export interface TokenBucketOptions extends LimitOptions {
  /** Tokens that flow in each second, more than 0. */
  readonly ratePerSecond: number
  /** Tokens that the bucket holds, and starts with: 1 or more. */
  readonly capacity: number
}

/** Options of `limits.inFlight`. */
export interface InFlightOptions extends LimitOptions {
  /** Calls that wait for their answer at the same time, a whole number; 0 lets none pass. */
  readonly max: number
}

/** How many calls pass. Made by `limits`, put to work by `fake.limit()`. Never changes; counts nothing itself. */
export class Limit {
  /** Which function of `limits` made it. */
  readonly kind: LimitKind
  /** What calls are counted apart by; empty: all together. */
  readonly per: readonly LimitKey[]
  /** Whether calls over the limit count too. */
  readonly countRejected: boolean
  /** Undefined: the throttling code of the call's dialect. */
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
const limitKeys: readonly unknown[] = ['secretId', 'region'] satisfies LimitKey[]

const checkLimitOptions = (where: string, options: LimitOptions, own: readonly string[]): void => {
  checkOptions(where, options, [...own, 'per', 'countRejected', 'fault'])
  const { per = [], fault } = options
  if (!Array.isArray(per) || !per.every((key) => limitKeys.includes(key))) {
    throw new TypeError(`${where}: "per" must be a list of 'secretId' and 'region'`)
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

/** Builders of limits. Each throws a TypeError that names the option it cannot take. */
export const limits = {
  /** At most `max` calls in each window; all windows follow one another, and a new one starts with nothing counted. */
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

  /** `capacity` calls at once, and `ratePerSecond` a second in the long run. */
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

  /** At most `max` calls that wait for their answer; `fake.latency()` and delays are what keeps them waiting. */
  inFlight(options: InFlightOptions): Limit {
    const where = 'limits.inFlight'
    checkLimitOptions(where, options, ['max'])
    const { max } = options
    checkMax(where, max)
    return new Limit('in-flight', options, (_, previous) => new InFlight(max, previous))
  },
}
