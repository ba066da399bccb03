import { createLookup } from '../../catalog/index.ts'
import { AuthenticationError } from '../../errors/index.ts'
import { type ModelUse, type RequestDescription, resolveRepeat } from '../../request/index.ts'
import { type GiveUpReason, giveUp, retryAfterFailure, type Tried } from '../../retry/index.ts'
import { attempt } from '../attempt.ts'
import type { Call } from '../call.ts'
import { untilCancelled } from '../cancellation.ts'
import type { Client } from '../client.ts'
import { describeCall, isModelHost, listActions } from '../describe-call.ts'
import type { EndedAttempt } from '../ports.ts'
import { askUser } from './ask-user.ts'
import { buildError } from './build-error.ts'
import { type FailedAttempt, mayHaveRun, toAttemptRecord } from './failed-attempt.ts'
import { type CallFacts, judge } from './judge.ts'
import { type Repeatable, RetryPlan } from './retry-plan.ts'

/** How a call ends: returns its answer, or throws the error that its caller gets. */
type Ending<Answer> = () => Answer | Promise<Answer>

/**
 * Continues a call whose first attempt may have failed, until an attempt succeeds or the call gives up.
 *
 * @throws TencentCloudError; the cancellation's reason; what an interceptor, a signer or `retry.decide` throws; with
 * `throwErrors: false`, and for failures that this package does not handle, what the carrier rejects with
 */
export async function recover<Answer>(call: Call<Answer>, first: EndedAttempt<Answer>): Promise<Answer> {
  const { client, carrier, log } = call
  client.catalog ??= createLookup(client.settings.catalog)
  const description = describeCall(carrier, client, first.prepared?.request)
  const known: CallFacts = { description, catalog: client.catalog }
  // While code is loaded, a cancellation ends the call. What the attempt shows of the limit is reported all the same.
  const failed = await untilCancelled(call.cancellation, () => judge(call, first, known))
  if (!failed) return endAsIs(call, first)

  // A browser that has just lost its connection cannot load the rest either.
  const repeatable = await untilCancelled(call.cancellation, () =>
    readRepeatable(call, description).catch(() => undefined),
  )
  if (!repeatable) {
    if (mayHaveRun(failed)) log.suspectExecution()
    log.failed(toAttemptRecord(call, failed, giveUp('not-loaded')))
    return endWith(call, failed, known)
  }
  const facts: CallFacts = { ...known, repeat: repeatable.repeat }
  const plan = new RetryPlan(call, repeatable)
  /** The last attempt that failed by itself. The error tells of it, and not of an attempt after it that was cut. */
  let last = failed

  const notRepeated = (reason: GiveUpReason) => {
    log.gaveUp(reason)
    return { value: () => endWith(call, last, facts) }
  }

  /** Makes a retry. Returns how the call ends with it, or the failure with which the call continues. */
  async function tryAgain(number: number): Promise<Tried<Ending<Answer>, FailedAttempt<Answer>>> {
    try {
      const ended = await attempt(call, number, {
        isSpent: (request) => plan.isSpent(request),
        onSend: () => discard(last),
      })
      if ('notMade' in ended) return notRepeated(ended.notMade)
      if (handsBack(client, ended.outcome.rejection)) return notRepeated('cannot-re-sign')
      const failure = await judge(call, ended, facts)
      return failure ? { failure } : { value: () => endAsIs(call, ended) }
    } catch (error) {
      if (handsBack(client, error)) return notRepeated('cannot-re-sign')
      throw error
    }
  }

  const tried = await retryAfterFailure<Ending<Answer>, FailedAttempt<Answer>>(failed, {
    attempt: tryAgain,
    proceed(latest) {
      if (latest.outcome.kind !== 'cut') last = latest
      return proceed(call, latest, plan, repeatable.replayable, facts)
    },
  }).catch((error: unknown) => {
    discard(last)
    throw error
  })
  return 'failure' in tried ? endWith(call, last, facts, tried.failure) : tried.value()
}

/** With `throwErrors: false` the earlier failure is handed back if there are no credentials for a retry. */
const handsBack = ({ settings }: Client, error: unknown): boolean =>
  !settings.throwErrors && error instanceof AuthenticationError

function discard({ outcome }: EndedAttempt<unknown>): void {
  if (outcome.kind === 'response') outcome.discard()
}

/** Reads the facts that decide whether the call may be repeated. */
async function readRepeatable(call: Call<unknown>, description: RequestDescription): Promise<Repeatable> {
  const { method, service, idempotent } = description
  const { replayable, canSignAgain, signsByOwnClock, clientToken } = await call.carrier.abilities()
  const actions = listActions(call.carrier, description)
  const use = await loadUse(call, description)
  const repeat = await resolveRepeat({ actions, method, service, idempotent, clientToken, use })
  return { repeat, replayable, canSignAgain, signsByOwnClock }
}

/** What a call to a model endpoint does; undefined for all others, for which no code is loaded. */
async function loadUse(call: Call<unknown>, description: RequestDescription): Promise<ModelUse | undefined> {
  if (!isModelHost(description, call.client)) return undefined
  return (await import('../model-call.ts')).readUse(call.carrier, description)
}

/** Ends the call with an attempt that did not fail, or failed in a way that this package does not handle. */
function endAsIs<Answer>(call: Call<Answer>, ended: EndedAttempt<Answer>): Answer {
  const { outcome } = ended
  if (outcome.kind === 'response' && outcome.accepted) return call.succeed({ ...ended, outcome })
  const answer = call.carrier.handOver(ended)
  call.log.recordOn(answer)
  return answer
}

/** Decides about a failed attempt, records the decision and waits its delay. Resolves to false to give up. */
async function proceed<Answer>(
  call: Call<Answer>,
  failed: FailedAttempt<Answer>,
  plan: RetryPlan,
  replayable: boolean,
  facts: CallFacts,
): Promise<boolean> {
  const { client, startedAt, log } = call
  const { clock } = client.settings
  const decision = await untilCancelled(call.cancellation, async () => {
    const elapsedMs = clock.now() - startedAt
    const proposed = await plan.decideAfter(failed, elapsedMs)
    if (failed.outcome.kind === 'cut') return proposed
    const error = () => buildError(call, failed, facts, proposed)
    return askUser(call, proposed, { attempt: failed.number, elapsedMs, replayable, error })
  })
  const record = toAttemptRecord(call, failed, decision)
  log.failed(record)
  plan.settle(failed, decision)
  if (decision.decision === 'give-up') return false
  // With `throwErrors: false` it is handed back if the retry cannot be made.
  if (client.settings.throwErrors) discard(failed)
  call.tell?.({ type: 'retry', attempt: record })
  const { delayMs } = decision
  if (delayMs === 0) return true
  call.tell?.({ type: 'wait', number: failed.number + 1, reason: 'backoff', delayMs })
  const since = clock.now()
  await untilCancelled(call.cancellation, (signal) => clock.sleep(delayMs, signal))
  log.waited(clock.now() - since)
  return true
}

/**
 * Ends the call with a failure: as a typed error, or unchanged with `throwErrors: false`.
 *
 * @param latest the last attempt, if it was cut by the deadline after that failure
 */
async function endWith<Answer>(
  call: Call<Answer>,
  failed: FailedAttempt<Answer>,
  facts: CallFacts,
  latest = failed,
): Promise<Answer> {
  const { client, carrier, log } = call
  if (client.settings.throwErrors || latest.outcome.kind === 'cut') {
    const error = await untilCancelled(call.cancellation, () => buildError(call, failed, facts))
    log.recordOn(error)
    throw error
  }
  try {
    const answer = carrier.handOver(failed)
    log.recordOn(answer)
    return answer
  } catch (rejection) {
    log.recordOn(rejection)
    throw rejection
  }
}
