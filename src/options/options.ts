import type { InternalAxiosRequestConfig } from 'axios'
import type { CatalogEntry } from '../catalog/index.ts'
import type { TencentCloudError } from '../errors/index.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { RetryBudgetOptions } from '../retry/budget.ts'
import type { Clock, Decision, RetryPolicy } from '../retry/index.ts'
import type { CredentialSource } from '../signing/index.ts'
import type { SigningMethod } from '../signing/shared-rules.ts'
import type { TencentCloudEvent } from '../telemetry/index.ts'

export type { PacingOptions }

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
export type DecideAnswer =
  | {
      readonly decision: 'retry'
      /** Milliseconds until the next attempt, 0 or more. */
      readonly delayMs: number
    }
  | { readonly decision: 'give-up' }

/** How a failed call is tried again. Durations in milliseconds. */
export interface CallRetryOptions extends Partial<RetryPolicy> {
  /**
   * Overrules the built-in decision. Called after every failed attempt but one that the deadline cut; return `proposed`, another decision, or nothing
   * to accept. A body that cannot be sent twice, a spent signature and the deadline still hold.
   */
  readonly decide?: (
    context: DecideContext,
    proposed: Decision,
  ) => DecideAnswer | undefined | Promise<DecideAnswer | undefined>
}

/** How the failed calls of an attachment are tried again. */
export interface RetryOptions extends CallRetryOptions {
  /**
   * What all retries of internal faults and lost connections may cost, for each host: each takes one, each call that
   * succeeds earns a part of one. So an outage is not answered with four times the requests. Throttled calls do not draw
   * on it. `false`: no such bound. Default `{ capacity: 100, earned: 0.2 }`.
   */
  readonly budget?: false | RetryBudgetOptions
}

/** What a `sign` function is told. */
export interface SignContext {
  /** The number of the attempt to be signed, from 1. */
  readonly attempt: number
  /** Epoch milliseconds by the attachment's clock. */
  readonly now: number
  /** Add this many milliseconds to `now`: the host's clock is ahead by them, as far as it has complained. */
  readonly clockOffsetMs: number
}

/**
 * The user's own signer: gets the request as it is about to be sent (`data` encoded, headers and params unsigned) and
 * changes it or returns another one. Runs before every attempt. If it replaces `data`, that is encoded again.
 */
export type Sign = (
  config: InternalAxiosRequestConfig,
  context: SignContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: a signer that changes its argument need not return anything
) => InternalAxiosRequestConfig | undefined | void | Promise<InternalAxiosRequestConfig | undefined | void>

/** Options of {@link attachTencentCloud}; all optional. */
export interface TencentCloudOptions {
  /** The product, for hosts that do not name it: `'kms'`. Default: what the host names. */
  readonly service?: string
  /**
   * Signs every attempt, the first included, over its final bytes: an API key, or a function that fetches one (called when
   * there is none, when it expires or is refused). A request that its caller has signed is left alone. In a browser give
   * temporary credentials only. Default: requests are sent as they are.
   */
  readonly credentials?: CredentialSource
  /** How to sign with `credentials`. Default: TC3-HMAC-SHA256 for API 3.0, HmacSHA256 for the legacy API, by host and path. */
  readonly signing?: SigningMethod
  /** A signer of your own; runs before every attempt, the first included. Default: none. */
  readonly sign?: Sign
  /**
   * `'inject'`: adds a ClientToken, the same for all attempts of a call, to actions of API 3.0 whose request has that
   * field and bears none, so that they can be repeated safely. Works with `credentials` or `sign`, or unsigned.
   * Default: none is added.
   */
  readonly clientToken?: 'inject'
  /** `false` turns retrying off; errors are typed all the same. */
  readonly retry?: false | RetryOptions
  /**
   * Calls are sent at the pace that the API allows, for each account, host, service, action and region: freely while
   * nothing is throttled, then evenly at the rate learned from throttles. `false`: each throttled call waits for itself.
   */
  readonly pacing?: false | PacingOptions
  /**
   * Further hosts that are Tencent Cloud's: host names (`*.` matches sub-domains), with a port or without, origins, or RegExps
   * on the host, which has its port where that is not the scheme's own. Default: none but its own and the `baseURL`'s origin.
   */
  readonly hosts?: readonly (string | RegExp)[]
  /** `false`: retry, but hand a failing response back as it came. Default true. */
  readonly throwErrors?: boolean
  /**
   * Do the instance's request interceptors run again before each retry? `'auto'` (default): only when they put a
   * signature, nonce or timestamp into the first attempt.
   */
  readonly rerunInterceptors?: 'auto' | boolean
  /** Further catalog entries; they outrank the built-in ones. Default: none. */
  readonly catalog?: readonly CatalogEntry[]
  /**
   * Told of each call's start, attempts, waits, retries and end. Called at once: it should be quick. What it throws is
   * logged and changes nothing. The `node:diagnostics_channel` 'axios-tencentcloud' gets the same.
   */
  readonly onEvent?: (event: TencentCloudEvent) => void
  /** The source of time, waits and chance. Default: the real ones. */
  readonly clock?: Clock
}

/** Per-call options: `http.get(url, { tencentCloud: { … } })`. */
export interface TencentCloudCallOptions {
  /** The product, `'kms'`. Default: the attachment's `service`, else what the host names. */
  readonly service?: string
  /** The action, `'Encrypt'`. Default: what the request names, in its URL, params, body or X-TC-Action. */
  readonly action?: string
  /**
   * `true`: the service treats a repeat as one call. `false`: it does not, whatever the action's name says. Default: by the
   * action's verb, its ClientToken or the HTTP method.
   */
  readonly idempotent?: boolean
  /** As the attachment's `retry`, but for its budget; what is given here goes before. `false`: one attempt. */
  readonly retry?: false | CallRetryOptions
  /**
   * Milliseconds from the call's start; cuts a running attempt too. `Infinity` for batch jobs. Default: that of `retry`, and
   * 60,000 that cut none.
   */
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
