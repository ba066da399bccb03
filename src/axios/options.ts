import type { InternalAxiosRequestConfig } from 'axios'
import { checkEntries } from '../catalog/check-entries.ts'
import type { CatalogEntry } from '../catalog/index.ts'
import type { TencentCloudError } from '../errors/index.ts'
import { type Clock, systemClock } from '../retry/clock.ts'
import type { Decision } from '../retry/index.ts'
import { defaultPolicy, type RetryPolicy } from '../retry/policy.ts'

/** What a `retry.decide` function is told. */
export interface DecideContext {
  /** The error that would be thrown if the call gave up now; its `attempts` end before this one. */
  readonly error: TencentCloudError
  /** The number of the attempt that failed, from 1. */
  readonly attempt: number
  /** Milliseconds since the call began. */
  readonly elapsedMs: number
}

/** A decision of the user's: retry after `delayMs`, or give up. */
export type DecideAnswer = { readonly decision: 'retry'; readonly delayMs: number } | { readonly decision: 'give-up' }

/** How failed calls are tried again. Durations in milliseconds. */
export interface RetryOptions extends Partial<RetryPolicy> {
  /**
   * Overrules the built-in decision. Called after every failed attempt; return `proposed`, another decision, or nothing
   * to accept. A body that cannot be sent twice and the deadline still hold.
   */
  readonly decide?: (
    context: DecideContext,
    proposed: Decision,
  ) => DecideAnswer | undefined | Promise<DecideAnswer | undefined>
}

/** What a `resign` function is told. */
export interface ResignContext {
  /** The number of the attempt to be signed, from 1. */
  readonly attempt: number
  /** Epoch milliseconds by the attachment's clock. */
  readonly now: number
}

/**
 * The user's own signer: gets the request as it is about to be sent (`data` encoded, headers and params unsigned) and
 * changes it or returns another one. Runs before every attempt. If it replaces `data`, that is encoded again.
 */
export type Resign = (
  config: InternalAxiosRequestConfig,
  context: ResignContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: a signer that changes its argument need not return anything
) => InternalAxiosRequestConfig | undefined | void | Promise<InternalAxiosRequestConfig | undefined | void>

/** Options of {@link attachTencentCloud}; all optional. */
export interface TencentCloudOptions {
  /** The product, for hosts that do not name it: `'kms'`. */
  readonly service?: string
  /** Signs every attempt, the first included. */
  readonly resign?: Resign
  /** `false` turns retrying off; errors are typed all the same. */
  readonly retry?: false | RetryOptions
  /** Further hosts that are Tencent Cloud's: host names (`*.` matches sub-domains), origins, or patterns on `host:port`. */
  readonly hosts?: readonly (string | RegExp)[]
  /** `false`: retry, but hand a failing response back as it came. Default true. */
  readonly throwErrors?: boolean
  /**
   * Do the instance's request interceptors run again before each retry? `'auto'` (default): only when they put a
   * signature, nonce or timestamp into the first attempt.
   */
  readonly rerunInterceptors?: 'auto' | boolean
  /** Further catalog entries; they outrank the built-in ones. */
  readonly catalog?: readonly CatalogEntry[]
  /** The source of time, waits and chance. Default: the real ones. */
  readonly clock?: Clock
}

/** Per-call options: `http.get(url, { tencentCloud: { … } })`. */
export interface TencentCloudCallOptions {
  readonly service?: string
  readonly action?: string
  /** `true`: the service treats a repeat as one call. `false`: it does not, whatever the action's name says. */
  readonly idempotent?: boolean
  readonly retry?: false | RetryOptions
  /** Milliseconds from the call's start; cuts a running attempt too. `Infinity` for batch jobs. */
  readonly deadlineMs?: number
}

declare module 'axios' {
  // The type parameters must be those of axios' own declaration.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  interface AxiosRequestConfig<D = any, P = any> {
    /** Options of axios-tencentcloud for this call. */
    tencentCloud?: TencentCloudCallOptions
  }
}

/** The retry options of one call, resolved. */
export interface ResolvedRetry {
  /** Undefined: retrying is turned off. */
  readonly policy: RetryPolicy | undefined
  readonly decide: RetryOptions['decide']
  /** Milliseconds after which a running attempt is cut; undefined when the user set no deadline. */
  readonly cutAfterMs: number | undefined
}

/** Options, checked and completed. */
export interface Settings {
  readonly service: string | undefined
  readonly resign: Resign | undefined
  readonly retry: ResolvedRetry
  readonly hosts: readonly (string | RegExp)[]
  readonly throwErrors: boolean
  readonly rerunInterceptors: 'auto' | boolean
  readonly catalog: readonly CatalogEntry[]
  readonly clock: Clock
}

type Check = (value: unknown, name: string) => void

const describe = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value)
    : typeof value === 'object'
      ? Object.prototype.toString.call(value)
      : String(value)

function expect(condition: boolean, name: string, wanted: string, value: unknown): void {
  if (!condition)
    throw new TypeError(`axios-tencentcloud: option \`${name}\` must be ${wanted}, not ${describe(value)}`)
}

const text: Check = (value, name) =>
  expect(typeof value === 'string' && value !== '', name, 'a non-empty string', value)
const flag: Check = (value, name) => expect(typeof value === 'boolean', name, 'true or false', value)
const callable: Check = (value, name) => expect(typeof value === 'function', name, 'a function', value)
const duration: Check = (value, name) =>
  expect(typeof value === 'number' && Number.isFinite(value) && value >= 0, name, 'a number of milliseconds ≥ 0', value)
const deadline: Check = (value, name) =>
  expect(typeof value === 'number' && value > 0, name, 'a number of milliseconds > 0 (or Infinity)', value)
const count: Check = (value, name) =>
  expect(typeof value === 'number' && Number.isInteger(value) && value >= 1, name, 'a whole number ≥ 1', value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Checks an options object against a table of its known names. */
function checkObject(value: unknown, name: string, checks: Readonly<Record<string, Check>>): void {
  expect(isObject(value), name, 'an object', value)
  if (!isObject(value)) return
  const prefix = name === 'options' || name === 'tencentCloud' ? '' : `${name}.`
  for (const [key, inner] of Object.entries(value)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (!check) {
      throw new TypeError(
        `axios-tencentcloud: unknown option \`${prefix}${key}\`; known here: ${Object.keys(checks).join(', ')}`,
      )
    }
    if (inner !== undefined) check(inner, prefix + key)
  }
}

const retry: Check = (value, name) => {
  if (value === false) return
  expect(isObject(value), name, 'false or an object', value)
  checkObject(value, name, {
    maxAttempts: count,
    deadlineMs: deadline,
    baseDelayMs: duration,
    maxDelayMs: duration,
    decide: callable,
  })
}

const hosts: Check = (value, name) => {
  expect(Array.isArray(value), name, 'an array of strings and RegExps', value)
  if (!Array.isArray(value)) return
  value.forEach((host, at) => {
    expect(
      (typeof host === 'string' && host !== '') || host instanceof RegExp,
      `${name}[${at}]`,
      'a non-empty string or a RegExp',
      host,
    )
  })
}

const clock: Check = (value, name) => {
  expect(isObject(value), name, 'an object with now, sleep and random', value)
  if (!isObject(value)) return
  for (const part of ['now', 'sleep', 'random']) callable(value[part], `${name}.${part}`)
}

const rerun: Check = (value, name) =>
  expect(value === 'auto' || typeof value === 'boolean', name, "'auto', true or false", value)

const optionChecks: Readonly<Record<keyof TencentCloudOptions, Check>> = {
  service: text,
  resign: callable,
  retry,
  hosts,
  throwErrors: flag,
  rerunInterceptors: rerun,
  catalog: checkEntries,
  clock,
}

const callChecks: Readonly<Record<keyof TencentCloudCallOptions, Check>> = {
  service: text,
  action: text,
  idempotent: flag,
  retry,
  deadlineMs: deadline,
}

const defaultRetry: ResolvedRetry = { policy: defaultPolicy, decide: undefined, cutAfterMs: undefined }

function resolveRetry(base: ResolvedRetry, options: false | RetryOptions | undefined): ResolvedRetry {
  if (options === undefined) return base
  if (options === false) return { ...base, policy: undefined }
  const policy: RetryPolicy = {
    maxAttempts: options.maxAttempts ?? base.policy?.maxAttempts ?? defaultPolicy.maxAttempts,
    deadlineMs: options.deadlineMs ?? base.policy?.deadlineMs ?? defaultPolicy.deadlineMs,
    baseDelayMs: options.baseDelayMs ?? base.policy?.baseDelayMs ?? defaultPolicy.baseDelayMs,
    maxDelayMs: options.maxDelayMs ?? base.policy?.maxDelayMs ?? defaultPolicy.maxDelayMs,
  }
  return { policy, decide: options.decide ?? base.decide, cutAfterMs: options.deadlineMs ?? base.cutAfterMs }
}

/**
 * Checks and completes the options of an attachment.
 *
 * @throws TypeError that names the option and what it must be
 */
export function resolveOptions(options: TencentCloudOptions): Settings {
  checkObject(options, 'options', optionChecks)
  return {
    service: options.service,
    resign: options.resign,
    retry: resolveRetry(defaultRetry, options.retry),
    hosts: options.hosts ?? [],
    throwErrors: options.throwErrors ?? true,
    rerunInterceptors: options.rerunInterceptors ?? 'auto',
    catalog: options.catalog ?? [],
    clock: options.clock ?? systemClock,
  }
}

/**
 * Checks a call's own options.
 *
 * @throws TypeError that names the option and what it must be
 */
export function checkCallOptions(options: TencentCloudCallOptions): void {
  checkObject(options, 'tencentCloud', callChecks)
}

/** The retry options of a call that has options of its own. */
export function resolveCallRetry(settings: Settings, options: TencentCloudCallOptions | undefined): ResolvedRetry {
  if (!options) return settings.retry
  const merged = resolveRetry(settings.retry, options.retry)
  if (options.deadlineMs === undefined) return merged
  const policy = merged.policy && { ...merged.policy, deadlineMs: options.deadlineMs }
  return { ...merged, policy, cutAfterMs: options.deadlineMs }
}
