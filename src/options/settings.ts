import type { CatalogEntry } from '../catalog/index.ts'
import type { RetryBudgetOptions } from '../retry/budget.ts'
import { type Clock, systemClock } from '../retry/clock.ts'
import { defaultPolicy, type RetryPolicy } from '../retry/policy.ts'
import { checkOptions } from './check-options.ts'
import type { PacingOptions, TencentCloudCallOptions, TencentCloudOptions } from './options.ts'
import type { CallRetryOptions } from './retry-options.ts'

/** The retry options of one call, resolved. */
export interface ResolvedRetry {
  /** Undefined if retrying is turned off. */
  readonly policy: RetryPolicy | undefined
  readonly decide: CallRetryOptions['decide']
  /** Milliseconds after which a running attempt is cut; undefined if the caller set no deadline. */
  readonly cutAfterMs: number | undefined
}

type Completed = 'retry' | 'pacing' | 'hosts' | 'throwErrors' | 'rerunInterceptors' | 'catalog' | 'clock'

/** The options of a client, checked and completed with the defaults. */
export interface Settings extends Omit<TencentCloudOptions, Completed> {
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

const defaultRetry: ResolvedRetry = { policy: defaultPolicy, decide: undefined, cutAfterMs: undefined }

function resolveRetry(base: ResolvedRetry, options: false | CallRetryOptions | undefined): ResolvedRetry {
  if (options === undefined) return base
  if (options === false) return { ...base, policy: undefined }
  const known = base.policy ?? defaultPolicy
  const policy: RetryPolicy = {
    maxAttempts: options.maxAttempts ?? known.maxAttempts,
    deadlineMs: options.deadlineMs ?? known.deadlineMs,
    baseDelayMs: options.baseDelayMs ?? known.baseDelayMs,
    maxDelayMs: options.maxDelayMs ?? known.maxDelayMs,
  }
  return { policy, decide: options.decide ?? base.decide, cutAfterMs: options.deadlineMs ?? base.cutAfterMs }
}

/**
 * Checks and completes the options of an attachment.
 *
 * @throws TypeError that names the option and what it must be
 */
export function resolveOptions(options: TencentCloudOptions): Settings {
  checkOptions(options)
  const { retry, pacing = {} } = options
  const { budget = {} } = retry || {}
  return {
    ...options,
    retry: resolveRetry(defaultRetry, retry),
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
  if (options.deadlineMs === undefined) return merged
  const policy = merged.policy && { ...merged.policy, deadlineMs: options.deadlineMs }
  return { ...merged, policy, cutAfterMs: options.deadlineMs }
}
