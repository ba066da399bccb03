import { couldHaveRun } from '../../catalog/could-have-run.ts'
import type { Classification, Disposition } from '../../catalog/index.ts'
import type { Envelope } from '../../envelope/index.ts'
import { redactAttempt } from '../../errors/create-error.ts'
import { collectSecrets } from '../../errors/redact.ts'
import { isShortNonce, isSigned, type RequestShape, type SignatureMaterial } from '../../request/index.ts'
import { type Attempt, type Decision, type Delivery, type Failure, parseRetryAfter } from '../../retry/index.ts'
import type { Call } from '../call.ts'
import type { EndedAttempt, Exhibit } from '../ports.ts'
import type { TransportFault } from './transport-fault.ts'

/**
 * What is known of a failed attempt: exactly one of `envelope` (the service's error) and `fault` (the transport's
 * failure).
 */
export interface Finding {
  readonly envelope: Envelope | undefined
  readonly fault: TransportFault | undefined
  /** The catalog's classification of the envelope's code. */
  readonly classification: Classification | undefined
  /** How far the request came, if the status of an envelope leaves it in doubt. */
  readonly delivery?: Delivery | undefined
}

/** What the answer of a failed attempt says beside that. */
interface AnswerFacts {
  readonly requestId: string | undefined
  readonly traceId: string | undefined
  /** The wait that the server asked for, in milliseconds; 0 for none. */
  readonly askedWaitMs: number
}

/** An attempt that failed, with all that is known about it. */
export type FailedAttempt<Answer = unknown> = EndedAttempt<Answer> & Finding & AnswerFacts

/** The request as it was sent; if it was never ready, as it reached this package. */
export const sentRequest = ({ carrier }: Call<unknown>, { prepared }: EndedAttempt<unknown>): RequestShape =>
  prepared?.request ?? carrier.request

// The headers in which products send the request id, which their support asks for.
const requestIdHeaders = [
  'x-tc-requestid',
  'x-cos-request-id',
  'x-cls-requestid',
  'x-request-id',
  'x-requestid',
  'request-id',
] as const

const traceIdHeaders = ['x-cos-trace-id', 'x-tc-traceid'] as const

/** An attempt, with what was found of its failure. */
export function toFailedAttempt<Answer>(ended: EndedAttempt<Answer>, finding: Finding): FailedAttempt<Answer> {
  const { outcome, endedAt } = ended
  const headers = outcome.kind === 'response' ? outcome.headers : {}
  const readFirst = (names: readonly string[]) => names.map((name) => headers[name]).find((value) => value)
  return {
    ...ended,
    ...finding,
    requestId: finding.envelope?.requestId ?? readFirst(requestIdHeaders),
    traceId: finding.envelope?.traceId ?? readFirst(traceIdHeaders),
    askedWaitMs: parseRetryAfter(headers['retry-after'], headers.date, endedAt) ?? 0,
  }
}

/** Could this attempt have been executed? */
export function mayHaveRun({ classification, fault }: FailedAttempt): boolean {
  if (classification) return couldHaveRun(classification)
  if (!fault) return true
  return fault.delivery === 'in-doubt' || (fault.delivery === 'answered' && fault.disposition === 'transient')
}

// Seconds: the usual tolerance of Tencent Cloud's legacy API. The catalog has the exceptions.
const defaultToleranceSeconds = 300

/** What can be done about the failure. */
export const readDisposition = ({ classification, fault }: FailedAttempt): Disposition =>
  classification?.retry ?? fault?.disposition ?? 'never'

/** Milliseconds by which a request's timestamp may differ from the server's time. */
export const timestampToleranceMs = ({ classification }: FailedAttempt): number =>
  1000 * (classification?.timestampToleranceSeconds ?? defaultToleranceSeconds)

/** Does a missing nonce, a nonce too short to be unique, or a wrong clock explain a replay? */
function replayExplained(failed: FailedAttempt, material: SignatureMaterial, offsetMs: number | undefined): boolean {
  if (material.nonce === undefined || isShortNonce(material.nonce)) return true
  if (offsetMs === undefined || material.timestamp === undefined) return false
  return Math.abs(failed.endedAt + offsetMs - Number(material.timestamp) * 1000) > timestampToleranceMs(failed)
}

/**
 * The failure in the form that `decide` takes.
 *
 * @param offsetMs milliseconds by which the server's clock is ahead of this machine's, if the response shows it
 */
export function toFailure(failed: FailedAttempt, material: SignatureMaterial, offsetMs: number | undefined): Failure {
  const { classification, fault } = failed
  const disposition = readDisposition(failed)
  const delivery = fault?.delivery ?? failed.delivery ?? 'answered'
  const minDelayMs = Math.max(failed.askedWaitMs, classification?.minDelayMs ?? 0)
  const rejectsSignature = disposition === 're-sign' || disposition === 'clock'
  // After the server has seen a nonce, the same signature is a replay.
  const nonceIsSpent = isSigned(material) && material.nonce !== undefined && delivery !== 'not-sent'
  return {
    disposition,
    documented: classification?.documented ?? true,
    delivery,
    httpOnly: fault !== undefined,
    needsNewSignature: rejectsSignature || nonceIsSpent,
    replayExplained: replayExplained(failed, material, offsetMs),
    // A corrected clock changes the timestamp anyway.
    nonceless: material.nonce === undefined && (disposition === 're-sign' || !offsetMs),
    ...(minDelayMs > 0 && { minDelayMs }),
    ...(classification?.maxAttempts !== undefined && { maxAttempts: classification.maxAttempts }),
  }
}

const secretsOf = new WeakMap<FailedAttempt, ReadonlySet<string>>()

/** The secrets of an attempt, before and after it was signed: a server may repeat them. Collected once. */
export function collectSentSecrets<Answer>(
  call: Call<Answer>,
  failed: FailedAttempt<Answer>,
  { config, otherForms, secrets }: Exhibit = call.carrier.exhibit(failed, false),
): ReadonlySet<string> {
  const known = secretsOf.get(failed)
  if (known) return known
  const { secretKey, token } = failed.prepared?.credentials ?? {}
  const collected = new Set([
    ...collectSecrets(sentRequest(call, failed), ...otherForms, config ?? {}),
    ...[secretKey, token].filter((value) => value !== undefined),
    ...secrets,
  ])
  secretsOf.set(failed, collected)
  return collected
}

/**
 * The public record of a failed attempt and of the decision after it. Secrets are redacted: a server may repeat them as
 * a code or a request id, and what `attemptsOf` gives may be logged anywhere.
 */
export function toAttemptRecord<Answer>(
  call: Call<Answer>,
  failed: FailedAttempt<Answer>,
  decision: Decision,
): Attempt {
  const { number, startedAt, endedAt, envelope, fault, outcome, requestId } = failed
  const attempt: Attempt = {
    number,
    startedAt,
    queuedMs: call.pass?.queuedMs ?? 0,
    durationMs: endedAt - startedAt,
    code: envelope?.code ?? fault?.code ?? 'ERR_BAD_RESPONSE',
    ...(envelope?.moduleCode !== undefined && { moduleCode: envelope.moduleCode }),
    ...(requestId !== undefined && { requestId }),
    ...(outcome.kind === 'response' && { httpStatus: outcome.status }),
    ...decision,
  }
  return redactAttempt(attempt, collectSentSecrets(call, failed))
}
