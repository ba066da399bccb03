import { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import type { CallState } from '../axios/call-state.ts'
import { untilCancelled } from '../axios/cancellation.ts'
import { excerptLength } from '../axios/response/read-response.ts'
import { EncodedRequest } from '../axios/snapshot.ts'
import { readText } from '../envelope/index.ts'
import { collectSecrets, redact } from '../errors/redact.ts'
import { type CapturedAnswer, captureAnswer, replay, toAxiosResponse } from './capture-answer.ts'
import type { SdkClient, SdkRequestOptions, SdkResponse } from './official-client.ts'
import { recoverCode, withoutQuery } from './recover-code.ts'
import { clean, SdkRejection } from './sdk-rejection.ts'
import { BodyWatch } from './watch-body.ts'

/** What all attempts of a call share. */
export interface SdkCall {
  readonly state: CallState
  /** The client that was asked, which is not `doRequest`'s when the call has options of its own. */
  readonly client: SdkClient
  /** The official client's own. */
  readonly doRequest: SdkClient['doRequest']
  readonly action: string
  readonly options: SdkRequestOptions
}

/** An answer that the SDK takes for a success. */
export interface SdkSuccess {
  readonly response: AxiosResponse
  /** What the SDK makes of it: to be asked once, by whoever hands it on, since an event stream flows from then on. */
  result(): Promise<unknown>
}

/** Characters of a body that is none of the SDK's in the error's message. */
const shownLength = 120

class Attempt {
  readonly #call: SdkCall
  readonly #config: InternalAxiosRequestConfig
  readonly #secrets = new Set<string>()
  #answer: CapturedAnswer | undefined
  #providerFailed = false
  #bodyError: unknown

  constructor(call: SdkCall, config: InternalAxiosRequestConfig) {
    this.#call = call
    this.#config = config
  }

  async send(cancelled: AbortSignal): Promise<SdkSuccess> {
    const { action, options, doRequest } = this.#call
    const { data, signal } = this.#config
    const traceId = hasTraceId(this.#config) ? undefined : crypto.randomUUID()
    const headers = traceId === undefined ? options.headers : { ...options.headers, 'X-TC-TraceId': traceId }
    const watch = traceId === undefined ? undefined : new BodyWatch(traceId)
    // A credentials provider that hangs must not keep it.
    cancelled.addEventListener('abort', () => watch?.stop())
    let result: unknown
    try {
      const sent = { ...options, signal, ...(headers && { headers }) }
      result = await Reflect.apply(doRequest, this.#watchedClient(watch), [action, data, sent])
    } catch (error) {
      throw error instanceof Error ? await this.#rejectionOf(error) : error
    } finally {
      watch?.stop()
    }
    if (this.#answer) return this.#judge(this.#answer)
    // A doRequest that a test has replaced answers by itself.
    const response = { status: 200, statusText: '', headers: new AxiosHeaders(), data: '', config: this.#config }
    return { response, result: async () => result }
  }

  /** The client, but for what has to be seen of this attempt. */
  #watchedClient(watch: BodyWatch | undefined): SdkClient {
    const { client } = this.#call
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
      const credential = await this.#call.client.getCredential?.()
      // The SDK would send a request that is signed with nothing.
      if (!credential) throw new Error('it gave none')
      this.#keepSecret(credential)
      return credential
    } catch (error) {
      this.#providerFailed = true
      // The SDK keeps the message alone, which other values have not.
      throw error instanceof Error ? error : new Error(String(error))
    }
  }

  #keepSecret(credential: object): void {
    for (const secret of collectSecrets({ params: credential })) this.#secrets.add(secret)
  }

  /** What an attempt without a whole answer is rejected with. */
  async #rejectionOf(error: Error): Promise<Error> {
    clean(error, withoutQuery, this.#secrets)
    if (this.#providerFailed) {
      const { withoutCredentials } = await import('./without-credentials.ts')
      return withoutCredentials(this.#call.state, new EncodedRequest(this.#config), error, this.#secrets)
    }
    if (error === this.#bodyError) return this.#reject(error, { message: error.message, code: codeOfBody(error) })
    // The caller's mistakes, such as a request that cannot be signed.
    if (!isSdkException(error)) return error
    const recovered = recoverCode(error.message)
    return this.#reject(Object.assign(error, recovered), { message: error.message, code: recovered.code })
  }

  /** Lets the SDK itself say what an answer is. */
  async #judge(answer: CapturedAnswer): Promise<SdkSuccess> {
    const { client } = this.#call
    const { text } = answer
    if (text === undefined) {
      const response = toAxiosResponse(answer.response, '', this.#config)
      return { response, result: () => client.parseResponse(answer.response) }
    }
    const { response, body } = replay(answer)
    try {
      const result = await client.parseResponse(response)
      return { response: toAxiosResponse(answer.response, body, this.#config), result: async () => result }
    } catch (error) {
      throw error instanceof Error ? this.#refuse(error, answer.response, text) : error
    }
  }

  #refuse(error: Error, response: SdkResponse, text: string): SdkRejection {
    clean(error, isSdkException(error) ? (message) => message : withoutQuery, this.#secrets)
    const { status } = response
    const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
    const { message } = error
    if (status !== 200 || readText(text).envelope) {
      return this.#reject(error, { message, code, response: toAxiosResponse(response, text, this.#config) })
    }
    // Nothing that the service says, and so no word of whether it ran.
    const excerpt = redact(text.slice(0, excerptLength), this.#secrets).slice(0, shownLength).replace(/\s+/g, ' ')
    return this.#reject(error, { message: `HTTP 200 without a Response: ${excerpt}`.toWellFormed(), code })
  }

  #reject(cause: Error, what: ConstructorParameters<typeof SdkRejection>[1]): SdkRejection {
    return new SdkRejection(cause, what, this.#config, this.#secrets)
  }
}

/** node-fetch keeps the code of a body that breaks off, and has none for one that comes too slowly. */
function codeOfBody(error: Error): string {
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  return Reflect.get(error, 'type') === 'body-timeout' ? 'ETIMEDOUT' : 'ERR_NETWORK'
}

/** One of the caller's own may stand on several requests; where there is none, the SDK makes one for each. */
const hasTraceId = ({ headers }: InternalAxiosRequestConfig): boolean => headers.has('X-TC-TraceId')

const isSdkException = (error: Error): boolean => typeof Reflect.get(error, 'getRequestId') === 'function'

/**
 * Sends a request once with the official client, which signs it.
 *
 * @throws SdkRejection; AuthenticationError when the client's credentials provider fails; axios' CanceledError
 */
export const sendOnce = (call: SdkCall, config: InternalAxiosRequestConfig): Promise<SdkSuccess> =>
  untilCancelled(config, (cancelled) => new Attempt(call, config).send(cancelled))
