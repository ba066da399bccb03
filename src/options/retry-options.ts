import type { TencentCloudFailure } from '../errors/index.ts'
import type { RetryBudgetOptions } from '../retry/budget.ts'
import type { Decision, RetryPolicy } from '../retry/index.ts'

/** What a `retry.decide` function gets. */
export interface DecideContext {
  /**
   * The error that would be thrown if the call gave up now. Its `attempts` do not include this one yet; its `reason` is
   * the proposed one, or `'overruled'` if a retry is proposed.
   */
  readonly error: TencentCloudFailure
  /** The number of the attempt that failed, 1 for the first. */
  readonly attempt: number
  /** Milliseconds since the call began. */
  readonly elapsedMs: number
}

/** What a `retry.decide` function returns: retry after `delayMs`, or give up. */
export type DecideAnswer =
  | {
      readonly decision: 'retry'
      /** Milliseconds until the next attempt, 0 or more. */
      readonly delayMs: number
    }
  | { readonly decision: 'give-up' }

/** How one call is retried. Durations are in milliseconds. */
export interface CallRetryOptions extends Partial<RetryPolicy> {
  /**
   * Overrules the built-in decision. It is called after every failed attempt, except one that the deadline cut. Return
   * `proposed`, another decision, or nothing to accept the proposal. A body that cannot be sent twice, a signature that
   * the server refused and the deadline still end the call. If it throws, or returns anything else, the call rejects
   * with that error, or with a TypeError.
   *
   * @default undefined: the built-in decision is final
   * @example
   * ```ts
   * attachTencentCloud(http, {
   *   retry: {
   *     decide({ error, attempt }) {
   *       if (error.code === 'ResourceInUse.DiskMigrating' && attempt < 3) return { decision: 'retry', delayMs: 30_000 }
   *       if (error.action === 'DeleteInstance') return { decision: 'give-up' }
   *     },
   *   },
   * })
   * ```
   */
  readonly decide?: (
    context: DecideContext,
    proposed: Decision,
  ) => DecideAnswer | undefined | Promise<DecideAnswer | undefined>
}

/** How the calls of a client are retried. */
export interface RetryOptions extends CallRetryOptions {
  /**
   * The budget for retries of internal faults and lost connections, one for each host: each retry takes one, each call
   * that succeeds adds a part of one. It keeps an outage from being answered with four times the requests. Throttled
   * calls do not use it. `false` sets no such limit.
   *
   * @default { capacity: 100, earned: 0.2 }
   * @example
   * ```ts
   * attachTencentCloud(http, { retry: { budget: { capacity: 20 } } })
   * ```
   */
  readonly budget?: false | RetryBudgetOptions
}
