import { untilCancelled } from '../engine/cancellation.ts'
import type { Answered, AttemptPlan, Cancellation, CarrierOutcome, Exhibit } from '../engine/ports.ts'
import { readObject } from '../envelope/dialects.ts'
import type { Envelope } from '../envelope/envelope.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { readText } from '../envelope/index.ts'
import type { RequestShape } from '../request/request-shape.ts'
import { type CapturedAnswer, captureAnswer, replay } from './capture-answer.ts'
import type { SdkClient, SdkRequestOptions, SdkResponse } from './official-client.ts'
import { recoverCode, withoutQuery } from './recover-code.ts'
import { clean, SdkRejection } from './sdk-rejection.ts'
import type { SdkRequest } from './sdk-request.ts'
import { BodyWatch } from './watch-body.ts'

/** A response that the SDK accepts. */
export interface SdkSuccess {
  /**
   * The SDK's result. Called once, when the result is handed to the caller, because an event stream starts to flow
   * then.
   */
  result(): Promise<unknown>
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
    this.#response?.headers.forEach((value, name) => {
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
  readonly #forms: RequestShape[] = []
  #watch: BodyWatch | undefined
  #answer: CapturedAnswer | undefined
  #providerFailed = false
  #bodyError: unknown

  constructor(setup: SdkAttemptSetup) {
    this.#setup = setup
  }

  /** What shows the secrets of the attempt: the credentials, the signature, and the proxy with its login. */
  get forms(): readonly RequestShape[] {
    const { httpProfile } = this.#setup.client.profile
    return [...this.#forms, { headers: { authorization: this.#watch?.authorization }, url: httpProfile?.proxy }]
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
    this.#watch = watch
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
    if (this.#answer) return this.#judge(this.#answer)
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
    if (!client.getCredential) this.#forms.push({ params: client.credential })
    else Object.defineProperty(watched, 'getCredential', { value: () => this.#getCredential() })
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

  async #getCredential(): Promise<object> {
    try {
      const credential = await this.#setup.client.getCredential?.()
      // Without credentials the SDK would send a request with an invalid signature.
      if (!credential) throw new Error('it gave none')
      this.#forms.push({ params: credential })
      return credential
    } catch (error) {
      this.#providerFailed = true
      // The SDK keeps the message only, which other values do not have.
      throw error instanceof Error ? error : new Error(String(error))
    }
  }

  async #collectSecrets(): Promise<ReadonlySet<string>> {
    const { collectSecrets } = await import('../errors/redact.ts')
    return new Set(this.forms.flatMap((form) => [...collectSecrets(form)]))
  }

  /** The rejection of an attempt without a complete response. */
  async #toRejection(error: Error): Promise<Error> {
    await clean(error, withoutQuery, this.forms)
    if (this.#providerFailed) {
      const { request, service, plan, config } = this.#setup
      const [{ credentialsError }, { describeRequest }, secrets] = await Promise.all([
        import('../engine/signing/credentials-error.ts'),
        import('../request/describe.ts'),
        this.#collectSecrets(),
      ])
      return credentialsError(describeRequest(request, { service }), plan, config(), error, secrets)
    }
    const { message } = error
    if (error === this.#bodyError) return new SdkRejection(error, { message, code: readBodyCode(error) })
    // A mistake of the caller, such as a request that cannot be signed.
    if (!isSdkException(error)) return error
    const recovered = recoverCode(message)
    return new SdkRejection(Object.assign(error, recovered), { message, ...recovered })
  }

  /** Lets the SDK decide whether a response is a success. */
  async #judge(answer: CapturedAnswer): Promise<CarrierOutcome<SdkSuccess>> {
    const { client } = this.#setup
    const { text } = answer
    if (text === undefined) {
      return new SdkAnswer(
        answer.response,
        { data: '' },
        { answer: { result: () => client.parseResponse(answer.response) } },
      )
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

  async #refuse(error: Error, response: SdkResponse, text: string, body: unknown): Promise<CarrierOutcome<SdkSuccess>> {
    await clean(error, isSdkException(error) ? (message) => message : withoutQuery, this.forms)
    const { status } = response
    const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
    const { message } = error
    if (status !== 200 || readText(text).envelope) {
      const rejection = new SdkRejection(error, { message, code })
      return new SdkAnswer(response, { data: body ?? text, excerpt: toExcerpt(text) }, { rejection })
    }
    // The body is not the service's, so it does not show whether the request was executed.
    const { redact } = await import('../errors/redact.ts')
    const excerpt = redact(toExcerpt(text), await this.#collectSecrets(), true)
      .slice(0, shownLength)
      .replace(/\s+/g, ' ')
    const rejection = new SdkRejection(error, {
      message: `HTTP 200 without a Response: ${excerpt}`.toWellFormed(),
      code,
    })
    return { kind: 'no-response', rejection }
  }
}

/** node-fetch keeps the code of a body that broke off. The error of a body that is too slow has a type, but no code. */
function readBodyCode(error: Error): string {
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  return Reflect.get(error, 'type') === 'body-timeout' ? 'ETIMEDOUT' : 'ERR_NETWORK'
}

const hasTraceId = ({ headers }: SdkRequest): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'x-tc-traceid')

const isSdkException = (error: Error): boolean => typeof Reflect.get(error, 'getRequestId') === 'function'
