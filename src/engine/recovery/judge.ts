import type { Classification, Lookup } from '../../catalog/index.ts'
import type { Envelope } from '../../envelope/index.ts'
import { isTencentCloudError } from '../../errors/index.ts'
import type { AttemptEnd } from '../../pacing/pass.ts'
import { holdsObjects, type Repeat, type RequestDescription } from '../../request/index.ts'
import type { Call } from '../call.ts'
import type { Client } from '../client.ts'
import { isTrusted } from '../describe-call.ts'
import type { Answered, EndedAttempt } from '../ports.ts'
import { type FailedAttempt, type Finding, readDisposition, toFailedAttempt } from './failed-attempt.ts'
import { lacksAnswer } from './lacks-answer.ts'
import { weighStatus } from './status-evidence.ts'
import { httpFault, noEnvelope, transportFault } from './transport-fault.ts'

const cutFault = { class: 'TimeoutError', kind: 'deadline', code: 'ETIMEDOUT', disposition: 'never' } as const

/** What the attempts of a call are judged by. */
export interface CallFacts {
  readonly description: RequestDescription
  readonly catalog: Lookup
  /** What a repeat of the call can do; undefined while that is not known. */
  readonly repeat?: Repeat
}

/**
 * Decides whether an attempt failed in a way that this package handles, and reports to pacing how it ended.
 *
 * @returns undefined if it did not: the carrier then passes on the result of the attempt
 */
export async function judge<Answer>(
  call: Call<Answer>,
  ended: EndedAttempt<Answer>,
  facts: CallFacts,
): Promise<FailedAttempt<Answer> | undefined> {
  const finding = await find(call, ended, facts).catch((error: unknown) => {
    call.pass?.end('failed')
    throw error
  })
  const failed = finding && toFailedAttempt(ended, finding)
  const answer = !failed && ended.outcome.kind === 'response' ? ended.outcome : undefined
  await call.pass?.end(toAttemptEnd(ended, failed), undefined, answer)
  return failed
}

async function find(
  { client, carrier }: Call<unknown>,
  { outcome }: EndedAttempt<unknown>,
  { description, catalog }: CallFacts,
): Promise<Finding | undefined> {
  const byFault = (fault: Finding['fault']): Finding | undefined =>
    fault && { envelope: undefined, fault, classification: undefined }
  if (outcome.kind === 'cut') return byFault({ ...cutFault, delivery: outcome.sent ? 'in-doubt' : 'not-sent' })
  const trusted = isTrusted(description.target, client)
  const { rejection } = outcome
  if (outcome.kind === 'response') {
    const { envelope } = outcome
    const found = envelope && (await findByEnvelope(outcome, envelope, { description, catalog }, { client, trusted }))
    if (found || !trusted) return found
    if (outcome.accepted) return lacksAnswer(description, outcome) ? byFault(noEnvelope) : undefined
    return byFault(httpFault(outcome.status, readCode(rejection)))
  }
  // A TencentCloudError is complete: the carrier has classified the failure.
  if (outcome.isMistake || carrier.cancellation.isCancellation(rejection) || isTencentCloudError(rejection))
    return undefined
  if (!trusted) return undefined
  return byFault(transportFault(rejection, hasResponse(rejection)))
}

async function findByEnvelope(
  { status, accepted }: Answered<unknown>,
  envelope: Envelope,
  { description, catalog }: CallFacts,
  { client, trusted }: { readonly client: Client; readonly trusted: boolean },
): Promise<Finding | undefined> {
  if (isDownload(description, status)) return undefined
  const { service, action } = description
  if (envelope.dialect === 'model') {
    const { classifyModelError } = await import('./model-judge.ts')
    const known = await classifyModelError(envelope, { status, accepted }, description, catalog, client)
    return known && toFinding(envelope, status, known)
  }
  const listed = await catalog.classify(envelope.code, { ...envelope, service, action })
  const isMeant =
    (trusted && isAnswer(description, envelope)) ||
    envelope.certainty === 'certain' ||
    (envelope.certainty === 'if-listed' && isUnmistakable(listed))
  return isMeant ? toFinding(envelope, status, listed) : undefined
}

function toFinding(envelope: Envelope, status: number, listed: Classification): Finding {
  const weighed = weighStatus(listed, status)
  if (!envelope.isLate) return { envelope, fault: undefined, ...weighed }
  return { envelope, fault: undefined, classification: { ...listed, retry: 'never' } }
}

/**
 * Is it a code of Tencent Cloud, wherever it comes from? Bare numbers of single products are not: other APIs have the
 * same ones. A pair of a public code and a module code is.
 */
const isUnmistakable = ({ source, products, moduleCode }: Classification): boolean =>
  source === 'listed' && (products === undefined || moduleCode !== undefined)

/**
 * Was the content of a bucket downloaded, whatever it looks like? A GET that COS refuses has a status of a failure.
 */
const isDownload = ({ target, method }: RequestDescription, status: number): boolean =>
  method === 'GET' && status < 300 && target !== undefined && holdsObjects(target.hostname)

/**
 * Is the body an answer of the host that was called? JSON in a bucket is its owner's data, where only COS' own error
 * document is a failure, and the format of some products means nothing on the hosts of others.
 */
function isAnswer({ target, service }: RequestDescription, { dialect, certainty }: Envelope): boolean {
  if (certainty === 'by-service') return service === dialect
  return dialect === 'cos' || target === undefined || !holdsObjects(target.hostname)
}

const readCode = (rejection: unknown): string | undefined => {
  const code: unknown = Reflect.get(Object(rejection), 'code')
  return typeof code === 'string' ? code : undefined
}

const hasResponse = (rejection: unknown): boolean => Reflect.get(Object(rejection), 'response') !== undefined

/**
 * What an attempt shows about rate limits. A limiter runs before the service, so any other answer of the service shows
 * that the limiter accepted the request.
 */
function toAttemptEnd({ outcome }: EndedAttempt<unknown>, failed: FailedAttempt | undefined): AttemptEnd {
  if (failed && readDisposition(failed) === 'throttle') {
    const { envelope, askedWaitMs, startedAt, classification } = failed
    const limitKind = classification?.limitKind
    return { code: envelope?.code ?? '', retryAfterMs: askedWaitMs, startedAt, limitKind }
  }
  // At capacity for everybody, which says nothing of the account's own limit.
  if (failed?.classification?.retry === 'busy' && failed.classification.kind === 'unavailable') return 'failed'
  const answered = failed ? failed.envelope !== undefined : outcome.kind === 'response' && outcome.accepted
  return answered ? 'accepted' : 'failed'
}
