import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { untilCancelled } from '../engine/cancellation.ts'
import type { Client } from '../engine/client.ts'
import { mayBeChanged } from '../engine/may-be-changed.ts'
import { mayBeTrusted } from '../engine/may-be-trusted.ts'
import type { Abilities, AttemptPlan, Carrier, CarrierOutcome, EndedAttempt, Exhibit } from '../engine/ports.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { AxiosRetries } from './axios-retries.ts'
import { ConfigCancellation } from './cancellation.ts'
import type { Transmit } from './change-request.ts'
import { PreparedAttempt } from './prepared-attempt.ts'
import { type Begun, EncodedRequest, toReadableShape } from './snapshot.ts'
import type { SendThroughInterceptors } from './through-interceptors.ts'
import { transmit } from './transmit.ts'

/** Carries the attempts of one call with axios' adapters. */
export class AxiosCarrier implements Carrier<AxiosResponse> {
  readonly cancellation: ConfigCancellation
  readonly #client: Client
  readonly #sendThroughInterceptors: SendThroughInterceptors
  readonly #begun: Begun
  /** The config that axios called the adapter with. axios uses it again when the call ends. */
  readonly #config: InternalAxiosRequestConfig
  /** The request from which retries are made: as it reached this package, with the ClientToken if one was added. */
  #base: EncodedRequest
  /** The first attempt, once it is ready. */
  #first: PreparedAttempt | undefined
  /** Made before the first retry. */
  #retries: AxiosRetries | undefined

  /** @param config the config that came out of the caller's interceptors */
  constructor(
    client: Client,
    sendThroughInterceptors: SendThroughInterceptors,
    begun: Begun,
    config: InternalAxiosRequestConfig,
  ) {
    this.#client = client
    this.#sendThroughInterceptors = sendThroughInterceptors
    this.#begun = begun
    this.#config = config
    this.#base = new EncodedRequest(config)
    this.cancellation = new ConfigCancellation(config)
    // No adapter listens to the stream while the call waits. An 'error' event without a listener would end the process.
    if (config.data?.pipe) config.data.on?.('error', () => {})
  }

  get request(): RequestShape {
    // Not kept while a call waits for its turn: thousands may.
    return this.#first ? this.#base.shape : this.#base.toShape()
  }

  get address(): InternalAxiosRequestConfig {
    return this.#config
  }

  get data(): unknown {
    return this.#begun.data
  }

  /** A paramsSerializer may rename params, so that its text, in the URL, says what they are. */
  toReadable(request: RequestShape): RequestShape {
    return toReadableShape(request)
  }

  get options(): TencentCloudCallOptions {
    return this.#base.options
  }

  async abilities(): Promise<Abilities> {
    const { AxiosRetries } = await import('./axios-retries.ts')
    this.#retries ??= new AxiosRetries({
      client: this.#client,
      begun: this.#begun,
      base: this.#base,
      first: this.#first,
      sendThroughInterceptors: this.#sendThroughInterceptors,
      cancellation: this.cancellation,
      finish: (plan, config) => this.#finish(plan, config),
    })
    return this.#retries.abilities()
  }

  takesTime(number: number): boolean {
    return this.#mayChange(this.#config) || (number > 1 && this.#retries?.runsInterceptors === true)
  }

  prepare(plan: AttemptPlan): PreparedAttempt | Promise<PreparedAttempt> {
    return this.#retries?.prepare(plan) ?? this.#finish(plan, this.#config, this.#base)
  }

  config(): InternalAxiosRequestConfig {
    return this.#toShown(this.#base)
  }

  handOver({ prepared, outcome }: EndedAttempt<AxiosResponse>): AxiosResponse {
    if (outcome.kind !== 'response') throw outcome.rejection
    const { answer, accepted } = outcome
    const { transformResponse } = this.#config
    const { lacksTransforms, isAnswered } = prepared instanceof PreparedAttempt ? prepared : {}
    if (lacksTransforms && transformResponse !== undefined) answer.config.transformResponse = transformResponse
    if (isAnswered) this.#retries?.skipTransforms(this.#config, answer)
    if (!accepted) throw outcome.rejection
    // Without the ClientToken: if the caller sends this config again, that is a new call with a token of its own.
    if (this.#first?.clientToken !== undefined) answer.config = this.#config
    return answer
  }

  exhibit({ prepared, outcome }: EndedAttempt<AxiosResponse>, isLast: boolean): Exhibit {
    const { unsigned, sent, isAnswered } =
      prepared instanceof PreparedAttempt ? prepared : { unsigned: this.#base, sent: this.#base, isAnswered: false }
    const config = this.#toShown(unsigned)
    const answer = outcome.kind === 'response' ? outcome.answer : undefined
    // Where the code of retries cannot be loaded, axios transforms the data itself.
    if (answer && isLast) this.#retries?.transformFailure(answer, this.#config, isAnswered)
    return {
      config,
      request: Reflect.get(Object(answer ?? outcome.rejection), 'request'),
      response: answer && { ...answer, config },
      cause: outcome.rejection,
      otherForms: sent === unsigned ? [] : [unsigned.shape],
      secrets: [],
    }
  }

  /** Requests to other hosts are sent as they are, and at once. */
  #mayChange(config: InternalAxiosRequestConfig): boolean {
    return mayBeChanged(this.#client, this.options) && mayBeTrusted(config, this.#client)
  }

  /** Completes a request and signs it if the options say so, and makes it ready to be sent. */
  #finish(
    plan: AttemptPlan,
    config: InternalAxiosRequestConfig,
    unsigned = new EncodedRequest(config),
  ): PreparedAttempt | Promise<PreparedAttempt> {
    const { adapter } = this.#begun
    if (adapter) config.adapter = adapter
    if (this.#mayChange(config)) return this.#change(plan, config, unsigned)
    return this.#keep(
      new PreparedAttempt(
        { unsigned, sent: unsigned },
        { send: (signal) => this.#transmit(config, signal, plan.number > 1) },
      ),
    )
  }

  async #change(
    plan: AttemptPlan,
    config: InternalAxiosRequestConfig,
    unsigned: EncodedRequest,
  ): Promise<PreparedAttempt> {
    const { changeRequest } = await import('./change-request.ts')
    const transmit: Transmit = (...sent) => this.#transmit(...sent)
    return this.#keep(await changeRequest(this.#client, plan, { config, unsigned, data: this.data }, transmit))
  }

  /** Retries are made from the first request, which has the ClientToken. */
  #keep(prepared: PreparedAttempt): PreparedAttempt {
    this.#first ??= prepared
    this.#base = this.#first.unsigned
    return prepared
  }

  /**
   * A first attempt that is cancelled ends when its adapter ends it, as without this package. One that this package signed
   * or repeats ends at once.
   */
  #transmit(
    config: InternalAxiosRequestConfig,
    signal: AbortSignal | undefined,
    endsAtOnce: boolean,
    adapter = this.#begun.adapter,
  ): Promise<CarrierOutcome<AxiosResponse>> {
    if (!endsAtOnce) return transmit(adapter, config, this.#client, signal)
    return untilCancelled(this.cancellation, () => transmit(adapter, config, this.#client, signal)).catch(
      (rejection) => {
        return { kind: 'no-response', rejection }
      },
    )
  }

  #toShown(encoded: EncodedRequest): InternalAxiosRequestConfig {
    const { adapter } = this.#begun
    const { transformResponse } = this.#config
    return {
      ...encoded.copy(),
      ...(adapter !== undefined && { adapter }),
      ...(transformResponse !== undefined && { transformResponse }),
    }
  }
}
