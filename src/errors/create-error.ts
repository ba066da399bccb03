import type { ErrorClassName, Text } from '../catalog/index.ts'
import type { Attempt } from '../retry/index.ts'
import type { TencentCloudErrorDetails } from './error-details.ts'
import type { TencentCloudFailure, UnknownFailure } from './failure.ts'
import { inspectError } from './print-error.ts'
import { toPrintableLines, toPrintableMessage, toPrintableName } from './printable.ts'
import { collectSecrets, redact, redactCause } from './redact.ts'
import {
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
import { HttpError, NetworkError, StreamError, TimeoutError, TransportError } from './transport-errors.ts'

type ErrorClass<Failure> = new (details: TencentCloudErrorDetails) => Failure

const classes: Readonly<Record<ErrorClassName, ErrorClass<TencentCloudFailure>>> = {
  // Its declared kind is that of any class, because the others extend it.
  TencentCloudError: TencentCloudError as ErrorClass<UnknownFailure>,
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
  ContentRefusedError,
  InternalServerError,
  ServiceUnavailableError,
  PartialSuccessError,
  TransportError,
  HttpError,
  NetworkError,
  TimeoutError,
  StreamError,
}

/** Characters that an HttpError's `body` may have. */
const excerptLength = 500

/** The details that are texts from the request or the response. */
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

/** Details that may contain secrets, with a cause of any type. */
type UnsafeDetails = Omit<TencentCloudErrorDetails, 'cause'> & { readonly cause?: unknown }

/** Made once: it takes half a millisecond. */
let dateFormat: Intl.DateTimeFormat | undefined

function localLanguage(): keyof Text {
  dateFormat ??= new Intl.DateTimeFormat()
  return /^zh\b/.test(dateFormat.resolvedOptions().locale) ? 'zh' : 'en'
}

/**
 * Creates an error of the given class. The given secrets and those of its `config` are removed from its texts, control
 * characters are replaced and long texts are cut.
 */
export function createError(
  name: ErrorClassName,
  details: UnsafeDetails,
  secrets: ReadonlySet<string>,
): TencentCloudFailure {
  const known = new Set([...secrets, ...collectSecrets(details.config ?? {})])
  const safe = (text: string) => redact(text, known)
  // Secrets are removed before a text is cut, because half of a secret at the cut would not be recognized.
  const safeName = (text: string) => toPrintableName(safe(text))
  const safeTexts = Object.fromEntries(texts.map((field) => [field, mapText(details[field], safeName)]))
  return new classes[name]({
    ...details,
    ...safeTexts,
    serverMessage: toPrintableMessage(safe(details.serverMessage)),
    body: mapText(details.body, (text) => toPrintableLines(redact(text, known, true), excerptLength)),
    attempts: details.attempts.map((attempt) => redactAttempt(attempt, known)),
    cause: redactCause(details.cause, known),
    language: details.language ?? localLanguage(),
    inspect: inspectError,
  })
}

const mapText = (text: string | undefined, change: (text: string) => string): string | undefined =>
  text === undefined ? undefined : change(text)

/** Copies the record of an attempt, with the given secrets removed from its texts and control characters replaced. */
export function redactAttempt(attempt: Attempt, secrets: ReadonlySet<string>): Attempt {
  const { code, moduleCode, requestId } = attempt
  const safe = (text: string) => toPrintableName(redact(text, secrets))
  return {
    ...attempt,
    ...(code !== undefined && { code: safe(code) }),
    ...(moduleCode !== undefined && { moduleCode: safe(moduleCode) }),
    ...(requestId !== undefined && { requestId: safe(requestId) }),
  }
}
