import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Client } from '../engine/client.ts'
import type { Abilities, AttemptPlan, Cancellation } from '../engine/ports.ts'
import { createFieldReader, isReplayable, readSignatureMaterial, sameMaterial } from '../request/index.ts'
import { putClientToken } from './client-token.ts'
import { encodeData, isEncodable } from './encode-data.ts'
import type { PreparedAttempt } from './prepared-attempt.ts'
import type { Begun, EncodedRequest } from './snapshot.ts'
import { prepareThroughInterceptors, type SendThroughInterceptors } from './through-interceptors.ts'
import { skipTransforms, transformFailure } from './transforms.ts'

/**
 * What a retry is made from: the caller's request, run through the interceptors again; the caller's body, encoded
 * again; or the request as it was sent.
 */
type Origin = 'interceptors' | 'body' | 'sent'

/** A call whose first attempt was made. */
interface RetriedCall {
  readonly client: Client
  readonly begun: Begun
  /** The request as it reached this package, with the ClientToken if one was added. */
  readonly base: EncodedRequest
  /** The first attempt; undefined if it was never ready. */
  readonly first: PreparedAttempt | undefined
  readonly sendThroughInterceptors: SendThroughInterceptors
  readonly cancellation: Cancellation
  /** Signs a request if the options say so, and makes it ready to be sent. */
  finish(plan: AttemptPlan, config: InternalAxiosRequestConfig): PreparedAttempt | Promise<PreparedAttempt>
}

/** Makes the requests of the retries of one call. Loaded at the first failure. */
export class AxiosRetries {
  readonly #call: RetriedCall
  readonly #origin: Origin

  constructor(call: RetriedCall) {
    this.#call = call
    this.#origin = chooseOrigin(call)
  }

  get runsInterceptors(): boolean {
    return this.#origin === 'interceptors'
  }

  /** Applies the response transforms to a failing response, once: axios would apply them again. */
  transformFailure(answer: AxiosResponse, config: InternalAxiosRequestConfig, isTransformed: boolean): void {
    if (!isTransformed) transformFailure(answer, config)
    skipTransforms(config, answer.data)
  }

  /** Keeps axios from transforming a response that has been through the transforms. */
  skipTransforms(config: InternalAxiosRequestConfig, { data }: AxiosResponse): void {
    skipTransforms(config, data)
  }

  abilities(): Abilities {
    const { begun, base, first } = this.#call
    return {
      replayable: isReplayable(this.#origin === 'sent' ? base.data : (begun.pristine?.data ?? begun.data)),
      canSignAgain: this.runsInterceptors || first?.sent !== first?.unsigned,
      signsByOwnClock: false,
      clientToken: first?.clientToken ?? this.#commonClientToken(),
    }
  }

  prepare(plan: AttemptPlan): PreparedAttempt | Promise<PreparedAttempt> {
    const { begun, base, first, sendThroughInterceptors, finish, client } = this.#call
    const copy = base.copy()
    if (this.runsInterceptors && begun.pristine) {
      return prepareThroughInterceptors({
        client,
        config: begun.pristine.restore(copy),
        before: base,
        cancellation: this.#call.cancellation,
        isSpent: plan.isSpent,
        send: sendThroughInterceptors,
        async finish(config) {
          if (first?.clientToken !== undefined) await putClientToken(config, client, first.clientToken)
          return finish(plan, config)
        },
      })
    }
    if (this.#origin === 'body') {
      copy.data = begun.data
      encodeData(copy)
    }
    return finish(plan, copy)
  }

  /** The ClientToken of the first attempt, if the request from which all attempts are made has it. */
  #commonClientToken(): string | undefined {
    const { begun, base, first } = this.#call
    const start = this.runsInterceptors ? begun.pristine : base.shape
    const token = first && createFieldReader(first.request)('ClientToken')
    return start && createFieldReader(start)('ClientToken') === token ? token : undefined
  }
}

function chooseOrigin({ begun: { pristine, data }, base, client }: RetriedCall): Origin {
  const { rerunInterceptors } = client.settings
  if (pristine && rerunInterceptors !== false) {
    const signed = !sameMaterial(readSignatureMaterial(pristine), readSignatureMaterial(base.shape))
    if (rerunInterceptors === true || signed) return 'interceptors'
  }
  // In Node.js axios encodes a form as a stream, which cannot be sent twice but can be encoded again.
  return !isReplayable(base.data) && isEncodable(data) ? 'body' : 'sent'
}
