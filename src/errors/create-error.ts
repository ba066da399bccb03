import type { ErrorClassName } from '../catalog/index.ts'
import type { Attempt } from '../retry/index.ts'
import { printableMessage, printableName } from './printable.ts'
import { collectSecrets, redact, redactCause } from './redact.ts'
import {
  AccountArrearsError,
  AuthenticationError,
  AuthorizationError,
  BillingError,
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
import { TencentCloudError, type TencentCloudErrorDetails } from './tencent-cloud-error.ts'
import { HttpError, NetworkError, TimeoutError, TransportError } from './transport-errors.ts'

const classes: Readonly<Record<ErrorClassName, new (details: TencentCloudErrorDetails) => TencentCloudError>> = {
  TencentCloudError,
  ThrottlingError,
  InvalidParameterError,
  AuthenticationError,
  RequestExpiredError,
  AuthorizationError,
  ReplayAttackError,
  QuotaExceededError,
  UnsupportedError,
  ResourceNotFoundError,
  ResourceConflictError,
  ResourceStateError,
  ResourceInsufficientError,
  ResourceOperationError,
  BillingError,
  PurchaseError,
  InsufficientBalanceError,
  AccountArrearsError,
  QualificationError,
  PaymentError,
  DryRunError,
  InternalServerError,
  ServiceUnavailableError,
  PartialSuccessError,
  TransportError,
  HttpError,
  NetworkError,
  TimeoutError,
}

/** Characters of an HttpError's `body`. */
const excerptLength = 500

/** The texts in an error's details that may come from outside. */
const texts = [
  'code',
  'moduleCode',
  'codeDesc',
  'symbol',
  'requestId',
  'traceId',
  'service',
  'action',
  'region',
  'version',
] as const

/** Details with whatever cause the transport had. */
type UnsafeDetails = Omit<TencentCloudErrorDetails, 'cause'> & { readonly cause?: unknown }

/**
 * An error of the class that the catalog names, from whose texts the given secrets, and those of its `config`, are struck
 * out.
 */
export function createError(
  name: ErrorClassName,
  details: UnsafeDetails,
  secrets: ReadonlySet<string>,
): TencentCloudError {
  const known = new Set([...secrets, ...collectSecrets(details.config ?? {})])
  const safe = (text: string) => redact(text, known)
  // Struck out first and cut after: a secret that straddles the cut would not be known by its half.
  const safeName = (text: string) => printableName(safe(text))
  const safeTexts = Object.fromEntries(texts.map((field) => [field, mapText(details[field], safeName)]))
  return new classes[name]({
    ...details,
    ...safeTexts,
    serverMessage: printableMessage(safe(details.serverMessage)),
    body: mapText(details.body, (text) => safe(text).slice(0, excerptLength).toWellFormed()),
    attempts: details.attempts.map((attempt) => redactAttempt(attempt, known)),
    cause: redactCause(details.cause, known),
  })
}

const mapText = (text: string | undefined, change: (text: string) => string): string | undefined =>
  text === undefined ? undefined : change(text)

/** The record of an attempt, fit to be logged: the given secrets are struck out of its texts. */
export function redactAttempt(attempt: Attempt, secrets: ReadonlySet<string>): Attempt {
  const { code, moduleCode, requestId } = attempt
  const safe = (text: string) => printableName(redact(text, secrets))
  return {
    ...attempt,
    ...(code !== undefined && { code: safe(code) }),
    ...(moduleCode !== undefined && { moduleCode: safe(moduleCode) }),
    ...(requestId !== undefined && { requestId: safe(requestId) }),
  }
}
