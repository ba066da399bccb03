import type { CatalogEntry } from '../catalog/index.ts'
import type { PacingOptions } from '../pacing/pacing-options.ts'
import type { Clock } from '../retry/index.ts'
import type { CredentialSource } from '../signing/index.ts'
import type { SigningMethod } from '../signing/shared-rules.ts'
import type { TencentCloudEvent } from '../telemetry/index.ts'
import type { CallRetryOptions, RetryOptions } from './retry-options.ts'
import type { Sign, SignContext } from './sign-options.ts'
import type { StreamOptions } from './stream-options.ts'

export type { PacingOptions, Sign, SignContext, StreamOptions }

/** Options of {@link attachTencentCloud}. All are optional; a wrong one throws a TypeError that names it. */
export interface TencentCloudOptions {
  /**
   * The product of hosts that do not name it, such as a gateway. A code means what the list of its product says. A name
   * that no product has, one slip away from one that has it (`kmss`), draws a warning.
   *
   * @default undefined: calls to such hosts have no product
   * @example
   * ```ts
   * attachTencentCloud(http, { service: 'kms' })
   * ```
   */
  readonly service?: string
  /**
   * Signs every attempt, the first included, over the bytes that are sent. Pass an API key, or a function that fetches
   * one: it is called for the first request, 30 s before the key expires, and when its token is refused. If it fails, or
   * returns malformed credentials, the call rejects with an AuthenticationError. A request that its caller has signed is
   * left alone. In a browser use temporary credentials only. Cannot be combined with `sign`.
   *
   * @default undefined: requests are sent as they are
   * @example
   * ```ts
   * import { environmentCredentials } from 'axios-tencentcloud/signing'
   *
   * attachTencentCloud(http, { credentials: environmentCredentials })
   * ```
   */
  readonly credentials?: CredentialSource
  /**
   * The signature method for `credentials`, which it needs.
   *
   * @default 'TC3-HMAC-SHA256' for API 3.0, 'HmacSHA256' for the legacy API, which the host or the path shows
   */
  readonly signing?: SigningMethod
  /**
   * A signer of your own, which runs before every attempt to a trusted host (Tencent Cloud's, the origin of the
   * `baseURL`, `hosts`), the first included. Redirects of what it signed are not followed. Cannot be combined with
   * `credentials`.
   *
   * @default undefined: requests are sent as they are
   * @example
   * ```ts
   * attachTencentCloud(http, {
   *   sign(config, { now, clockOffsetMs }) {
   *     config.headers.set('X-TC-Timestamp', String(Math.floor((now + clockOffsetMs) / 1000)))
   *     // … and the Authorization over config.data
   *   },
   * })
   * ```
   */
  readonly sign?: Sign
  /**
   * Signs requests to Tencent Cloud's own hosts over plain http too. The network then sees the request and the token of
   * temporary credentials, and can send them again. Without it such a call rejects with a TypeError. Other trusted hosts,
   * such as a gateway on localhost, are signed with either scheme.
   *
   * @default false
   */
  readonly allowPlainHttp?: boolean
  /**
   * `'inject'` adds a ClientToken, the same for all attempts of a call, to actions of API 3.0 that have this field and
   * whose request does not set it. Such a call can be repeated safely. Works with `credentials`, with `sign`, and
   * unsigned.
   *
   * @default undefined: no token is added
   */
  readonly clientToken?: 'inject'
  /**
   * How failed calls are retried. `false` makes one attempt; errors are typed all the same.
   *
   * @default { maxAttempts: 4, maxRetryTimeMs: 60_000, baseDelayMs: 100, maxDelayMs: 20_000 }
   * @example
   * ```ts
   * attachTencentCloud(http, { retry: { maxAttempts: 6, maxRetryTimeMs: 10_000 } })
   * ```
   */
  readonly retry?: false | RetryOptions
  /**
   * Milliseconds from a call's start by which it ends: waits, attempts and retries together. A running attempt is aborted.
   * Until then `retry.maxRetryTimeMs` bounds the retries, so the smaller of the two counts for them.
   *
   * @default undefined: no running attempt is aborted
   * @example
   * ```ts
   * attachTencentCloud(http, { deadlineMs: 5_000 })
   * ```
   */
  readonly deadlineMs?: number
  /**
   * Sends calls at the rate that the API allows, for each account, host, service, action and region: without delay while
   * nothing is throttled, then evenly at the rate that was learned from throttles. With `false` each throttled call only
   * waits for its own backoff.
   *
   * @default {}: rates are learned
   * @example
   * ```ts
   * attachTencentCloud(http, { pacing: { limit: { qps: 20 } } })
   * ```
   */
  readonly pacing?: false | PacingOptions
  /**
   * Further hosts to treat like Tencent Cloud's: host names (`*.` matches sub-domains) with or without a port, origins,
   * or RegExps. Tencent Cloud's own hosts and the origin of the instance's `baseURL` always count.
   *
   * Prefer strings. A RegExp is tested against the host, with its port unless that is the scheme's default, and matches
   * anywhere in it unless it begins with `^` and ends with `$`: `/example\.com/` also trusts `example.com.evil.net`, to
   * which calls would then be signed.
   *
   * @default []
   * @example
   * ```ts
   * attachTencentCloud(http, { hosts: ['gateway.example.com', '*.internal.example.com', 'http://localhost:8080'] })
   * ```
   */
  readonly hosts?: readonly (string | RegExp)[]
  /**
   * `false` retries, but hands a failing response back as it came, for callers that read `data.code` themselves. A call
   * that a deadline cut, that was refused its turn, or that has no usable credentials still throws.
   *
   * @default true
   */
  readonly throwErrors?: boolean
  /**
   * How the event streams of model endpoints are handed on.
   *
   * @default { hold: true }
   * @example
   * ```ts
   * attachTencentCloud(http, { stream: { idleMs: 60_000 } })
   * ```
   */
  readonly stream?: StreamOptions
  /**
   * The language of the remedy where an error is printed: in `JSON.stringify` and `util.inspect`. `error.meaning` and
   * `error.remedy` have both. The language in which the server writes its messages is that of a call's `language`.
   *
   * @default 'zh' if the locale of the process or browser is Chinese, else 'en'
   * @example
   * ```ts
   * attachTencentCloud(http, { errorLanguage: 'en' })
   * ```
   */
  readonly errorLanguage?: 'en' | 'zh'
  /**
   * Do the instance's request interceptors run again before each retry? `'auto'` runs them again only if they put a
   * signature, nonce or timestamp into the first attempt.
   *
   * @default 'auto'
   */
  readonly rerunInterceptors?: 'auto' | boolean
  /**
   * Further catalog entries, which outrank the built-in ones. Malformed entries throw a TypeError.
   *
   * @default []
   * @example
   * ```ts
   * attachTencentCloud(http, {
   *   catalog: [{ service: 'cmq', code: '4400', class: 'InvalidParameterError', retry: 'never' }],
   * })
   * ```
   */
  readonly catalog?: readonly CatalogEntry[]
  /**
   * Called with an event for each call's start, attempts, waits, retries and end. It is called synchronously, so it
   * should be fast. What it throws is logged and changes nothing. Subscribers of the `node:diagnostics_channel`
   * 'axios-tencentcloud' get the same events.
   *
   * @default undefined
   * @example
   * ```ts
   * attachTencentCloud(http, {
   *   onEvent(event) {
   *     if (event.type === 'retry') log.info({ action: event.call.action, attempt: event.attempt })
   *   },
   * })
   * ```
   */
  readonly onEvent?: (event: TencentCloudEvent) => void
  /**
   * The source of time, waits and random numbers. Replace it, and tests need no real time.
   *
   * @default the clock of the system
   */
  readonly clock?: Clock
}

/**
 * Options of one call. A wrong one makes the call throw a TypeError that names it.
 *
 * @example
 * ```ts
 * await http.post(url, body, { tencentCloud: { action: 'Encrypt', deadlineMs: 2_000 } })
 * ```
 */
export interface TencentCloudCallOptions {
  /**
   * The product: `'kms'`. It decides what a code means, which limit holds, and what a signature is for.
   *
   * @default the product that the host names, else the attachment's `service`
   */
  readonly service?: string
  /**
   * The action: `'Encrypt'`. A request to an API of Tencent Cloud that names none gets it, as it gets the three below: in
   * the `X-TC-` headers, or for the legacy API and version 1 of the signature among its parameters. A request to a gateway
   * gets them only if `credentials` sign it.
   *
   * @default the action that the request names in its URL, params, body or X-TC-Action
   * @example
   * ```ts
   * const tencentCloud = { action: 'DescribeInstances', region: 'ap-guangzhou' }
   * await http.post('https://cvm.tencentcloudapi.com/', { Limit: 20 }, { tencentCloud })
   * ```
   */
  readonly action?: string
  /**
   * The version of the API, for a request that names none.
   *
   * @default for an `action` of these options the version of the product, if it has only one
   */
  readonly version?: string
  /**
   * The region, for a request that names none: `'ap-guangzhou'`.
   *
   * @default none is sent
   */
  readonly region?: string
  /**
   * The language of the server's messages, for a request that names none.
   *
   * @default none is sent: the server chooses
   */
  readonly language?: 'zh-CN' | 'en-US'
  /**
   * Signs this call with other credentials than the client's; they outrank its `sign`, too. One client can so call for
   * many accounts: pacing, clock offsets and caches are apart for each. Pass the same function for the same account. What
   * axios prints of a config does not show them. Not for official SDK clients, which have their own.
   *
   * @default the client's `credentials`
   */
  readonly credentials?: CredentialSource
  /**
   * Is the call safe to repeat? `true`: the service treats a repeat as the same call. `false`: it does not, whatever the
   * name of the action suggests.
   *
   * @default decided by the action's verb, its ClientToken or the HTTP method
   */
  readonly idempotent?: boolean
  /**
   * Like the attachment's `retry`, without its budget. What is set here has precedence. `false` makes one attempt.
   *
   * @default the attachment's `retry`
   */
  readonly retry?: false | CallRetryOptions
  /**
   * Milliseconds from the call's start by which it ends; a running attempt is aborted. `Infinity` sets no deadline.
   *
   * @default the attachment's `deadlineMs`
   */
  readonly deadlineMs?: number
  /**
   * Like the attachment's `stream`. What is set here has precedence.
   *
   * @default the attachment's `stream`
   */
  readonly stream?: StreamOptions
}

declare module 'axios' {
  // The type parameters must be those of axios' own declaration.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  interface AxiosRequestConfig<D = any, P = any> {
    /** Options of axios-tencentcloud for this call. */
    tencentCloud?: TencentCloudCallOptions
  }
}
