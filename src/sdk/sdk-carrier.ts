import { AxiosHeaders, type AxiosResponse, CanceledError, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { linkSignals, SignalCancellation } from '../engine/cancellation.ts'
import type { Client } from '../engine/client.ts'
import type { Abilities, AttemptPlan, Carrier, EndedAttempt, Exhibit, Prepared } from '../engine/ports.ts'
import { onStreamEnd } from '../envelope/stream-end.ts'
import { copyValue } from '../request/copy-value.ts'
import type { GivenDescription } from '../request/describe.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { SdkClient, SdkRequestOptions } from './official-client.ts'
import type { SdkCallOptions } from './options.ts'
import { SdkAnswer, type SdkSuccess } from './sdk-answer.ts'
import { SdkAttempt } from './sdk-attempt.ts'
import { SdkRejection } from './sdk-rejection.ts'
import { type SdkRequest, toSdkRequest, toShownConfig } from './sdk-request.ts'

/** A call of the official client. */
export interface SdkCall {
  /** The client that the call was made on; with call options, a client derived from the one that was wrapped. */
  readonly client: SdkClient
  /** The official client's own method. */
  readonly doRequest: SdkClient['doRequest']
  readonly action: string
  readonly req: unknown
  readonly options: SdkRequestOptions
}

interface SdkPrepared extends Prepared<SdkSuccess> {
  /** What was sent, as far as it shows secrets. */
  forms(): readonly RequestShape[]
}

/** Carries the attempts of one call with the official client. Errors show the request as an axios config. */
export class SdkCarrier implements Carrier<SdkSuccess> {
  readonly options: SdkCallOptions
  readonly cancellation: SignalCancellation
  readonly #client: Client
  readonly #call: SdkCall
  #request: SdkRequest
  #clientToken: string | undefined

  constructor(client: Client, call: SdkCall, options: SdkCallOptions) {
    this.#client = client
    this.#call = call
    this.options = options
    this.#request = toSdkRequest(call.client, call)
    this.cancellation = new SignalCancellation(
      [call.options.signal],
      () => new CanceledError(undefined, this.config()),
      isCancel,
    )
  }

  get request(): SdkRequest {
    return this.#request
  }

  get address(): SdkRequest {
    return this.#request
  }

  get data(): unknown {
    return this.#request.data
  }

  async abilities(): Promise<Abilities> {
    const { createFieldReader, isReplayable } = await import('../request/index.ts')
    return {
      replayable: isReplayable(this.#request.data),
      canSignAgain: true,
      signsByOwnClock: true,
      clientToken: this.#clientToken ?? createFieldReader(this.#request)('ClientToken'),
    }
  }

  takesTime(number: number): boolean {
    return number === 1 && this.#client.settings.clientToken !== undefined
  }

  prepare(plan: AttemptPlan): SdkPrepared | Promise<SdkPrepared> {
    if (this.takesTime(plan.number)) return this.#injectClientToken().then(() => this.#toPrepared(plan, this.#request))
    // The SDK replaces streams by Buffers in the object that it gets.
    const request = plan.number === 1 ? this.#request : { ...this.#request, data: copyValue(this.#request.data) }
    return this.#toPrepared(plan, request)
  }

  config(): InternalAxiosRequestConfig {
    return toShownConfig(this.#request, this.#call.options, this.options)
  }

  /** @throws what the SDK itself threw */
  handOver({ outcome }: EndedAttempt<SdkSuccess>): SdkSuccess {
    if (outcome.kind === 'response' && outcome.accepted) return outcome.answer
    const { rejection } = outcome
    throw rejection instanceof SdkRejection ? rejection.cause : rejection
  }

  exhibit({ prepared, outcome }: EndedAttempt<SdkSuccess>, isLast: boolean): Exhibit {
    const config = this.config()
    if (outcome instanceof SdkAnswer && isLast) outcome.discard()
    const { rejection } = outcome
    return {
      config,
      request: undefined,
      response: outcome instanceof SdkAnswer ? toAxiosResponse(outcome, config) : undefined,
      cause: rejection instanceof SdkRejection ? rejection.cause : rejection,
      otherForms: isSdkPrepared(prepared) ? prepared.forms() : [],
      secrets: [],
    }
  }

  /**
   * Adds a ClientToken if the action accepts one. If the code for it cannot be loaded, that for retries cannot either.
   */
  async #injectClientToken(): Promise<void> {
    const token = crypto.randomUUID()
    const loaded = await import('../request/inject-client-token.ts').catch(() => undefined)
    const patch = await loaded?.injectClientToken(this.#request, this.#given, token)
    // The SDK takes parameters as an object, for GET too.
    if (!patch) return
    const params = 'params' in patch ? patch.params : patch.isJson ? { ClientToken: token } : patch.data
    this.#request = { ...this.#request, data: { ...Object(this.#request.data), ...Object(params) } }
    this.#clientToken = token
  }

  /** What the options say of the call; its action is that of the method. */
  get #given(): GivenDescription {
    return { service: this.options.service, defaultService: this.#client.settings.service }
  }

  #toPrepared(plan: AttemptPlan, request: SdkRequest): SdkPrepared {
    const { client, doRequest, action, options } = this.#call
    const { throwErrors, errorLanguage: language } = this.#client.settings
    const attempt = new SdkAttempt({
      client,
      doRequest,
      action,
      request,
      options,
      given: this.#given,
      plan,
      engine: this.#client,
      carrier: this,
      throwErrors,
      language,
      config: () => this.config(),
    })
    return {
      request,
      forms: () => attempt.forms,
      send: async (cut) => {
        // Without a deadline too, because node-fetch leaves its listener on a signal when a body breaks off.
        const { signal, unlink } = linkSignals(options.signal, cut)
        const outcome = await attempt.send(signal, this.cancellation.or(cut))
        onStreamEnd(attempt.openBody, unlink)
        return outcome
      },
    }
  }
}

const isSdkPrepared = (prepared: Prepared<SdkSuccess> | undefined): prepared is SdkPrepared =>
  prepared !== undefined && 'forms' in prepared

function toAxiosResponse(
  { status, statusText, headers, data }: SdkAnswer,
  config: InternalAxiosRequestConfig,
): AxiosResponse {
  return { status, statusText, headers: new AxiosHeaders({ ...headers }), data, config }
}
