import { type AxiosResponse, getAdapter, type InternalAxiosRequestConfig } from 'axios'
import type { Disposition } from '../catalog/index.ts'
import {
  describeRequest,
  isReplayable,
  isSigned,
  type RequestDescription,
  resolveRepeat,
  type SignatureMaterial,
  sameMaterial,
  signatureMaterial,
} from '../request/index.ts'
import {
  type Attempt,
  AttemptFailed,
  type Decision,
  decide,
  type Repeatability,
  retryAfterFailure,
} from '../retry/index.ts'
import type { Attachment } from './attachment.ts'
import { recordAttempts } from './attempts-of.ts'
import { buildError, transformFailure } from './build-error.ts'
import { untilCancelled } from './cancellation.ts'
import { type Ending, examine } from './examine.ts'
import { type FailedAttempt, failureOf, mayHaveRun, requestIdOf, type SentAttempt } from './failed-attempt.ts'
import { type DecideAnswer, type ResolvedRetry, resolveCallRetry } from './options.ts'
import { readResponse } from './read-response.ts'
import { DeadlineCut, resignConfig, sendWithin } from './send.ts'
import { EncodedConfig, type PristineConfig } from './snapshot.ts'

/** The attempt about to be sent bears the signature of the one before it. */
class SameSignature extends Error {}

/** A call after its first failure: what is then known about it. */
interface Recovery {
  readonly repeatability: Repeatability
  /** Do the instance's interceptors run again before each attempt? */
  readonly rerunsInterceptors: boolean
}

/** One call: its first attempt, and whatever follows it. Its `run` stands in for the adapter. */
export class Call {
  readonly #attachment: Attachment
  readonly #pristine: PristineConfig
  /** The adapter, or adapters to choose from, that the call would have without this package. */
  readonly #adapter: InternalAxiosRequestConfig['adapter']
  readonly #retry: ResolvedRetry
  readonly #startedAt: number
  readonly #attempts: Attempt[] = []
  readonly #failures: Record<Disposition, number> = {
    throttle: 0,
    resign: 0,
    clock: 0,
    transient: 0,
    busy: 0,
    never: 0,
  }
  #mayHaveRun = false
  #description: RequestDescription | undefined
  #recovery: Recovery | undefined
  /** The signature that the next attempt must not bear. */
  #spent: SignatureMaterial | undefined

  constructor(attachment: Attachment, config: InternalAxiosRequestConfig, pristine: PristineConfig) {
    this.#attachment = attachment
    this.#pristine = pristine
    this.#adapter = config.adapter
    this.#retry = resolveCallRetry(attachment.settings, config.tencentCloud)
    this.#startedAt = attachment.settings.clock.now()
  }

  /** Sends the first attempt as it stands, and goes on only if that fails. */
  async run(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    const first = new EncodedConfig(config)
    try {
      const response = await this.#send(config, first, 1)
      recordAttempts(response, this.#attempts)
      return response
    } catch (error) {
      if (!(error instanceof AttemptFailed)) throw error
      return this.#recover(error.failure, first, config)
    }
  }

  /**
   * Sends one attempt.
   *
   * @throws AttemptFailed for a failure that is this package's business, anything else as the adapter threw it
   */
  async #send(config: InternalAxiosRequestConfig, encoded: EncodedConfig, number: number): Promise<AxiosResponse> {
    const { clock, resign } = this.#attachment.settings
    restore(config, { adapter: this.#adapter })
    const outgoing = resign ? await resignConfig(encoded.copy(), resign, number, clock.now()) : config
    const sent = resign ? new EncodedConfig(outgoing) : encoded
    if (this.#spent && sameMaterial(this.#spent, signatureMaterial(sent.shape))) throw new SameSignature()

    const startedAt = clock.now()
    const failed = async (ending: Ending) => {
      const attempt: SentAttempt = { number, sent, startedAt, endedAt: clock.now() }
      this.#description ??= describeRequest(sent.shape, {
        service: config.tencentCloud?.service ?? this.#attachment.settings.service,
        action: config.tencentCloud?.action,
        idempotent: config.tencentCloud?.idempotent,
      })
      return examine(attempt, outgoing, ending, this.#description, this.#attachment)
    }
    let response: AxiosResponse
    let reading: Awaited<ReturnType<typeof readResponse>>
    try {
      response = await this.#deliver(outgoing)
      const result = readResponse(response, outgoing, false)
      reading = result instanceof Promise ? await result : result
    } catch (rejection) {
      const failure = await failed({ rejection })
      throw failure ? new AttemptFailed(failure) : rejection
    }
    response.data = reading.data
    if (reading.envelope) {
      const failure = await failed({ response, envelope: reading.envelope })
      if (failure) throw new AttemptFailed(failure)
    }
    const durationMs = clock.now() - startedAt
    const httpStatus = response.status
    this.#attempts.push({
      number,
      startedAt,
      durationMs,
      httpStatus,
      decision: 'return',
      reason: 'success',
      delayMs: 0,
    })
    return response
  }

  #deliver(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    const adapter = getAdapter(this.#adapter, config)
    const { cutAfterMs } = this.#retry
    if (cutAfterMs === undefined || cutAfterMs === Number.POSITIVE_INFINITY) return adapter(config)
    const { clock } = this.#attachment.settings
    const left = this.#startedAt + cutAfterMs - clock.now()
    return sendWithin(adapter, config, left, clock, new DeadlineCut(cutAfterMs))
  }

  async #recover(
    first: FailedAttempt,
    encoded: EncodedConfig,
    config: InternalAxiosRequestConfig,
  ): Promise<AxiosResponse> {
    this.#recovery = await this.#planRecovery(encoded)
    let last = first
    try {
      const response = await retryAfterFailure<AxiosResponse, FailedAttempt>(first, {
        attempt: (number) => untilCancelled(config, () => this.#sendAgain(encoded, number)),
        proceed: (failed) => {
          last = failed
          return this.#proceed(failed, config)
        },
      })
      // Sent through the interceptors, it went out without response transforms: those run once, at the end.
      restore(response.config, config)
      recordAttempts(response, this.#attempts)
      return response
    } catch (error) {
      if (error instanceof SameSignature) this.#amendLast({ decision: 'give-up', reason: 'cannot-resign', delayMs: 0 })
      else if (!(error instanceof AttemptFailed)) throw error
      return this.#giveUp(last, config)
    }
  }

  async #planRecovery(encoded: EncodedConfig): Promise<Recovery> {
    const { resign, rerunInterceptors } = this.#attachment.settings
    const pristine = this.#pristine
    const signedByInterceptor =
      pristine.meetsInterceptors && !sameMaterial(signatureMaterial(pristine.shape), signatureMaterial(encoded.shape))
    // A form that axios made of an object is a stream in Node: it cannot be sent again, but made again.
    const encodeAgain = !pristine.meetsInterceptors && !isReplayable(encoded.data)
    const rerunsInterceptors =
      rerunInterceptors === true || (rerunInterceptors === 'auto' && signedByInterceptor) || encodeAgain
    return {
      rerunsInterceptors,
      repeatability: {
        repeat: await resolveRepeat(this.#description ?? {}),
        replayable: isReplayable(rerunsInterceptors ? pristine.data : encoded.data),
        canResign: resign !== undefined || (rerunsInterceptors && pristine.meetsInterceptors),
      },
    }
  }

  #sendAgain(encoded: EncodedConfig, number: number): Promise<AxiosResponse> {
    if (!this.#recovery?.rerunsInterceptors) return this.#send(encoded.copy(), encoded, number)
    return this.#attachment.sendThroughInterceptors(this.#pristine.copy(), (config) =>
      this.#send(config, new EncodedConfig(config), number),
    )
  }

  /** Decides about a failed attempt, notes the decision and waits as it says. Resolves to false to give up. */
  async #proceed(failed: FailedAttempt, config: InternalAxiosRequestConfig): Promise<boolean> {
    const { clock } = this.#attachment.settings
    const material = signatureMaterial(failed.sent.shape)
    const failure = failureOf(failed, material)
    this.#failures[failure.disposition]++
    const now = clock.now()
    const history = {
      failures: this.#failures,
      earlierInDoubt: this.#mayHaveRun,
      elapsedMs: now - this.#startedAt,
      now,
    }
    this.#mayHaveRun ||= mayHaveRun(failed)
    const proposed: Decision = failed.cutByDeadline
      ? { decision: 'give-up', reason: 'deadline', delayMs: 0 }
      : decide(failure, this.#repeatability, history, this.#retry.policy, clock.random())
    const decision = await this.#overrule(failed, proposed, history.elapsedMs, config)
    this.#attempts.push(attemptRecord(failed, decision))
    if (decision.decision === 'give-up') return false
    this.#spent = failure.needsNewSignature && isSigned(material) ? material : undefined
    await untilCancelled(config, (signal) => clock.sleep(decision.delayMs, signal))
    return true
  }

  get #repeatability(): Repeatability {
    return this.#recovery?.repeatability ?? { repeat: 'duplicate', replayable: false, canResign: false }
  }

  /** Lets the user's `retry.decide` have the last word, but for what cannot be done: a used-up body, a passed deadline. */
  async #overrule(
    failed: FailedAttempt,
    proposed: Decision,
    elapsedMs: number,
    config: InternalAxiosRequestConfig,
  ): Promise<Decision> {
    const { decide: ask, policy } = this.#retry
    if (!ask || !policy || failed.cutByDeadline) return proposed
    const error = await this.#error(failed, config)
    const answer: DecideAnswer = (await ask({ error, attempt: failed.number, elapsedMs }, proposed)) ?? proposed
    if (answer === proposed) return proposed
    if (answer.decision === 'give-up') return { decision: 'give-up', reason: 'overruled', delayMs: 0 }
    const { delayMs } = answer
    if (answer.decision !== 'retry' || typeof delayMs !== 'number' || !(delayMs >= 0)) {
      throw new TypeError(
        "axios-tencentcloud: `retry.decide` must return { decision: 'retry', delayMs ≥ 0 }, { decision: 'give-up' } or nothing",
      )
    }
    if (!this.#repeatability.replayable) return { decision: 'give-up', reason: 'not-replayable', delayMs: 0 }
    if (elapsedMs + delayMs > policy.deadlineMs) return { decision: 'give-up', reason: 'deadline', delayMs: 0 }
    return { decision: 'retry', reason: proposed.decision === 'retry' ? proposed.reason : 'overruled', delayMs }
  }

  #amendLast(change: Pick<Attempt, 'decision' | 'reason' | 'delayMs'>): void {
    const last = this.#attempts.pop()
    if (last) this.#attempts.push({ ...last, ...change })
  }

  /** Ends the call with its last failure: as a typed error, or as it came with `throwErrors: false`. */
  async #giveUp(failed: FailedAttempt, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    const { rejection, response } = failed
    if (!this.#attachment.settings.throwErrors && !failed.cutByDeadline) {
      if (rejection !== undefined) {
        if (typeof rejection === 'object' && rejection !== null) recordAttempts(rejection, this.#attempts)
        throw rejection
      }
      if (response) {
        restore(response.config, config)
        recordAttempts(response, this.#attempts)
        return response
      }
    }
    if (response) transformFailure(response, config)
    const error = await this.#error(failed, config)
    // axios transforms the data of whatever an adapter rejects with; here that is done.
    config.transformResponse = []
    recordAttempts(error, this.#attempts)
    throw error
  }

  #error(failed: FailedAttempt, { transformResponse }: InternalAxiosRequestConfig) {
    return buildError(failed, {
      attempts: [...this.#attempts],
      mayHaveRun: this.#mayHaveRun,
      description: this.#description ?? { method: 'GET' },
      catalog: this.#attachment.catalog,
      config: restore(failed.sent.copy(), { adapter: this.#adapter, transformResponse }),
    })
  }
}

type Replaced = { [Field in 'adapter' | 'transformResponse']?: InternalAxiosRequestConfig[Field] | undefined }

/** Gives a config back the fields that this package has replaced. */
function restore(
  config: InternalAxiosRequestConfig,
  { adapter, transformResponse }: Replaced,
): InternalAxiosRequestConfig {
  if (adapter !== undefined) config.adapter = adapter
  if (transformResponse !== undefined) config.transformResponse = transformResponse
  return config
}

/** The public record of a failed attempt. */
function attemptRecord(failed: FailedAttempt, { decision, reason, delayMs }: Decision): Attempt {
  const { number, startedAt, endedAt, envelope, fault, response } = failed
  const requestId = requestIdOf(failed)
  return {
    number,
    startedAt,
    durationMs: endedAt - startedAt,
    code: envelope?.code ?? fault?.code ?? 'ERR_BAD_RESPONSE',
    ...(envelope?.moduleCode !== undefined && { moduleCode: envelope.moduleCode }),
    ...(requestId !== undefined && { requestId }),
    ...(response && { httpStatus: response.status }),
    decision,
    reason,
    delayMs,
  }
}
