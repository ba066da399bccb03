import type { ErrorClassName } from '../catalog/index.ts'
import { TencentCloudError } from './tencent-cloud-error.ts'

/** No envelope came back. `code` is axios' own: `'ECONNRESET'`, `'ERR_BAD_RESPONSE'` … */
export class TransportError extends TencentCloudError {
  static override readonly errorName: ErrorClassName = 'TransportError'
}

/** An HTTP status that `validateStatus` does not accept, with a body that is no envelope: a gateway's page, mostly. */
export class HttpError extends TransportError {
  static override readonly errorName = 'HttpError'
  /** The first 500 characters of the body; empty for a body that is not text. */
  declare readonly body: string
}

/** The connection failed: refused, reset, or the name did not resolve. */
export class NetworkError extends TransportError {
  static override readonly errorName = 'NetworkError'
}

/** No answer in time: axios' `timeout`, or the call's deadline. */
export class TimeoutError extends TransportError {
  static override readonly errorName = 'TimeoutError'
}
