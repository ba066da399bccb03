import { AxiosHeaders, type AxiosResponse } from 'axios'
import type { Classification, Disposition } from '../../catalog/index.ts'
import type { Envelope } from '../../envelope/index.ts'
import { safeAttempt } from '../../errors/create-error.ts'
import { collectSecrets } from '../../errors/redact.ts'
import { isShortNonce, isSigned, type SignatureMaterial } from '../../request/index.ts'
import { type Attempt, type Decision, type Failure, retryAfterMs } from '../../retry/index.ts'
import type { RejectionOrigin } from '../attachment.ts'
import type { CallState } from '../call-state.ts'
import type { SentAttempt } from '../send-attempt.ts'
import type { TransportFault } from './transport-fault.ts'

/** An attempt that failed, with all that is known about it. */
export interface FailedAttempt extends SentAttempt {
  /** The response that carried the failure, if one came. */
  readonly response: AxiosResponse | undefined
  /** What the adapter rejected with, if it did. */
  readonly rejection: unknown
  /** What lies behind that, if the client can tell. */
  readonly origin: RejectionOrigin | undefined
  /** Exactly one of the two: what the service said, or how the transport failed. */
  readonly envelope: Envelope | undefined
  readonly fault: TransportFault | undefined
  /** What the catalog says of the envelope's code. */
  readonly classification: Classification | undefined
  /** The first characters of a body without an envelope. */
  readonly excerpt: string
  readonly cutByDeadline: boolean
}

const header = (response: AxiosResponse | undefined, name: string): string | undefined => {
  const value = response && AxiosHeaders.from(response.headers as Record<string, string>).get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

// Where the products put the id that their support asks for.
const requestIdHeaders = [
  'x-tc-requestid',
  'x-cos-request-id',
  'x-cls-requestid',
  'x-request-id',
  'x-requestid',
] as const

export function requestIdOf({ envelope, response }: FailedAttempt): string | undefined {
  if (envelope?.requestId !== undefined) return envelope.requestId
  for (const name of requestIdHeaders) {
    const value = header(response, name)
    if (value !== undefined) return value
  }
  return undefined
}

export function traceIdOf({ envelope, response }: FailedAttempt): string | undefined {
  return envelope?.traceId ?? header(response, 'x-cos-trace-id') ?? header(response, 'x-tc-traceid')
}

// Classes that the service raises after it began to execute, or of which nobody knows.
const mayHaveBegun: ReadonlySet<string> = new Set([
  'PartialSuccessError',
  'ResourceOperationError',
  'TencentCloudError',
])

/** Could this attempt have been executed? */
export function mayHaveRun({ classification, fault }: FailedAttempt): boolean {
  if (classification) {
    const { documented, retry } = classification
    // A guess leaves it in doubt.
    return !documented || retry === 'transient' || mayHaveBegun.has(classification.class)
  }
  if (!fault) return true
  return fault.delivery === 'in-doubt' || (fault.delivery === 'answered' && fault.disposition === 'transient')
}

// The usual tolerance of Tencent Cloud's legacy API; the catalog knows where it is another.
const defaultToleranceSeconds = 300

/** What can be done about the failure. */
export const dispositionOf = ({ classification, fault }: FailedAttempt): Disposition =>
  classification?.retry ?? fault?.disposition ?? 'never'

/** The wait that the server asked for, in milliseconds; 0 for none. */
export const askedWaitMs = ({ response, endedAt }: FailedAttempt): number =>
  retryAfterMs(header(response, 'retry-after'), header(response, 'date'), endedAt) ?? 0

/** By how many milliseconds a request's timestamp may miss the server's time. */
export const timestampToleranceMs = ({ classification }: FailedAttempt): number =>
  1000 * (classification?.timestampToleranceSeconds ?? defaultToleranceSeconds)

/** Do a nonce that is too short to be unique, the lack of one, or a wrong clock explain a replay? */
function replayExplained(failed: FailedAttempt, material: SignatureMaterial, offsetMs: number | undefined): boolean {
  if (material.nonce === undefined || isShortNonce(material.nonce)) return true
  if (offsetMs === undefined || material.timestamp === undefined) return false
  return Math.abs(failed.endedAt + offsetMs - Number(material.timestamp) * 1000) > timestampToleranceMs(failed)
}

/**
 * The failure as the decision sees it.
 *
 * @param offsetMs how far the server's clock is ahead of this machine's, if the answer tells
 */
export function failureOf(failed: FailedAttempt, material: SignatureMaterial, offsetMs: number | undefined): Failure {
  const { classification, fault } = failed
  const disposition = dispositionOf(failed)
  const delivery = fault?.delivery ?? 'answered'
  const minDelayMs = Math.max(askedWaitMs(failed), classification?.minDelayMs ?? 0)
  const rejectsSignature = disposition === 're-sign' || disposition === 'clock'
  // A nonce that the server saw makes the same signature a replay.
  const nonceIsSpent = isSigned(material) && material.nonce !== undefined && delivery !== 'not-sent'
  return {
    disposition,
    documented: classification?.documented ?? true,
    delivery,
    httpOnly: fault !== undefined,
    needsNewSignature: rejectsSignature || nonceIsSpent,
    replayExplained: replayExplained(failed, material, offsetMs),
    // A corrected clock moves the timestamp by itself.
    nonceless: material.nonce === undefined && (disposition === 're-sign' || !offsetMs),
    ...(minDelayMs > 0 && { minDelayMs }),
    ...(classification?.maxAttempts !== undefined && { maxAttempts: classification.maxAttempts }),
  }
}

/** The secrets of an attempt, before and after it was signed: a server may repeat them. */
export function sentSecretsOf({ encoded, sent, credentials, origin }: FailedAttempt): ReadonlySet<string> {
  const { secretKey, token } = credentials ?? {}
  return new Set([
    ...collectSecrets(sent.shape),
    ...(sent === encoded ? [] : collectSecrets(encoded.shape)),
    ...[secretKey, token].filter((value) => value !== undefined),
    ...(origin?.secrets ?? []),
  ])
}

/**
 * The public record of a failed attempt and of what was decided after it. In a call that is listened to it shows no
 * secret, for what is told at once may end up in any log.
 */
export function attemptRecord(
  failed: FailedAttempt,
  { pass, tell }: Pick<CallState, 'pass' | 'tell'>,
  { decision, reason, delayMs }: Decision,
): Attempt {
  const { number, startedAt, endedAt, envelope, fault, response } = failed
  const requestId = requestIdOf(failed)
  const attempt: Attempt = {
    number,
    startedAt,
    queuedMs: pass?.queuedMs ?? 0,
    durationMs: endedAt - startedAt,
    code: envelope?.code ?? fault?.code ?? 'ERR_BAD_RESPONSE',
    ...(envelope?.moduleCode !== undefined && { moduleCode: envelope.moduleCode }),
    ...(requestId !== undefined && { requestId }),
    ...(response && { httpStatus: response.status }),
    decision,
    reason,
    delayMs,
  }
  return tell ? safeAttempt(attempt, sentSecretsOf(failed)) : attempt
}
