import type { InternalAxiosRequestConfig } from 'axios'

/** What a `sign` function gets besides the request. */
export interface SignContext {
  /** The number of the attempt to be signed, 1 for the first. */
  readonly attempt: number
  /** Epoch milliseconds, by the client's clock. */
  readonly now: number
  /**
   * Milliseconds by which the host's clock is ahead of `now`, learned from timestamps that it refused; 0 until then. Sign
   * the time `now + clockOffsetMs`.
   */
  readonly clockOffsetMs: number
}

/**
 * A signer of your own. It gets the request as it is about to be sent (`data` encoded, headers and params unsigned), and
 * changes it or returns another one. It runs before every attempt to a trusted host. If it replaces `data`, the new data is encoded again.
 * What it throws ends the call.
 */
export type Sign = (
  config: InternalAxiosRequestConfig,
  context: SignContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: a signer that changes its argument need not return anything
) => InternalAxiosRequestConfig | undefined | void | Promise<InternalAxiosRequestConfig | undefined | void>
