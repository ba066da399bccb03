import type { ErrorClassName } from '../catalog/index.ts'
import { TencentCloudError } from './tencent-cloud-error.ts'

// The failures that an envelope reports, one class for each kind. TencentCloudError documents their fields.

/** Too many requests. The request was rejected before it ran, and was repeated at a slower pace until the deadline. */
export class ThrottlingError extends TencentCloudError {
  static override readonly errorName = 'ThrottlingError'
  declare readonly kind: 'throttling'
}

/** The request itself is wrong. */
export class InvalidParameterError extends TencentCloudError {
  static override readonly errorName = 'InvalidParameterError'
  declare readonly kind: 'invalid-parameter'
}

/** The credentials or the signature were not accepted. */
export class AuthenticationError extends TencentCloudError {
  static override readonly errorName: ErrorClassName = 'AuthenticationError'
  /** `'request-expired'` in its subclass. */
  declare readonly kind: 'authentication' | 'request-expired'
}

/** The request's timestamp differs too much from the server's clock. */
export class RequestExpiredError extends AuthenticationError {
  static override readonly errorName = 'RequestExpiredError'
  declare readonly kind: 'request-expired'
}

/** The credentials are valid, but do not permit this call. */
export class AuthorizationError extends TencentCloudError {
  static override readonly errorName = 'AuthorizationError'
  declare readonly kind: 'authorization'
}

/** The service has seen the nonce before, or the timestamp is out of range. */
export class ReplayAttackError extends TencentCloudError {
  static override readonly errorName = 'ReplayAttackError'
  declare readonly kind: 'replay'
}

/** A limit on the number of resources is reached; waiting does not help. */
export class QuotaExceededError extends TencentCloudError {
  static override readonly errorName = 'QuotaExceededError'
  declare readonly kind: 'quota-exceeded'
}

/** The action, version, region or protocol does not exist, or this resource does not support it. */
export class UnsupportedError extends TencentCloudError {
  static override readonly errorName = 'UnsupportedError'
  declare readonly kind: 'unsupported'
}

/** The resource does not exist, or belongs to another account. */
export class ResourceNotFoundError extends TencentCloudError {
  static override readonly errorName = 'ResourceNotFoundError'
  declare readonly kind: 'not-found'
}

/** The resource exists already, is in use, or another operation is running on it. */
export class ResourceConflictError extends TencentCloudError {
  static override readonly errorName = 'ResourceConflictError'
  declare readonly kind: 'conflict'
}

/** The resource is disabled or in the wrong state. */
export class ResourceStateError extends TencentCloudError {
  static override readonly errorName = 'ResourceStateError'
  declare readonly kind: 'resource-state'
}

/** The service has no capacity left for the requested resource. */
export class ResourceInsufficientError extends TencentCloudError {
  static override readonly errorName = 'ResourceInsufficientError'
  declare readonly kind: 'resource-insufficient'
}

/** The operation failed inside the service. */
export class ResourceOperationError extends TencentCloudError {
  static override readonly errorName = 'ResourceOperationError'
  declare readonly kind: 'operation-failed'
}

/** The call failed because of billing: payment, balance, arrears or verification. */
export class BillingError extends TencentCloudError {
  static override readonly errorName: ErrorClassName = 'BillingError'
  declare readonly kind: 'billing'
}

/** The purchase was refused. */
export class PurchaseError extends BillingError {
  static override readonly errorName = 'PurchaseError'
}

/** The account's balance is too low. */
export class InsufficientBalanceError extends BillingError {
  static override readonly errorName = 'InsufficientBalanceError'
}

/** The account is in arrears. */
export class AccountArrearsError extends BillingError {
  static override readonly errorName = 'AccountArrearsError'
}

/** The account lacks the verification that the purchase requires. */
export class QualificationError extends BillingError {
  static override readonly errorName = 'QualificationError'
}

/** The payment failed. */
export class PaymentError extends BillingError {
  static override readonly errorName = 'PaymentError'
}

/** A dry run succeeded: the same request without the dry-run flag would have been executed. */
export class DryRunError extends TencentCloudError {
  static override readonly errorName = 'DryRunError'
  declare readonly kind: 'dry-run'
}

/**
 * The content of the question or of the answer was refused: by the service's rules, a repeat fails the same way. Text of
 * the answer that was shown already should be taken back.
 */
export class ContentRefusedError extends TencentCloudError {
  static override readonly errorName = 'ContentRefusedError'
  declare readonly kind: 'content-refused'
}

/** A fault inside the service. */
export class InternalServerError extends TencentCloudError {
  static override readonly errorName = 'InternalServerError'
  declare readonly kind: 'internal'
}

/** The service is down for maintenance. */
export class ServiceUnavailableError extends TencentCloudError {
  static override readonly errorName = 'ServiceUnavailableError'
  declare readonly kind: 'unavailable'
}

/** A batch in which only some items succeeded. `data` is what the service returned about them. */
export class PartialSuccessError extends TencentCloudError {
  static override readonly errorName = 'PartialSuccessError'
  declare readonly kind: 'partial-success'
  /** The body's `data`, as the service sent it. Not enumerable, because it may contain what should not be logged. */
  declare readonly data?: unknown
}
