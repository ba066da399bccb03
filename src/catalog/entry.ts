/** A sentence or two in both languages. */
export interface Text {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

/**
 * What can be done about a failure:
 * - `throttle`: rejected before it ran, any call may be repeated, slower
 * - `re-sign`: taken for a replay, repeat with a new Nonce, Timestamp and signature
 * - `clock`: expired, correct the time and sign again, once
 * - `transient`: a fault inside the service or the transport
 * - `busy`: another operation runs on the resource, repeat after a longer wait
 * - `never`: a repeat fails the same way, or is not safe
 */
export type Disposition = 'throttle' | 're-sign' | 'clock' | 'transient' | 'busy' | 'never'

/** All of them. */
export const dispositions = [
  'throttle',
  're-sign',
  'clock',
  'transient',
  'busy',
  'never',
] as const satisfies readonly Disposition[]

/** What sort of failure an error is; one for each class, the billing ones and the transport ones aside. */
export type ErrorKind =
  | 'invalid-parameter'
  | 'authentication'
  | 'request-expired'
  | 'authorization'
  | 'replay'
  | 'throttling'
  | 'quota-exceeded'
  | 'unsupported'
  | 'not-found'
  | 'conflict'
  | 'resource-state'
  | 'resource-insufficient'
  | 'operation-failed'
  | 'billing'
  | 'partial-success'
  | 'dry-run'
  | 'internal'
  | 'unavailable'
  | 'transport'
  | 'unknown'

/** The names of the error classes. */
export type ErrorClassName =
  | 'InvalidParameterError'
  | 'AuthenticationError'
  | 'RequestExpiredError'
  | 'AuthorizationError'
  | 'ReplayAttackError'
  | 'ThrottlingError'
  | 'QuotaExceededError'
  | 'UnsupportedError'
  | 'ResourceNotFoundError'
  | 'ResourceConflictError'
  | 'ResourceStateError'
  | 'ResourceInsufficientError'
  | 'ResourceOperationError'
  | 'BillingError'
  | 'PurchaseError'
  | 'InsufficientBalanceError'
  | 'AccountArrearsError'
  | 'QualificationError'
  | 'PaymentError'
  | 'PartialSuccessError'
  | 'DryRunError'
  | 'InternalServerError'
  | 'ServiceUnavailableError'
  | 'TransportError'
  | 'HttpError'
  | 'NetworkError'
  | 'TimeoutError'
  | 'TencentCloudError'

/** The `kind` of every error class. */
export const kindByClass: Readonly<Record<ErrorClassName, ErrorKind>> = {
  InvalidParameterError: 'invalid-parameter',
  AuthenticationError: 'authentication',
  RequestExpiredError: 'request-expired',
  AuthorizationError: 'authorization',
  ReplayAttackError: 'replay',
  ThrottlingError: 'throttling',
  QuotaExceededError: 'quota-exceeded',
  UnsupportedError: 'unsupported',
  ResourceNotFoundError: 'not-found',
  ResourceConflictError: 'conflict',
  ResourceStateError: 'resource-state',
  ResourceInsufficientError: 'resource-insufficient',
  ResourceOperationError: 'operation-failed',
  BillingError: 'billing',
  PurchaseError: 'billing',
  InsufficientBalanceError: 'billing',
  AccountArrearsError: 'billing',
  QualificationError: 'billing',
  PaymentError: 'billing',
  PartialSuccessError: 'partial-success',
  DryRunError: 'dry-run',
  InternalServerError: 'internal',
  ServiceUnavailableError: 'unavailable',
  TransportError: 'transport',
  HttpError: 'transport',
  NetworkError: 'transport',
  TimeoutError: 'transport',
  TencentCloudError: 'unknown',
}

/** What a code says about the pace of its retries. */
export interface Hints {
  /** Most attempts, the first included, where the code can also mean something that no retry mends. */
  readonly maxAttempts?: number
  /** Wait at least this many milliseconds before the next attempt. */
  readonly minDelayMs?: number
  /** Seconds by which the request's timestamp may differ from the server's time. */
  readonly timestampToleranceSeconds?: number
}

/**
 * What one code means. Give `code`, `moduleCode` or both.
 *
 * @example
 * const entry: CatalogEntry = { service: 'cmq', code: '4400', class: 'InvalidParameterError', retry: 'never' }
 */
export interface CatalogEntry extends Hints {
  /** The product's short name, `kms`; default: every product. */
  readonly service?: string
  /** The public code, exactly as sent: `4420`, `InvalidParameter.Foo`; default: any code with that `moduleCode`. */
  readonly code?: string
  /** The number in parentheses at the front of a legacy message; default: any, or none. */
  readonly moduleCode?: string
  /** The actions it is limited to, a `*` at the end standing for any rest: `Describe*`; default: all. */
  readonly actions?: readonly string[]
  /** The exception to throw. */
  readonly class: ErrorClassName
  /** What can be done about it. */
  readonly retry: Disposition
  /** The text that the service sends. Kept for the reader; nothing matches on it. */
  readonly wireText?: string
  /** What happened, for people. */
  readonly meaning?: Text
  /** What to do about it, for people. */
  readonly remedy?: Text
}
