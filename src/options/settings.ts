import type { CatalogEntry } from '../catalog/index.ts'
import type { RetryBudgetOptions } from '../retry/budget.ts'
import { type Clock, systemClock } from '../retry/clock.ts'
import { defaultPolicy, type RetryPolicy } from '../retry/policy.ts'
import { checkOptions } from './check-options.ts'
import type { PacingOptions, TencentCloudCallOptions, TencentCloudOptions } from './options.ts'
import type { CallRetryOptions } from './retry-options.ts'

/** The retry options and the deadline of one call, resolved. */
export interface ResolvedRetry {
  /** Undefined if retrying is turned off. */
  readonly policy: RetryPolicy | undefined
  readonly decide: CallRetryOptions['decide']
  /** Milliseconds after which the call ends, a running attempt included; undefined if the caller set no deadline. */
  readonly deadlineMs: number | undefined
}

type Completed = 'retry' | 'pacing' | 'hosts' | 'throwErrors' | 'rerunInterceptors' | 'catalog' | 'clock'

/** The options of a client, checked and completed with the defaults. */
export interface Settings extends Omit<TencentCloudOptions, Completed | 'deadlineMs'> {
  readonly retry: ResolvedRetry
  /** Undefined: no limit. */
  readonly budget: RetryBudgetOptions | undefined
  /** Undefined: turned off. */
  readonly pacing: PacingOptions | undefined
  readonly hosts: readonly (string | RegExp)[]
  readonly throwErrors: boolean
  readonly rerunInterceptors: 'auto' | boolean
  readonly catalog: readonly CatalogEntry[]
  readonly clock: Clock
}

function resolveRetry(base: ResolvedRetry, options: false | CallRetryOptions | undefined): ResolvedRetry {
  if (options === undefined) return base
  if (options === false) return { ...base, policy: undefined }
  const known = base.policy ?? defaultPolicy
  const policy: RetryPolicy = {
    maxAttempts: options.maxAttempts ?? known.maxAttempts,
    maxRetryTimeMs: options.maxRetryTimeMs ?? known.maxRetryTimeMs,
    baseDelayMs: options.baseDelayMs ?? known.baseDelayMs,
    maxDelayMs: options.maxDelayMs ?? known.maxDelayMs,
  }
  return { ...base, policy, decide: options.decide ?? base.decide }
}

/**
 * Checks and completes the options of an attachment.
 *
 * @throws TypeError that names the option and what it must be
 */
export function resolveOptions(options: TencentCloudOptions): Settings {
  checkOptions(options)
  const { retry, deadlineMs, pacing = {} } = options
  const { budget = {} } = retry || {}
  return {
    ...options,
    retry: resolveRetry({ policy: defaultPolicy, decide: undefined, deadlineMs }, retry),
    budget: budget || undefined,
    pacing: pacing || undefined,
    hosts: [...(options.hosts ?? [])],
    throwErrors: options.throwErrors ?? true,
    rerunInterceptors: options.rerunInterceptors ?? 'auto',
    catalog: structuredClone(options.catalog ?? []),
    clock: options.clock ?? systemClock,
  }
}

/** The retry options of a call: its own, completed with those of the client. */
export function resolveCallRetry(settings: Settings, options: TencentCloudCallOptions | undefined): ResolvedRetry {
  if (!options) return settings.retry
  const merged = resolveRetry(settings.retry, options.retry)
  return options.deadlineMs === undefined ? merged : { ...merged, deadlineMs: options.deadlineMs }
}
