import type { SignContext, TencentCloudCallOptions, TencentCloudOptions } from '../options/options.ts'

/**
 * A signer of your own. It gets the request as it is about to be sent, and returns a signed one, or sets headers on it
 * and returns nothing. It runs before every attempt to a trusted host, and may read the body of a `clone()`. If it returns anything else
 * the call rejects with a TypeError; what it throws ends the call.
 */
export type FetchSign = (
  request: Request,
  context: SignContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: a signer that changes its argument need not return anything
) => Request | undefined | void | Promise<Request | undefined | void>

/**
 * Options of {@link createTencentCloudFetch}, with the meaning that they have for `attachTencentCloud`. All are optional;
 * a wrong one throws a TypeError that names it.
 */
export interface TencentCloudFetchOptions
  extends Omit<TencentCloudOptions, 'sign' | 'rerunInterceptors' | 'throwErrors'> {
  /**
   * `false` retries, but hands a failing response back as it came. `'response'`, for clients of models that take a fetch, hands
   * each failure back as a response: with the service's body, with a status from 400 on also where it came under 200 or in
   * the first event of a stream, and with `x-should-retry: false`, so that the client throws its own error and repeats
   * nothing. A cancellation still rejects, and a stream that fails later ends with the typed error.
   *
   * @default true: a failure rejects with a typed error
   * @example
   * ```ts
   * import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
   *
   * export const modelFetch = createTencentCloudFetch(fetch, { throwErrors: 'response' })
   * ```
   */
  readonly throwErrors?: boolean | 'response'
  /**
   * A signer of your own, which runs before every attempt to a trusted host (Tencent Cloud's, or one of `hosts`), the
   * first included. Redirects of what it signed are not followed. Cannot be combined with `credentials`.
   *
   * @default undefined: requests are sent as they are
   * @example
   * ```ts
   * import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
   *
   * export const signedFetch = createTencentCloudFetch(undefined, {
   *   sign(request, { now, clockOffsetMs }) {
   *     request.headers.set('X-TC-Timestamp', String(Math.floor((now + clockOffsetMs) / 1000)))
   *     // … and the Authorization over the body of request.clone()
   *   },
   * })
   * ```
   */
  readonly sign?: FetchSign
}

/**
 * fetch's own init with options for this call. Fields that only the given fetch knows (`dispatcher`, `next`, `cf`) are
 * passed on to it.
 */
export interface TencentCloudRequestInit extends RequestInit {
  /**
   * Options of this package for this call. They are not passed on.
   *
   * @default {}
   */
  readonly tencentCloud?: TencentCloudCallOptions
}

/** A fetch that also takes options of this package, as `init.tencentCloud`. */
export type TencentCloudFetch = (input: string | URL | Request, init?: TencentCloudRequestInit) => Promise<Response>

/** A fetch that sends the attempts: the runtime's, or another that takes a URL and an init. */
export type UnderlyingFetch = (url: string, init: RequestInit) => Promise<Response>
