import type { InternalAxiosRequestConfig } from 'axios'
import type { Lookup } from '../../catalog/index.ts'
import { createError } from '../../errors/create-error.ts'
import type { TencentCloudError } from '../../errors/index.ts'
import { redact } from '../../errors/redact.ts'
import type { RequestDescription } from '../../request/index.ts'
import type { TimeSpent } from '../../retry/attempt.ts'
import type { Attempt } from '../../retry/index.ts'
import { type FailedAttempt, requestIdOf, sentSecretsOf, traceIdOf } from './failed-attempt.ts'

/** What an error tells beyond the failure itself. */
interface ErrorContext {
  readonly attempts: readonly Attempt[]
  readonly timeSpent: TimeSpent
  readonly mayHaveRun: boolean
  readonly description: RequestDescription
  readonly catalog: Lookup
  /** Shown as the error's `config`: fit to be sent again. */
  readonly config: InternalAxiosRequestConfig
}

// For the reasons that the developer can remove.
const advice: Readonly<Partial<Record<Attempt['reason'], string>>> = {
  'cannot-re-sign':
    'A repeat needs a new signature, and nothing here made one: pass `credentials`, sign in a request interceptor of this axios instance, or pass `sign` (which must use a new nonce, and the time `now + clockOffsetMs`).',
  'clock-unknown':
    'The server takes the time of this machine for wrong and does not tell its own (in a browser, a Date header of another origin is hidden): set the clock right, or pass a `clock` that is.',
  'foreign-clock':
    'The client that signs reads the time of this machine, which the server takes for wrong: set the clock right.',
  'not-replayable':
    'The body is a stream that can be sent only once: pass a string, Buffer, Blob or FormData to have the call retried.',
}

const requestOf = (failed: FailedAttempt): unknown => {
  const holder = failed.response ?? failed.rejection
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'request') : undefined
}

const textOf = (rejection: unknown): string => (rejection instanceof Error ? rejection.message : '')

function serverMessageOf(failed: FailedAttempt, secrets: ReadonlySet<string>): string {
  const { envelope, fault, response, rejection, excerpt } = failed
  if (envelope) return envelope.message
  if (fault?.class !== 'HttpError') return textOf(rejection)
  const status = `HTTP ${response?.status ?? ''} ${response?.statusText ?? ''}`.trim()
  return excerpt === '' ? status : `${status}: ${redact(excerpt, secrets).slice(0, 120).replace(/\s+/g, ' ')}`
}

/** The typed error of a call that failed. */
export async function buildError(failed: FailedAttempt, context: ErrorContext): Promise<TencentCloudError> {
  const { envelope, fault, classification, response } = failed
  const { service, action, region, version } = context.description
  const explained =
    envelope && (await context.catalog.lookup(envelope.code, { service, action, moduleCode: envelope.moduleCode }))
  const reason = context.attempts.at(-1)?.reason
  const secrets = sentSecretsOf(failed)
  const details = {
    code: envelope?.code ?? fault?.code ?? 'ERR_BAD_RESPONSE',
    serverMessage: serverMessageOf(failed, secrets),
    retry: classification?.retry ?? fault?.disposition ?? 'never',
    mayHaveRun: context.mayHaveRun,
    attempts: context.attempts,
    reason,
    timeSpent: context.timeSpent,
    moduleCode: envelope?.moduleCode,
    codeDesc: envelope?.codeDesc,
    requestId: requestIdOf(failed),
    traceId: traceIdOf(failed),
    service,
    action,
    region,
    version,
    httpStatus: response?.status,
    meaning: explained?.meaning,
    remedy: explained?.remedy,
    advice: reason && advice[reason],
    symbol: envelope?.symbol,
    config: context.config,
    request: requestOf(failed),
    response: response && { ...response, config: context.config },
    cause: failed.origin?.cause ?? failed.rejection,
    ...(classification?.class === 'PartialSuccessError' && { data: envelope?.data }),
    ...(fault?.class === 'HttpError' && { body: failed.excerpt }),
  }
  return createError(classification?.class ?? fault?.class ?? 'TransportError', details, secrets)
}
