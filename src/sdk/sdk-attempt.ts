import { untilCancelled } from '../engine/cancellation.ts'
import type { Answered, AttemptPlan, Cancellation, CarrierOutcome, Exhibit } from '../engine/ports.ts'
import { readObject } from '../envelope/dialects.ts'
import type { Envelope } from '../envelope/envelope.ts'
import { excerptLength, toExcerpt } from '../envelope/excerpt.ts'
import { readText } from '../envelope/index.ts'
import { collectSecrets, redact } from '../errors/redact.ts'
import { readBodyCode } from './body-code.ts'
import { type CapturedAnswer, captureAnswer, replay, withPlainType } from './capture-answer.ts'
import { guardEventStream } from './guard-stream.ts'
import type { SdkClient, SdkRequestOptions, SdkResponse } from './official-client.ts'
import { recoverCode, withoutQuery } from './recover-code.ts'
import { clean, SdkRejection } from './sdk-rejection.ts'
import type { SdkRequest } from './sdk-request.ts'
import { BodyWatch, cutError } from './watch-body.ts'

/** A response that the SDK accepts. */
export interface SdkSuccess {
  /**
   * The SDK's result. Called once, when the result is handed to the caller, because an event stream starts to flow
   * then.
   *
   * @param attempts the attempts of the call, for the error of an event stream that breaks off
   */
  result(attempts: AttemptPlan['attempts']): Promise<unknown>
}

/** What an attempt needs. */
export interface SdkAttemptSetup {
  /** The client that the call was made on; with call options, a client derived from the one that was wrapped. */
  readonly client: SdkClient
  /** The official client's own method. */
  readonly doRequest: SdkClient['doRequest']
  readonly action: string
  readonly request: SdkRequest
  readonly options: SdkRequestOptions
  readonly service: string | undefined
  readonly plan: AttemptPlan
  /** False if the caller gets the errors of the SDK and of the connection unchanged. */
  readonly throwErrors: boolean
  /** The request as an error shows it. */
  config(): Exhibit['config']
}

/** Characters of an unexpected body that the error's message shows. */
const shownLength = 120

/** A response of the SDK, read to its end. */
export class SdkAnswer implements Answered<SdkSuccess> {
  readonly kind = 'response'
  readonly answer: SdkSuccess
  readonly accepted: boolean
  readonly envelope: Envelope | undefined
  readonly excerpt: string
  /** The body, parsed if it is JSON. */
  readonly data: unknown
  readonly rejection: SdkRejection | undefined
  readonly #response: SdkResponse | undefined

  constructor(
    response: SdkResponse | undefined,
    { data, excerpt = '' }: { readonly data: unknown; readonly excerpt?: string },
    ended: { readonly answer: SdkSuccess } | { readonly rejection: SdkRejection },
  ) {
    this.#response = response
    this.data = data
    this.excerpt = excerpt
    this.envelope = readObject(data)
    this.rejection = 'rejection' in ended ? ended.rejection : undefined
    this.accepted = this.rejection === undefined
    this.answer = 'answer' in ended ? ended.answer : { result: () => Promise.reject(ended.rejection.cause) }
  }

  get status(): number {
    return this.#response?.status ?? 200
  }

  get statusText(): string {
    return this.#response?.statusText ?? ''
  }

  get headers(): Record<string, string> {
    const fields: Record<string, string> = {}
    this.#response?.headers?.forEach?.((value, name) => {
      fields[name.toLowerCase()] = value
    })
    return fields
  }

  /** Does nothing: the body is read already, except for an event stream, which is a success. */
  discard(): void {}
}

/** One attempt of the official client, which signs the request. */
export class SdkAttempt {
  readonly #setup: SdkAttemptSetup
  readonly #secrets = new Set<string>()
  #answer: CapturedAnswer | undefined
  #providerFailed = false
  /** Credentials without a secretId or a secretKey. */
  #incomplete: object | undefined
  #bodyError: unknown

  constructor(setup: SdkAttemptSetup) {
    this.#setup = setup
  }

  /** The credentials that the client signed with. */
  get secrets(): ReadonlySet<string> {
    return this.#secrets
  }

  /** Sends the request. Never rejects. */
  async send(signal: AbortSignal | undefined, cancellation: Cancellation): Promise<CarrierOutcome<SdkSuccess>> {
    try {
      return await untilCancelled(cancellation, (cancelled) => this.#send(signal, cancelled))
    } catch (rejection) {
      return { kind: 'no-response', rejection }
    }
  }

  async #send(signal: AbortSignal | undefined, cancelled: AbortSignal): Promise<CarrierOutcome<SdkSuccess>> {
    const { action, options, doRequest, request } = this.#setup
    // A trace id of the caller's may be the same on several requests. Without one the SDK would create one for each
    // request.
    const traceId = !hasTraceId(request) ? crypto.randomUUID() : undefined
    const headers = traceId === undefined ? options.headers : { ...options.headers, 'X-TC-TraceId': traceId }
    const watch = traceId === undefined ? undefined : new BodyWatch(traceId)
    // A credentials provider that hangs must not keep the watch.
    cancelled.addEventListener('abort', () => watch?.stop())
    let result: unknown
    try {
      const sent = { ...options, signal, ...(headers && { headers }) }
      result = await Reflect.apply(doRequest, this.#watchedClient(watch), [action, request.data, sent])
    } catch (error) {
      return { kind: 'no-response', rejection: error instanceof Error ? await this.#toRejection(error) : error }
    } finally {
      watch?.stop()
    }
    if (this.#answer) return this.#judge(this.#answer, watch)
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
    if (!client.getCredential) this.#keepSecret(client.credential ?? {})
    else Object.defineProperty(watched, 'getCredential', { value: () => this.#getCredential() })
    return watched
  }

  async #getCredential(): Promise<object> {
    try {
      const credential = await this.#setup.client.getCredential?.()
      // Without credentials the SDK would send a request with an invalid signature.
      if (!credential) throw new Error('it gave none')
      this.#keepSecret(credential)
      if (!isComplete(credential) && !this.#setup.options.skipSign) {
        this.#incomplete = credential
        throw new Error('the credentials are incomplete')
      }
      return credential
    } catch (error) {
      this.#providerFailed = true
      // The SDK keeps the message only, which other values do not have.
      throw error instanceof Error ? error : new Error(String(error))
    }
  }

  #keepSecret(credential: object): void {
    for (const secret of collectSecrets({ params: credential })) this.#secrets.add(secret)
  }

  /** The rejection of an attempt without a complete response. */
  async #toRejection(error: Error): Promise<Error> {
    clean(error, withoutQuery, this.#secrets)
    if (this.#providerFailed) {
      const { request, service, plan, config } = this.#setup
      const [{ credentialsError, findCredentialsFault }, { describeRequest }] = await Promise.all([
        import('../engine/signing/credentials-error.ts'),
        import('../request/describe.ts'),
      ])
      const cause = (this.#incomplete && findCredentialsFault(this.#incomplete)) ?? error
      return credentialsError(describeRequest(request, { service }), plan, config(), cause, this.#secrets)
    }
    const { message } = error
    if (error === this.#bodyError) return new SdkRejection(error, { message, code: readBodyCode(error) })
    // A mistake of the caller, such as a request that cannot be signed.
    if (!isSdkException(error)) return error
    const recovered = recoverCode(message)
    return new SdkRejection(Object.assign(error, recovered), { message, ...recovered })
  }

  /** Lets the SDK decide whether a response is a success. */
  async #judge(answer: CapturedAnswer, watch: BodyWatch | undefined): Promise<CarrierOutcome<SdkSuccess>> {
    const { client } = this.#setup
    const { response: answered, text } = answer
    if (text === undefined) {
      watch?.onCut(() => answered.body?.destroy?.(cutError()))
      const result: SdkSuccess['result'] = (attempts) => this.#openStream(answered, attempts)
      return new SdkAnswer(answered, { data: '' }, { answer: { result } })
    }
    const { response, body } = replay(answer)
    try {
      const result = await client.parseResponse(response)
      return new SdkAnswer(answer.response, { data: body }, { answer: { result: async () => result } })
    } catch (error) {
      return error instanceof Error
        ? this.#refuse(error, answer.response, text, body)
        : { kind: 'no-response', rejection: error }
    }
  }

  async #openStream(response: SdkResponse, attempts: AttemptPlan['attempts']): Promise<unknown> {
    const { client, throwErrors } = this.#setup
    const model = await client.parseResponse(withPlainType(response))
    guardEventStream(model, attempts, async (error) => {
      if (!throwErrors || !(error instanceof Error)) return error
      clean(error, withoutQuery, this.#secrets)
      const loaded = await import('./stream-error.ts').catch(() => undefined)
      return loaded?.createStreamError(error, { ...this.#setup, attempts, secrets: this.#secrets }) ?? error
    })
    return model
  }

  #refuse(error: Error, response: SdkResponse, text: string, body: unknown): CarrierOutcome<SdkSuccess> {
    clean(error, isSdkException(error) ? (message) => message : withoutQuery, this.#secrets)
    const { status } = response
    const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
    const { message } = error
    if (status !== 200 || readText(text).envelope) {
      const rejection = new SdkRejection(error, { message, code })
      return new SdkAnswer(response, { data: body ?? text, excerpt: toExcerpt(text) }, { rejection })
    }
    // The body is not the service's, so it does not show whether the request was executed.
    const excerpt = redact(text.slice(0, excerptLength), this.#secrets).slice(0, shownLength).replace(/\s+/g, ' ')
    const rejection = new SdkRejection(error, {
      message: `HTTP 200 without a Response: ${excerpt}`.toWellFormed(),
      code,
    })
    return { kind: 'no-response', rejection }
  }
}

/** Could a request be signed with it? The SDK would send one signed with nothing, which the service refuses. */
const isComplete = (credential: object): boolean =>
  ['secretId', 'secretKey'].every((name) => Boolean(Reflect.get(credential, name)))

const hasTraceId = ({ headers }: SdkRequest): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'x-tc-traceid')

const isSdkException = (error: Error): boolean => typeof Reflect.get(error, 'getRequestId') === 'function'
