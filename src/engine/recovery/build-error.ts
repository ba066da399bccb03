import { toBodyExcerpt } from '../../envelope/answer-body.ts'
import { createError } from '../../errors/create-error.ts'
import type { TencentCloudFailure } from '../../errors/index.ts'
import { redact } from '../../errors/redact.ts'
import type { Decision, GiveUpReason } from '../../retry/index.ts'
import type { Call } from '../call.ts'
import { type AskedWait, explainGivingUp } from './explain-giving-up.ts'
import { collectSentSecrets, type FailedAttempt, readDisposition } from './failed-attempt.ts'
import type { CallFacts } from './judge.ts'

// Advice for the reasons that a developer can remove.
const advice: Readonly<Partial<Record<GiveUpReason, string>>> = {
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
  if (!fault || outcome.kind !== 'response') return readMessage(outcome.rejection)
  const lacks = fault.kind === 'no-envelope'
  const excerpt = lacks ? toBodyExcerpt(outcome.body) : outcome.excerpt
  const status = `HTTP ${outcome.status} ${lacks ? 'without a Response' : outcome.statusText}`.trim()
  return excerpt === '' ? status : `${status}: ${redact(excerpt, secrets, true).slice(0, 120).replace(/\s+/g, ' ')}`
}

/** The wait that the server asked for, and the time that was left for it when it asked. */
function readAskedWait(
  { retry, startedAt, deadline }: Call<unknown>,
  { askedWaitMs, endedAt }: FailedAttempt,
): AskedWait {
  const { deadlineMs = Number.POSITIVE_INFINITY, policy } = retry
  const latestMs = Math.min(deadlineMs, policy ? policy.maxRetryTimeMs + deadline.excusedMs : deadlineMs)
  return { askedMs: askedWaitMs, leftMs: Math.max(0, latestMs - (endedAt - startedAt)) }
}

/** The meaning and the remedy of a failure. */
async function describeFailure(
  { log }: Call<unknown>,
  { envelope, fault, classification }: FailedAttempt,
  { description: { service, action }, catalog, repeat }: CallFacts,
) {
  if (envelope) {
    const known = await catalog.lookup(envelope.code, { ...envelope, service, action })
    // Where the status decided, the name of an undocumented code says something else.
    return known.class === classification?.class ? known : undefined
  }
  if (!fault) return undefined
  // Where the texts cannot be loaded, meaning and remedy are missing, as they are of a code.
  const texts = await import('./transport-texts.ts').catch(() => undefined)
  return texts?.describeFault(fault.kind, log.mayHaveRun, repeat)
}

/**
 * The typed error of a call that failed.
 *
 * @param proposed if the call has not given up: the decision that `retry.decide` may overrule
 */
export async function buildError<Answer>(
  call: Call<Answer>,
  failed: FailedAttempt<Answer>,
  facts: CallFacts,
  proposed?: Decision,
): Promise<TencentCloudFailure> {
  const { log, carrier } = call
  const { envelope, fault, classification, outcome, askedWaitMs } = failed
  const { service, action, region, version } = facts.description
  const described = await describeFailure(call, failed, facts)
  const isLast = proposed === undefined
  // The error that `retry.decide` gets is the one that is thrown if it gives up.
  const wouldBe = proposed?.decision === 'give-up' ? proposed.reason : 'overruled'
  const reason = isLast ? (log.giveUpReason ?? 'not-retryable') : wouldBe
  const timeSpent = call.timeSpent()
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
    explanation: isLast ? explainGivingUp(reason, timeSpent, readAskedWait(call, failed)) : '',
    timeSpent,
    moduleCode: envelope?.moduleCode,
    codeDesc: envelope?.codeDesc,
    requestId: failed.requestId,
    traceId: failed.traceId,
    service,
    action,
    region,
    version,
    httpStatus: outcome.kind === 'response' ? outcome.status : undefined,
    retryAfterMs: askedWaitMs || undefined,
    limitKind: classification?.limitKind,
    meaning: described?.meaning,
    remedy: described?.remedy,
    advice: isLast ? advice[reason] : undefined,
    symbol: envelope?.symbol,
    language: call.client.settings.errorLanguage,
    config,
    request,
    response,
    cause,
    ...(classification?.class === 'PartialSuccessError' && { data: envelope?.data }),
    ...(fault?.class === 'HttpError' && outcome.kind === 'response' && { body: outcome.excerpt }),
  }
  return createError(classification?.class ?? fault?.class ?? 'TransportError', details, secrets)
}
