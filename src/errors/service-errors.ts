import type { ErrorClassName } from '../catalog/index.ts'
import { TencentCloudError } from './tencent-cloud-error.ts'

// The failures that an envelope reports, a class for each kind. What they carry is documented on TencentCloudError.

/** Too many requests: rejected before it ran, repeated at a slower pace until the deadline. */
export class ThrottlingError extends TencentCloudError {
  static override readonly errorName = 'ThrottlingError'
}

/** The request itself is wrong. */
export class InvalidParameterError extends TencentCloudError {
  static override readonly errorName = 'InvalidParameterError'
}

/** The credentials or the signature were not accepted. */
export class AuthenticationError extends TencentCloudError {
  static override readonly errorName: ErrorClassName = 'AuthenticationError'
}

/** The timestamp is too far from the server's clock. */
export class RequestExpiredError extends AuthenticationError {
  static override readonly errorName = 'RequestExpiredError'
}

/** The caller is known, and not allowed to do this. */
export class AuthorizationError extends TencentCloudError {
  static override readonly errorName = 'AuthorizationError'
}

/** The nonce was seen before, or the timestamp is out of range. */
export class ReplayAttackError extends TencentCloudError {
  static override readonly errorName = 'ReplayAttackError'
}

/** A limit on the number of resources is reached; waiting does not help. */
export class QuotaExceededError extends TencentCloudError {
  static override readonly errorName = 'QuotaExceededError'
}

/** No such action, version, region or protocol, or not for this resource. */
export class UnsupportedError extends TencentCloudError {
  static override readonly errorName = 'UnsupportedError'
}

/** The resource does not exist, or belongs to somebody else. */
export class ResourceNotFoundError extends TencentCloudError {
  static override readonly errorName = 'ResourceNotFoundError'
}

/** It exists already, is in use, or another operation runs on it. */
export class ResourceConflictError extends TencentCloudError {
  static override readonly errorName = 'ResourceConflictError'
}

/** The resource is disabled or in the wrong state. */
export class ResourceStateError extends TencentCloudError {
  static override readonly errorName = 'ResourceStateError'
}

/** The service has run out of what was asked for. */
export class ResourceInsufficientError extends TencentCloudError {
  static override readonly errorName = 'ResourceInsufficientError'
}

/** The operation failed inside the service. */
export class ResourceOperationError extends TencentCloudError {
  static override readonly errorName = 'ResourceOperationError'
}

/** Something about money stands in the way. */
export class BillingError extends TencentCloudError {
  static override readonly errorName: ErrorClassName = 'BillingError'
}

/** The purchase was refused. */
export class PurchaseError extends BillingError {
  static override readonly errorName = 'PurchaseError'
}

/** The balance does not cover it. */
export class InsufficientBalanceError extends BillingError {
  static override readonly errorName = 'InsufficientBalanceError'
}

/** The account owes money. */
export class AccountArrearsError extends BillingError {
  static override readonly errorName = 'AccountArrearsError'
}

/** The account is not verified for this purchase. */
export class QualificationError extends BillingError {
  static override readonly errorName = 'QualificationError'
}

/** The payment failed. */
export class PaymentError extends BillingError {
  static override readonly errorName = 'PaymentError'
}

/** A dry run: the request would have succeeded. */
export class DryRunError extends TencentCloudError {
  static override readonly errorName = 'DryRunError'
}

/** A fault inside the service. */
export class InternalServerError extends TencentCloudError {
  static override readonly errorName = 'InternalServerError'
}

/** The service is down for maintenance. */
export class ServiceUnavailableError extends TencentCloudError {
  static override readonly errorName = 'ServiceUnavailableError'
}

/** A batch of which some items succeeded; `data` is what the service returned about them. */
export class PartialSuccessError extends TencentCloudError {
  static override readonly errorName = 'PartialSuccessError'
  /** The body's `data`, as the service sent it. Not enumerable: it may hold what a log should not. */
  declare readonly data?: unknown
}
