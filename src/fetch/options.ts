import type { SignContext, TencentCloudCallOptions, TencentCloudOptions } from '../options/options.ts'

/**
 * A signer of your own: gets the request as it is about to be sent and returns a signed one, or sets headers on it and
 * returns nothing. Runs before every attempt. It may read the body of a `clone()`.
 */
export type FetchSign = (
  request: Request,
  context: SignContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: a signer that changes its argument need not return anything
) => Request | undefined | void | Promise<Request | undefined | void>

/** Options of {@link createTencentCloudFetch}; all optional, and as `attachTencentCloud` has them. */
export interface TencentCloudFetchOptions extends Omit<TencentCloudOptions, 'sign' | 'rerunInterceptors'> {
  /** A signer of your own; runs before every attempt, the first included. */
  readonly sign?: FetchSign
}

/** fetch's own init, and options for the one call. What the given fetch has of its own (`dispatcher`, `next`, `cf`) is passed on. */
export interface TencentCloudRequestInit extends RequestInit {
  /** Options of this package for this call; not passed on. */
  readonly tencentCloud?: TencentCloudCallOptions
}

/** A fetch that also takes `init.tencentCloud`. */
export type TencentCloudFetch = (input: string | URL | Request, init?: TencentCloudRequestInit) => Promise<Response>

/** What sends the attempts: the runtime's fetch, or one that takes an address and an init as that does. */
export type UnderlyingFetch = (url: string, init: RequestInit) => Promise<Response>
