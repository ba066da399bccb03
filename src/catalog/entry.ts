/** One or two sentences, in both languages. */
export interface Text {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

/**
 * What can be done about a failure:
 * - `throttle`: rejected before it ran; any call may be repeated, more slowly
 * - `re-sign`: taken for a replay; repeat with a new Nonce, Timestamp and signature
 * - `clock`: expired; correct the time and sign again, once
 * - `transient`: a fault inside the service or in the transport
 * - `busy`: another operation is running on the resource; repeat after a longer wait
 * - `never`: a repeat fails the same way, or is not safe
 */
export type Disposition = 'throttle' | 're-sign' | 'clock' | 'transient' | 'busy' | 'never'

/** All dispositions. */
export const dispositions = [
  'throttle',
  're-sign',
  'clock',
  'transient',
  'busy',
  'never',
] as const satisfies readonly Disposition[]

/** The kind of a failure: one for each class, except that all billing classes share one, and all transport classes. */
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
  | 'content-refused'
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
  | 'ContentRefusedError'
  | 'InternalServerError'
  | 'ServiceUnavailableError'
  | 'TransportError'
  | 'HttpError'
  | 'NetworkError'
  | 'TimeoutError'
  | 'StreamError'
  | 'TencentCloudError'

/** The `kind` of every error class. */
export const kindByClass = {
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
  ContentRefusedError: 'content-refused',
  InternalServerError: 'internal',
  ServiceUnavailableError: 'unavailable',
  TransportError: 'transport',
  HttpError: 'transport',
  NetworkError: 'transport',
  TimeoutError: 'transport',
  StreamError: 'transport',
  TencentCloudError: 'unknown',
} as const satisfies Readonly<Record<ErrorClassName, ErrorKind>>

/** What a throttle counts: calls in a period, calls in flight, or tokens in a minute. */
export type ThrottledBy = 'rate' | 'in-flight' | 'tokens'

/** Limits on the retries of a code. */
export interface Hints {
  /**
   * The greatest number of attempts, the first included, for a code that can also mean something that no retry repairs.
   *
   * @default undefined: `retry.maxAttempts`, and for throttling the deadline
   */
  readonly maxAttempts?: number
  /**
   * The shortest wait before the next attempt, in milliseconds.
   *
   * @default 0
   */
  readonly minDelayMs?: number
  /**
   * Seconds by which the request's timestamp may differ from the server's time.
   *
   * @default 300
   */
  readonly timestampToleranceSeconds?: number
}

/**
 * The meaning of one code. Give `code`, `moduleCode` or both.
 *
 * @example
 * ```ts
 * import type { CatalogEntry } from 'axios-tencentcloud'
 *
 * const entry: CatalogEntry = { service: 'cmq', code: '4400', class: 'InvalidParameterError', retry: 'never' }
 * ```
 */
export interface CatalogEntry extends Hints {
  /**
   * The product's short name: `kms`.
   *
   * @default every product
   */
  readonly service?: string
  /**
   * The public code, exactly as sent: `4420`, `InvalidParameter.Foo`.
   *
   * @default any code with that `moduleCode`
   */
  readonly code?: string
  /**
   * The number in parentheses at the start of a legacy message.
   *
   * @default any number, or none
   */
  readonly moduleCode?: string
  /**
   * The actions that the entry is limited to; `Describe*` matches every action that begins so.
   *
   * @default all actions
   */
  readonly actions?: readonly string[]
  /**
   * The words that the server's message must contain, in any letter case, for codes that mean several things.
   *
   * @default any message, or none
   */
  readonly message?: string
  /** The exception to throw. */
  readonly class: ErrorClassName
  /** What can be done about it. */
  readonly retry: Disposition
  /**
   * What a throttle counts. Pacing learns that kind of limit from it.
   *
   * @default undefined: the pacing finds it out
   */
  readonly limitKind?: ThrottledBy
  /**
   * The text that the service sends. Informative: nothing matches on it.
   *
   * @default undefined
   */
  readonly wireText?: string
  /**
   * What happened, in words. Shown as the error's `meaning`.
   *
   * @default undefined
   */
  readonly meaning?: Text
  /**
   * What to do about it, in words. Shown as the error's `remedy`.
   *
   * @default undefined
   */
  readonly remedy?: Text
}
