import { createError } from '../../errors/create-error.ts'
import type { TencentCloudError } from '../../errors/index.ts'
import { redact } from '../../errors/redact.ts'
import type { Attempt } from '../../retry/index.ts'
import type { Call } from '../call.ts'
import { collectSentSecrets, type FailedAttempt, readDisposition } from './failed-attempt.ts'
import type { CallFacts } from './judge.ts'

// Advice for the reasons that a developer can remove.
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

const readMessage = (rejection: unknown): string => (rejection instanceof Error ? rejection.message : '')

function readServerMessage({ envelope, fault, outcome }: FailedAttempt, secrets: ReadonlySet<string>): string {
  if (envelope) return envelope.message
  if (fault?.class !== 'HttpError' || outcome.kind !== 'response') return readMessage(outcome.rejection)
  const { excerpt } = outcome
  const status = `HTTP ${outcome.status} ${outcome.statusText}`.trim()
  return excerpt === '' ? status : `${status}: ${redact(excerpt, secrets, true).slice(0, 120).replace(/\s+/g, ' ')}`
}

/**
 * The typed error of a call that failed.
 *
 * @param isLast true if the call ends with it, false if only `retry.decide` gets it
 */
export async function buildError<Answer>(
  call: Call<Answer>,
  failed: FailedAttempt<Answer>,
  { description, catalog }: CallFacts,
  isLast: boolean,
): Promise<TencentCloudError> {
  const { log, carrier } = call
  const { envelope, fault, classification, outcome } = failed
  const { service, action, region, version } = description
  const explained = envelope && (await catalog.lookup(envelope.code, { ...envelope, service, action }))
  // What `retry.decide` is shown has not given up yet.
  const reason = isLast ? log.attempts.at(-1)?.reason : undefined
  const exhibit = carrier.exhibit(failed, isLast)
  const { config, request, response, cause } = exhibit
  const secrets = collectSentSecrets(call, failed, exhibit)
  const details = {
    code: envelope?.code ?? fault?.code ?? 'ERR_BAD_RESPONSE',
    serverMessage: readServerMessage(failed, secrets),
    retry: readDisposition(failed),
    mayHaveRun: log.mayHaveRun,
    attempts: [...log.attempts],
    reason,
    timeSpent: call.timeSpent(),
    moduleCode: envelope?.moduleCode,
    codeDesc: envelope?.codeDesc,
    requestId: failed.requestId,
    traceId: failed.traceId,
    service,
    action,
    region,
    version,
    httpStatus: outcome.kind === 'response' ? outcome.status : undefined,
    meaning: explained?.meaning,
    remedy: explained?.remedy,
    advice: reason && advice[reason],
    symbol: envelope?.symbol,
    config,
    request,
    response,
    cause,
    ...(classification?.class === 'PartialSuccessError' && { data: envelope?.data }),
    ...(fault?.class === 'HttpError' && outcome.kind === 'response' && { body: outcome.excerpt }),
  }
  return createError(classification?.class ?? fault?.class ?? 'TransportError', details, secrets)
}
