import type {
  AccountArrearsError,
  AuthenticationError,
  AuthorizationError,
  BillingError,
  ContentRefusedError,
  DryRunError,
  InsufficientBalanceError,
  InternalServerError,
  InvalidParameterError,
  PartialSuccessError,
  PaymentError,
  PurchaseError,
  QualificationError,
  QuotaExceededError,
  ReplayAttackError,
  RequestExpiredError,
  ResourceConflictError,
  ResourceInsufficientError,
  ResourceNotFoundError,
  ResourceOperationError,
  ResourceStateError,
  ServiceUnavailableError,
  ThrottlingError,
  UnsupportedError,
} from './service-errors.ts'
import { TencentCloudError } from './tencent-cloud-error.ts'
import type { HttpError, NetworkError, StreamError, TimeoutError, TransportError } from './transport-errors.ts'

/** The failures of kind `'billing'`. */
export type BillingFailure =
  | BillingError
  | PurchaseError
  | InsufficientBalanceError
  | AccountArrearsError
  | QualificationError
  | PaymentError

/** The failures of kind `'transport'`. */
export type TransportFailure = TransportError | HttpError | NetworkError | TimeoutError | StreamError

/** An error of class {@link TencentCloudError} itself: its code is in no list. */
export type UnknownFailure = TencentCloudError & {
  /** Nothing is known of the failure. */
  readonly kind: 'unknown'
}

/**
 * The errors of all classes. Their `kind` tells them apart: `switch (error.kind)` narrows, and is exhaustive with a case
 * for each {@link ErrorKind}.
 *
 * @example
 * ```ts
 * import type { TencentCloudFailure } from 'axios-tencentcloud'
 *
 * function describe(error: TencentCloudFailure): string {
 *   switch (error.kind) {
 *     case 'partial-success':
 *       return `done in part: ${JSON.stringify(error.data)}`
 *     case 'throttling':
 *       return `too many calls; the server asks to wait ${error.retryAfterMs ?? 0} ms`
 *     default:
 *       return error.message
 *   }
 * }
 * ```
 */
export type TencentCloudFailure =
  | InvalidParameterError
  | AuthenticationError
  | RequestExpiredError
  | AuthorizationError
  | ReplayAttackError
  | ThrottlingError
  | QuotaExceededError
  | UnsupportedError
  | ResourceNotFoundError
  | ResourceConflictError
  | ResourceStateError
  | ResourceInsufficientError
  | ResourceOperationError
  | BillingFailure
  | PartialSuccessError
  | DryRunError
  | ContentRefusedError
  | InternalServerError
  | ServiceUnavailableError
  | TransportFailure
  | UnknownFailure

/**
 * Is it an error of this package, or of another copy of it?
 *
 * @example
 * ```ts
 * import { isTencentCloudError } from 'axios-tencentcloud'
 *
 * try {
 *   await http.get(url)
 * } catch (error) {
 *   if (!isTencentCloudError(error)) throw error
 *   log.info({ code: error.code, reason: error.reason, mayHaveRun: error.mayHaveRun, requestId: error.requestId })
 * }
 * ```
 */
export function isTencentCloudError(value: unknown): value is TencentCloudFailure {
  return value instanceof TencentCloudError
}
