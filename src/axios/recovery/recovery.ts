import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Lookup } from '../../catalog/index.ts'
import { AuthenticationError } from '../../errors/index.ts'
import { PacingRefusal } from '../../pacing/pass.ts'
import {
  createFieldReader,
  isReplayable,
  type RequestDescription,
  resolveRepeat,
  sameMaterial,
  signatureMaterial,
} from '../../request/index.ts'
import { AttemptFailed, type GiveUpReason, retryAfterFailure } from '../../retry/index.ts'
import { recordAttempts } from '../attempts-of.ts'
import type { CallState } from '../call-state.ts'
import { untilCancelled } from '../cancellation.ts'
import { DeadlineCut, prepareWithin } from '../deadline.ts'
import { actionsOf, describeCall } from '../describe-call.ts'
import { hostKey } from '../host-key.ts'
import { noteSuccess } from '../note-success.ts'
import { attemptEnd } from '../pacing/attempt-end.ts'
import { enterPacing } from '../pacing/call-pass.ts'
import { discardStream } from '../response/stream.ts'
import { skipTransforms, transformFailure } from '../response/transform-failure.ts'
import { type EndedAttempt, sendAttempt, signsItself } from '../send-attempt.ts'
import { injectClientToken } from '../signing/client-token.ts'
import { ClockRepair } from '../signing/clock-repair.ts'
import { encodeData, isEncodable } from '../signing/encode-data.ts'
import { EncodedRequest } from '../snapshot.ts'
import { timeSpentOf } from '../time-spent-of.ts'
import { buildError } from './build-error.ts'
import { catalogOf } from './catalog-of.ts'
import { examine } from './examine.ts'
import { attemptRecord, type FailedAttempt } from './failed-attempt.ts'
import { nameBrokenBody } from './name-broken-body.ts'
import { askUser } from './overrule.ts'
import { restoreRequest } from './restore-request.ts'
import { RetryPlan, SameSignature } from './retry-plan.ts'

/** How the next attempt is made: from the caller's request through the interceptors, from its body, or as it was sent. */
type Origin = 'interceptors' | 'body' | 'sent'

/** A call after its first attempt failed. */
class Recovery {
  readonly #call: CallState
  readonly #catalog: Lookup
  readonly #description: RequestDescription
  /** The first attempt's request, as it reached the adapter. */
  readonly #encoded: EncodedRequest
  /** The config that axios called the adapter with, and goes on using when the call ends. */
  readonly #config: InternalAxiosRequestConfig
  readonly #origin: Origin
  #plan: RetryPlan | undefined
  #replayable = false
  /** Does anything run before an attempt is sent that may take its time? */
  readonly #prepares: boolean

  constructor(call: CallState, config: InternalAxiosRequestConfig, first: EndedAttempt) {
    this.#call = call
    this.#encoded = first.encoded
    this.#config = config
    this.#catalog = catalogOf(call.attachment)
    this.#description = describeCall(call, first.encoded, first.sent)
    this.#origin = this.#chooseOrigin()
    this.#prepares = this.#origin === 'interceptors' || signsItself(call)
  }

  #chooseOrigin(): Origin {
    const { pristine, attachment, data } = this.#call
    const { rerunInterceptors } = attachment.settings
    if (pristine && rerunInterceptors !== false) {
      const signed = !sameMaterial(signatureMaterial(pristine), signatureMaterial(this.#encoded.shape))
      if (rerunInterceptors === true || signed) return 'interceptors'
    }
    // A form that axios made of an object is a stream in Node: it cannot be sent again, but made again.
    return !isReplayable(this.#encoded.data) && isEncodable(data) ? 'body' : 'sent'
  }

  /** Goes on until an attempt succeeds or the call gives up. */
  async run(first: EndedAttempt): Promise<AxiosResponse> {
    const { attachment, pristine, data } = this.#call
    const { method, service, idempotent } = this.#description
    const actions = actionsOf(this.#call, this.#encoded, this.#description)
    const failed = await this.#examine(first)
    if (!failed) return this.#accept(first)
    this.#replayable = isReplayable(this.#origin === 'sent' ? this.#encoded.data : (pristine?.data ?? data))
    const repeatability = {
      repeat: await resolveRepeat({ actions, method, service, idempotent, clientToken: this.#lastingClientToken() }),
      replayable: this.#replayable,
      canSignAgain:
        this.#origin === 'interceptors' ||
        attachment.client.signs === true ||
        attachment.settings.sign !== undefined ||
        first.credentials !== undefined,
    }
    const clockRepair = new ClockRepair(attachment, hostKey(this.#config))
    const plan = new RetryPlan(this.#call, repeatability, clockRepair)
    this.#plan = plan
    let last = failed
    try {
      return await retryAfterFailure<AxiosResponse, FailedAttempt>(failed, {
        attempt: (number) => untilCancelled(this.#config, () => this.#attempt(number)),
        proceed: (latest) => {
          last = latest
          return this.#proceed(latest, plan)
        },
      })
    } catch (error) {
      // Decided to be tried again, and then there was no signature to do it with.
      if (error instanceof SameSignature || this.#handsBack(error)) this.#recordGiveUp('cannot-re-sign')
      else if (error instanceof PacingRefusal) this.#recordGiveUp(error.reason)
      else if (!(error instanceof AttemptFailed)) throw error
      return this.#endWith(last)
    }
  }

  /** Credentials that cannot be had for a retry: with `throwErrors: false` the failure before it is what is handed back. */
  #handsBack(error: unknown): boolean {
    return !this.#call.attachment.settings.throwErrors && error instanceof AuthenticationError
  }

  async #examine(ended: EndedAttempt): Promise<FailedAttempt | undefined> {
    const { attachment } = this.#call
    const failed = await examine(ended, this.#description, attachment, this.#catalog)
    await this.#call.pass?.end(attemptEnd(ended, failed))
    return failed
  }

  /** Ends the call with an attempt that did not fail, or failed in a way that is not this package's business. */
  #accept(ended: EndedAttempt): AxiosResponse {
    const { outcome } = ended
    if (outcome.kind !== 'answered') throw outcome.rejection
    if (this.#call.clientToken !== undefined) outcome.response.config = this.#config
    noteSuccess(this.#call, ended, outcome.response)
    return outcome.response
  }

  /** The ClientToken, if every attempt bears the same one: one that a signer makes anew each time protects nothing. */
  #lastingClientToken(): string | undefined {
    if (this.#call.clientToken !== undefined) return this.#call.clientToken
    const start = this.#origin === 'interceptors' ? this.#call.pristine : this.#encoded.shape
    const token = this.#description.clientToken
    return start && createFieldReader(start)('ClientToken') === token ? token : undefined
  }

  async #attempt(number: number): Promise<AxiosResponse> {
    const { settings } = this.#call.attachment
    const { clock } = settings
    let startedAt = clock.now()
    try {
      await enterPacing(this.#call, this.#encoded, this.#config, this.#prepares)
      startedAt = clock.now()
      return await prepareWithin(this.#call, (begin) => this.#sendAgain(number, begin))
    } catch (rejection) {
      if (!(rejection instanceof DeadlineCut)) throw rejection
      const outcome = { kind: 'failed', rejection } as const
      const encoded = this.#encoded
      return this.#judge({ number, encoded, sent: encoded, startedAt, endedAt: clock.now(), outcome })
    }
  }

  async #sendAgain(number: number, begin: () => void): Promise<AxiosResponse> {
    const { pristine, attachment } = this.#call
    const { sendThroughInterceptors } = attachment.client
    const copy = this.#encoded.copy()
    if (this.#origin !== 'interceptors' || !pristine || !sendThroughInterceptors) {
      if (this.#origin === 'body') {
        copy.data = this.#call.data
        encodeData(copy)
      }
      return this.#send(copy, number, begin)
    }
    let sent = false
    const response = await sendThroughInterceptors(restoreRequest(pristine, copy), (config) => {
      sent = true
      return this.#send(config, number, begin)
    })
    if (sent) return this.#unmask(response)
    // An interceptor's own adapter (a cache) answered, and its response went through the transforms already.
    skipTransforms(this.#config, response.data)
    return response
  }

  async #send(config: InternalAxiosRequestConfig, number: number, begin: () => void): Promise<AxiosResponse> {
    if (this.#call.clientToken !== undefined) await injectClientToken(this.#call, config)
    const check = (sent: EncodedRequest) => this.#plan?.check(sent)
    return this.#judge(await sendAttempt(this.#call, config, new EncodedRequest(config), number, { check, begin }))
  }

  async #judge(ended: EndedAttempt): Promise<AxiosResponse> {
    const failed = await this.#examine(ended)
    if (failed) throw new AttemptFailed(failed)
    return this.#accept(ended)
  }

  /** A retry through the interceptors goes out without response transforms; its config gets them back. */
  #unmask(response: AxiosResponse): AxiosResponse {
    const { transformResponse } = this.#config
    if (transformResponse !== undefined) response.config.transformResponse = transformResponse
    return response
  }

  /** Decides about a failed attempt, notes the decision and waits as it says. Resolves to false to give up. */
  async #proceed(failed: FailedAttempt, plan: RetryPlan): Promise<boolean> {
    const { attachment, startedAt, attempts, tell } = this.#call
    const { clock } = attachment.settings
    const decision = await untilCancelled(this.#config, async () => {
      const elapsedMs = clock.now() - startedAt
      const proposed = await plan.decideAfter(failed, elapsedMs)
      if (failed.cutByDeadline) return proposed
      const question = { attempt: failed.number, elapsedMs, replayable: this.#replayable }
      return askUser(this.#call, proposed, { ...question, error: () => this.#error(failed) })
    })
    const attempt = attemptRecord(failed, this.#call, decision)
    attempts.push(attempt)
    plan.settle(failed, decision)
    if (decision.decision === 'give-up') return false
    discardStream(failed.response?.data)
    tell?.({ type: 'retry', attempt })
    const { delayMs } = decision
    if (delayMs === 0) return true
    tell?.({ type: 'wait', number: failed.number + 1, reason: 'backoff', delayMs })
    const since = clock.now()
    await untilCancelled(this.#config, (signal) => clock.sleep(delayMs, signal))
    this.#call.totalBackoffMs += clock.now() - since
    return true
  }

  /** It was decided to try again, and then it could not be done. */
  #recordGiveUp(reason: GiveUpReason): void {
    const { attempts } = this.#call
    const last = attempts.pop()
    if (last) attempts.push({ ...last, decision: 'give-up', reason, delayMs: 0 })
  }

  /** Ends the call with its last failure: as a typed error, or as it came with `throwErrors: false`. */
  async #endWith(failed: FailedAttempt): Promise<AxiosResponse> {
    const { attachment, attempts } = this.#call
    const { rejection, response } = failed
    if (!attachment.settings.throwErrors && !failed.cutByDeadline) {
      if (rejection === undefined && response) {
        recordAttempts(response, attempts)
        return this.#unmask(response)
      }
      if (response) this.#unmask(response)
      if (typeof rejection === 'object' && rejection !== null) recordAttempts(rejection, attempts)
      throw rejection
    }
    if (response) transformFailure(response, this.#config)
    const error = await this.#error(failed)
    if (response) skipTransforms(this.#config, response.data)
    recordAttempts(error, attempts)
    throw error
  }

  #error(failed: FailedAttempt) {
    const { attempts, adapter } = this.#call
    const { transformResponse } = this.#config
    return buildError(failed, {
      attempts: [...attempts],
      timeSpent: timeSpentOf(this.#call),
      mayHaveRun: this.#call.mayHaveRun,
      description: this.#description,
      catalog: this.#catalog,
      config: {
        ...failed.encoded.copy(),
        ...(adapter !== undefined && { adapter }),
        ...(transformResponse !== undefined && { transformResponse }),
      },
    })
  }
}

/**
 * Goes on with a call whose first attempt may have failed.
 *
 * @param first what came of that attempt
 * @param config the config that axios called the adapter with
 * @throws TencentCloudError, axios' CanceledError, or what an interceptor or signer of the user's threw
 */
export function recoverCall(
  call: CallState,
  first: EndedAttempt,
  config: InternalAxiosRequestConfig,
): Promise<AxiosResponse> {
  const ended = nameBrokenBody(first)
  return new Recovery(call, config, ended).run(ended)
}
