import type { ErrorClassName } from '../catalog/index.ts'
import type { Delivered } from './error-details.ts'
import { TencentCloudError } from './tencent-cloud-error.ts'

/**
 * The call got no response, or one without an envelope. `code` is that of axios: `'ECONNRESET'`, `'ERR_BAD_RESPONSE'` …
 */
export class TransportError extends TencentCloudError {
  static override readonly errorName: ErrorClassName = 'TransportError'
  declare readonly kind: 'transport'
}

/**
 * The HTTP status is one that `validateStatus` refuses, and the body is not an envelope: mostly a page of a gateway.
 */
export class HttpError extends TransportError {
  static override readonly errorName = 'HttpError'
  /** The first 500 characters of the body; empty if the body is not text. */
  declare readonly body: string
}

/** The connection failed: refused, reset, or the name did not resolve. */
export class NetworkError extends TransportError {
  static override readonly errorName = 'NetworkError'
}

/** The response did not come within axios' `timeout` or the call's deadline. */
export class TimeoutError extends TransportError {
  static override readonly errorName = 'TimeoutError'
}

/**
 * The event stream of a model stopped before its answer was complete. `code` is `'ERR_STREAM_EMPTY'` if it stopped before
 * the first content, and `'ERR_STREAM_TRUNCATED'` after it. If the connection broke, `cause` says how.
 */
export class StreamError extends TransportError {
  static override readonly errorName = 'StreamError'
  /** What the caller got before. */
  declare readonly delivered?: Delivered
}
