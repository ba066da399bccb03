import { AxiosError, AxiosHeaders, CanceledError, type InternalAxiosRequestConfig, isCancel } from 'axios'
import { linkSignals, SignalCancellation, untilCancelled } from '../engine/cancellation.ts'
import type { Client } from '../engine/client.ts'
import { mayBeChanged, namesFields } from '../engine/may-be-changed.ts'
import { mayBeTrusted } from '../engine/may-be-trusted.ts'
import type {
  Abilities,
  AttemptPlan,
  Cancellation,
  Carrier,
  CarrierOutcome,
  EndedAttempt,
  Exhibit,
  Prepared,
  Unanswered,
} from '../engine/ports.ts'
import { readInTime } from '../engine/read-in-time.ts'
import { lookAtText } from '../envelope/first-look.ts'
import { mayFail } from '../envelope/parse-text.ts'
import { onStreamEnd } from '../envelope/stream-end.ts'
import { discardStream } from '../envelope/streams.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Credentials } from '../signing/credentials.ts'
import { streamOutcome } from '../streams/outcome.ts'
import { FetchAnswer, LostAnswer, parseText, toAxiosResponse } from './fetch-outcome.ts'
import { type FetchRequest, type ReadRequest, toInit } from './fetch-request.ts'
import type { FetchSign, UnderlyingFetch } from './options.ts'
import { isEventStream, openResponse, type PeekedText } from './peek-response.ts'

/** Statuses below 400 are accepted; fetch itself accepts all. */
const acceptsStatus = (status: number): boolean => status < 400

/** The statuses that fetch follows; a browser shows 0 for a redirect that it must not follow. */
const redirects: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308])

/** What the calls of one fetch share. */
export interface FetchSetup {
  readonly client: Client
  /** Sends the attempts. */
  readonly fetch: UnderlyingFetch
  readonly sign: FetchSign | undefined
}

/** Carries the attempts of one call with a fetch. Errors show the request as an axios config. */
export class FetchCarrier implements Carrier<Response> {
  readonly options: TencentCloudCallOptions
  readonly cancellation: SignalCancellation
  readonly #setup: FetchSetup
  readonly #given: ReadRequest
  /** The request from which every attempt is made, with the ClientToken if one was added. */
  #base: FetchRequest
  /** The request of the first attempt, as it was sent. */
  #first: FetchRequest | undefined
  #isSigned = false

  constructor(setup: FetchSetup, given: ReadRequest, options: TencentCloudCallOptions) {
    this.#setup = setup
    this.#given = given
    this.options = options
    const { url, method, headers, data } = given
    this.#base = { url, method, headers, data, mayRedirect: true }
    this.cancellation = new SignalCancellation(
      [given.signal],
      () => new CanceledError(undefined, this.config()),
      isCancel,
    )
  }

  get request(): RequestShape {
    return this.#base
  }

  get address(): FetchRequest {
    return this.#base
  }

  get data(): unknown {
    return this.#given.data
  }

  async abilities(): Promise<Abilities> {
    const { createFieldReader, isReplayable } = await import('../request/index.ts')
    const token = createFieldReader(this.#base)('ClientToken')
    // A signer of the caller's may have put another one in its place.
    const lasts = this.#first !== undefined && createFieldReader(this.#first)('ClientToken') === token
    return {
      replayable: isReplayable(this.#base.data),
      canSignAgain: this.#setup.sign !== undefined || this.#isSigned,
      signsByOwnClock: false,
      clientToken: lasts ? token : undefined,
    }
  }

  takesTime(): boolean {
    const { client, sign } = this.#setup
    return (sign !== undefined || mayBeChanged(client, this.options)) && mayBeTrusted(this.#base, client)
  }

  prepare(plan: AttemptPlan): Prepared<Response> | Promise<Prepared<Response>> {
    return this.takesTime() ? this.#prepareSigned(plan) : this.#toPrepared(this.#base)
  }

  config(): InternalAxiosRequestConfig {
    return this.#toConfig(this.#base)
  }

  /** The result that the given fetch would have had: it resolves for any status, and before the body is read. */
  handOver({ outcome }: EndedAttempt<Response>): Response {
    if (outcome.kind === 'response') return outcome.answer
    if (!(outcome instanceof LostAnswer)) throw outcome.rejection
    if (outcome.response) return outcome.response
    throw outcome.thrown
  }

  exhibit({ outcome }: EndedAttempt<Response>, isLast: boolean): Exhibit {
    const config = this.config()
    if (outcome instanceof LostAnswer && isLast) discardStream(outcome.response?.body)
    const answered = outcome instanceof FetchAnswer ? outcome : undefined
    if (isLast) answered?.discard()
    return {
      config,
      request: undefined,
      response: answered && toAxiosResponse(answered, config, isLast),
      cause: outcome.rejection,
      otherForms: [],
      secrets: [],
    }
  }

  async #prepareSigned(plan: AttemptPlan): Promise<Prepared<Response>> {
    const { client } = this.#setup
    const { credentials } = this.options
    const sign = credentials ? undefined : this.#setup.sign
    const injects = plan.number === 1 && client.settings.clientToken !== undefined
    if (injects || namesFields(this.options)) {
      const { completeRequest } = await import('./complete-request.ts')
      this.#base = await completeRequest(this.#base, this.options, client, injects)
    }
    if (!sign && !credentials && !client.settings.credentials) return this.#toPrepared(this.#base)
    const { signByCaller, signByCredentials } = await import('./signing.ts')
    const shown = { options: this.options, config: () => this.config() }
    const signed = await (sign
      ? signByCaller(sign, client, plan, this.#base)
      : signByCredentials(client, plan, this.#base, shown))
    if (!signed) return this.#toPrepared(this.#base)
    this.#isSigned = true
    return this.#toPrepared(signed.request, signed.credentials)
  }

  #toPrepared(request: FetchRequest, credentials?: Credentials): Prepared<Response> {
    this.#first ??= request
    return { request, credentials, send: (cut) => this.#send(request, cut) }
  }

  async #send(request: FetchRequest, cut: AbortSignal | undefined): Promise<CarrierOutcome<Response>> {
    const { signal: given } = this.#given
    const answer: { response?: Response } = {}
    // Without a deadline too, because fetch leaves its listener on a signal until the response was collected.
    const link = given || cut ? linkSignals(given, cut) : undefined
    const cancellation = this.cancellation.or(cut)
    const ask = () => this.#ask(request, link?.signal, cancellation, answer)
    let unread: unknown
    let guarded: Promise<unknown> | undefined
    try {
      // At the call's cancellation or deadline the wait ends, even if the fetch ignores its signal.
      const outcome = await (link ? untilCancelled(cancellation, ask) : ask())
      if (outcome.kind === 'response' && !outcome.isComplete) unread = outcome.answer.body
      if (outcome.kind === 'response') guarded = streamOutcome(outcome.answer)
      return outcome
    } catch (thrown) {
      // Runtimes reject an aborted fetch in different ways; the caller gets the signal's reason.
      const rejection = cancellation.reason()
      if (rejection) return { kind: 'no-response', rejection }
      const loaded = await import('./name-rejection.ts').catch(() => undefined)
      return new LostAnswer(thrown, loaded?.nameRejection(thrown, this.config()), answer.response)
    } finally {
      if (link) {
        onStreamEnd(unread, link.unlink)
        void guarded?.then(link.unlink)
      }
    }
  }

  async #ask(
    request: FetchRequest,
    signal: AbortSignal | undefined,
    cancellation: Cancellation,
    kept: { response?: Response },
  ): Promise<FetchAnswer | Unanswered> {
    const { rest } = this.#given
    const given = await this.#setup.fetch.call(undefined, request.url, toInit(request, rest, signal))
    if (!given) {
      const rejection = new TypeError('axios-tencentcloud: the fetch that was given returned no response')
      return { kind: 'no-response', rejection, isMistake: true }
    }
    const cancelled = cancellation.reason()
    if (cancelled) {
      // The call no longer waits for this response.
      discardStream(given.body)
      throw cancelled
    }
    kept.response = given
    const { status } = given
    const isUnfollowed = !request.mayRedirect && (rest.redirect ?? 'follow') === 'follow' && redirects.has(status)
    const accepted = acceptsStatus(status) && !isUnfollowed
    if (accepted && isEventStream(given)) {
      const loaded = await import('./event-stream.ts').catch(() => undefined)
      const opened = await loaded?.openEventStream(given, this, this.#setup.client, cancellation, request)
      if (opened) return opened
    }
    const { response, peek } = openResponse(given, !accepted)
    kept.response = response
    const peeked = peek && (await this.#read(response, accepted, cancellation, peek))
    // An envelope fits into what is read of a body; a longer body is data.
    const mayBeEnvelope = peeked && (peeked.isComplete || !accepted) && mayFail(peeked.text)
    const { envelope } = mayBeEnvelope ? await lookAtText(peeked.text) : {}
    return new FetchAnswer(response, peeked, envelope, accepted ? undefined : this.#refuse(status))
  }

  /** Reads the beginning of a body. Of a refused status it may break off, because the status is known. */
  async #read(
    { body }: Response,
    accepted: boolean,
    cancellation: Cancellation,
    peek: (stopped: Promise<void>) => Promise<PeekedText | undefined>,
  ): Promise<PeekedText | undefined> {
    const limits = { cancellation, client: this.#setup.client, request: this.#base }
    try {
      return await readInTime(limits, (stopped) => (accepted ? peek(stopped) : peek(stopped).catch(() => undefined)))
    } catch (error) {
      // The call no longer waits for this response.
      if (cancellation.reason()) discardStream(body)
      throw error
    }
  }

  #refuse(status: number): AxiosError {
    const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE
    return new AxiosError(`Request failed with status code ${status}`, code, this.config())
  }

  #toConfig({ url, method, headers, data }: FetchRequest): InternalAxiosRequestConfig {
    const { signal } = this.#given
    return {
      url,
      method,
      headers: new AxiosHeaders({ ...headers }),
      data,
      validateStatus: acceptsStatus,
      transformResponse: [parseText],
      ...(signal && { signal }),
      ...(Object.keys(this.options).length > 0 && { tencentCloud: this.options }),
    }
  }
}
