import type { ErrorClassName, Text } from '../catalog/index.ts'
import type { Attempt } from '../retry/index.ts'
import type { TencentCloudErrorDetails } from './error-details.ts'
import type { TencentCloudFailure, UnknownFailure } from './failure.ts'
import { defineLazily } from './lazily.ts'
import { inspectError } from './print-error.ts'
import { toPrintableLines, toPrintableMessage, toPrintableName } from './printable.ts'
import { redact, redactCause } from './redact.ts'
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

type Writable<T> = { -readonly [Field in keyof T]: T[Field] }

/** Made once: it takes half a millisecond. */
let dateFormat: Intl.DateTimeFormat | undefined

function localLanguage(): keyof Text {
  dateFormat ??= new Intl.DateTimeFormat()
  return /^zh\b/.test(dateFormat.resolvedOptions().locale) ? 'zh' : 'en'
}

/**
 * Creates an error of the given class. The given secrets are removed from its texts, control characters are replaced and
 * long texts are cut. What the message does not need is computed when it is first read: many errors are thrown, and of
 * most of them little is read. The message is not, because axios reads the stack of every error, which begins with it.
 *
 * @param secrets those of its `config` among them
 */
export function createError(
  name: ErrorClassName,
  details: UnsafeDetails,
  secrets: ReadonlySet<string>,
): TencentCloudFailure {
  // Secrets are removed before a text is cut, because half of a secret at the cut would not be recognized.
  const { attempts, body, cause, language } = details
  const safe: Writable<UnsafeDetails> = { ...details }
  for (const field of texts) {
    const text = details[field]
    if (text !== undefined) safe[field] = toPrintableName(redact(text, secrets))
  }
  const error = new classes[name]({
    ...safe,
    serverMessage: toPrintableMessage(redact(details.serverMessage, secrets)),
    cause: redactCause(cause, secrets),
    inspect: inspectError,
  })
  if (body !== undefined) {
    defineLazily(error, 'body', true, () => toPrintableLines(redact(body, secrets, true), excerptLength))
  }
  defineLazily(error, 'attempts', true, () => attempts.map((attempt) => redactAttempt(attempt, secrets)))
  if (language === undefined) defineLazily(error, 'language', false, localLanguage)
  return error
}

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
