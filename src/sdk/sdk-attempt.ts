import { untilCancelled } from '../engine/cancellation.ts'
import type { Client } from '../engine/client.ts'
import type { StreamedCarrier } from '../engine/model-stream.ts'
import type { AttemptPlan, Cancellation, CarrierOutcome, Exhibit } from '../engine/ports.ts'
import { lookAtObject } from '../envelope/first-look.ts'
import { isTencentCloudError } from '../errors/index.ts'
import type { GivenDescription } from '../request/describe.ts'
import type { RequestShape } from '../request/request-shape.ts'
import { beginBody } from './begin-body.ts'
import { type CapturedAnswer, captureAnswer, replay, withPlainType } from './capture-answer.ts'
import { guardEventStream } from './guard-stream.ts'
import type { SdkClient, SdkRequestOptions, SdkResponse } from './official-client.ts'
import { SdkAnswer, type SdkSuccess } from './sdk-answer.ts'
import type { SdkRequest } from './sdk-request.ts'
import { BodyWatch, cutError } from './watch-body.ts'

/** What an attempt needs. */
export interface SdkAttemptSetup {
  /** The client that the call was made on; with call options, a client derived from the one that was wrapped. */
  readonly client: SdkClient
  /** The official client's own method. */
  readonly doRequest: SdkClient['doRequest']
  readonly action: string
  readonly request: SdkRequest
  readonly options: SdkRequestOptions
  readonly given: GivenDescription
  readonly plan: AttemptPlan
  /** What the calls of the client share. */
  readonly engine: Client
  /** Describes the call. */
  readonly carrier: StreamedCarrier
  /** False if the caller gets the errors of the SDK and of the connection unchanged. */
  readonly throwErrors: boolean
  /** The language of printed errors. */
  readonly language: 'en' | 'zh' | undefined
  /** The request as an error shows it. */
  config(): Exhibit['config']
}

/** One attempt of the official client, which signs the request. */
export class SdkAttempt {
  readonly #setup: SdkAttemptSetup
  readonly #forms: RequestShape[] = []
  #watch: BodyWatch | undefined
  #answer: CapturedAnswer | undefined
  #providerFailed = false
  /** Credentials that cannot sign: without a secretId or a secretKey, or with one that is malformed. */
  #refused: object | undefined
  #bodyError: unknown

  constructor(setup: SdkAttemptSetup) {
    this.#setup = setup
  }

  /** What shows the secrets of the attempt: the credentials, the signature, and the proxy with its login. */
  get forms(): readonly RequestShape[] {
    const { httpProfile } = this.#setup.client.profile
    return [...this.#forms, { headers: { authorization: this.#watch?.authorizations }, url: httpProfile?.proxy }]
  }

  /** The body of an event stream, which the caller reads after the call. */
  get openBody(): unknown {
    return this.#answer?.text === undefined ? this.#answer?.response.body : undefined
  }

  /** Sends the request. Never rejects. */
  async send(signal: AbortSignal | undefined, cancellation: Cancellation): Promise<CarrierOutcome<SdkSuccess>> {
    try {
      return await untilCancelled(cancellation, (cancelled) => this.#send(signal, cancelled, cancellation))
    } catch (rejection) {
      return { kind: 'no-response', rejection }
    }
  }

  async #send(
    signal: AbortSignal | undefined,
    cancelled: AbortSignal,
    cancellation: Cancellation,
  ): Promise<CarrierOutcome<SdkSuccess>> {
    const { action, options, doRequest, request } = this.#setup
    // A trace id of the caller's may be the same on several requests. Without one the SDK would create one for each
    // request.
    const given = findTraceId(request)
    const traceId = given ?? crypto.randomUUID()
    const headers = given === undefined ? { ...options.headers, 'X-TC-TraceId': traceId } : options.headers
    const watch = new BodyWatch(traceId, given === undefined)
    this.#watch = watch
    // A credentials provider that hangs must not keep the watch.
    cancelled.addEventListener('abort', () => watch.stop())
    let result: unknown
    try {
      const sent = { ...options, signal, ...(headers && { headers }) }
      result = await Reflect.apply(doRequest, this.#watchedClient(watch), [action, request.data, sent])
    } catch (error) {
      return { kind: 'no-response', rejection: error instanceof Error ? await this.#toRejection(error) : error }
    } finally {
      watch.stop()
    }
    if (this.#answer) return this.#judge(this.#answer, watch, cancellation)
    // A `doRequest` that a test has replaced need not call `parseResponse`.
    return new SdkAnswer(undefined, { data: '' }, { answer: { result: async () => result } })
  }

  /** The client, with methods that show the response and the credentials of this attempt. */
  #watchedClient(watch: BodyWatch | undefined): SdkClient {
    const { client } = this.#setup
    const parseResponse: SdkClient['parseResponse'] = async (response) => {
      try {
        this.#answer = await captureAnswer(response, watch)
      } catch (error) {
        this.#bodyError = error
        throw error
      }
    }
    const watched: SdkClient = Object.create(client, { parseResponse: { value: parseResponse } })
    if (client.getCredential) Object.defineProperty(watched, 'getCredential', { value: () => this.#getCredential() })
    else if (client.credential) this.#checkCredential(client.credential)
    if (client.formatRequestData) {
      const value = (action: string, params: object) => this.#format(watched, action, params)
      Object.defineProperty(watched, 'formatRequestData', { value })
    }
    return watched
  }

  /** Signs with version 1, and keeps the signature. */
  #format(watched: SdkClient, action: string, params: object): unknown {
    const formatted = this.#setup.client.formatRequestData?.call(watched, action, params)
    const keep = (signed: unknown) => {
      this.#forms.push({ params: { Signature: Reflect.get(Object(signed), 'Signature') } })
      return signed
    }
    return formatted instanceof Promise ? formatted.then(keep) : keep(formatted)
  }

  async #toRejection(error: Error): Promise<Error> {
    const { toRejection } = await import('./explain-failure.ts')
    return toRejection(error, {
      ...this.#setup,
      forms: this.forms,
      providerFailed: this.#providerFailed,
      refused: this.#refused,
      bodyError: this.#bodyError,
    })
  }

  async #getCredential(): Promise<object> {
    try {
      const credential = await this.#setup.client.getCredential?.()
      // Without credentials the SDK would send a request with an invalid signature.
      if (!credential) throw new Error('it gave none')
      this.#checkCredential(credential)
      return credential
    } catch (error) {
      this.#providerFailed = true
      // The SDK keeps the message only, which other values do not have.
      throw error instanceof Error ? error : new Error(String(error))
    }
  }

  /** @throws Error if no request can be signed with the credential */
  #checkCredential(credential: object): void {
    this.#forms.push({ params: credential })
    if (canSign(credential) || this.#setup.options.skipSign) return
    this.#providerFailed = true
    this.#refused = credential
    throw new Error('the credentials are missing or malformed')
  }

  /** Lets the SDK decide whether a response is a success. */
  async #judge(
    answer: CapturedAnswer,
    watch: BodyWatch,
    cancellation: Cancellation,
  ): Promise<CarrierOutcome<SdkSuccess>> {
    const { client } = this.#setup
    const { response: answered, text } = answer
    if (text === undefined) {
      watch.onCut(() => answered.body?.destroy?.(cutError()))
      const open = (response: SdkResponse, attempts: AttemptPlan['attempts']) => this.#openStream(response, attempts)
      const begun = beginBody(answered.body)
      const { openEventStream } = await import('./event-stream.ts')
      const letGo = () => watch.letGo()
      return openEventStream(answered, { ...this.#setup, cancellation, begun, letGo, open })
    }
    const { response, body } = replay(answer)
    try {
      const result = await client.parseResponse(response)
      // A client whose own `parseResponse` accepts a failure does not make it a success.
      const envelope = await lookAtObject(body)
      return new SdkAnswer(answered, { data: body, envelope }, { answer: { result: async () => result } })
    } catch (error) {
      if (!(error instanceof Error)) return { kind: 'no-response', rejection: error }
      const { toRefusal } = await import('./explain-failure.ts')
      return toRefusal(error, { response: answered, text, body }, this.forms)
    }
  }

  async #openStream(response: SdkResponse, attempts: AttemptPlan['attempts']): Promise<unknown> {
    const { client, throwErrors } = this.#setup
    const model = await client.parseResponse(withPlainType(response))
    guardEventStream(model, attempts, async (error) => {
      if (!throwErrors || !(error instanceof Error) || isTencentCloudError(error)) return error
      const loaded = await import('./stream-error.ts').catch(() => undefined)
      return loaded?.createStreamError(error, { ...this.#setup, attempts, forms: this.forms }) ?? error
    })
    return model
  }
}

/** Printable ASCII without spaces: the characters of keys. */
const isKey = (value: unknown): boolean => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)

/**
 * Can a request be signed with it? The SDK would send one signed with nothing, or with a key that came with a line break,
 * and the service would refuse it.
 */
function canSign(credential: object): boolean {
  const field = (name: string): unknown => Reflect.get(credential, name)
  return isKey(field('secretId')) && isKey(field('secretKey')) && (!field('token') || isKey(field('token')))
}

/** The trace id that the caller gave. The SDK replaces an empty one. */
const findTraceId = ({ headers }: SdkRequest): string | undefined =>
  Object.entries(headers).find(([name, value]) => name.toLowerCase() === 'x-tc-traceid' && value)?.[1]
