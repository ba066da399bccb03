import {
  type AxiosAdapter,
  AxiosError,
  AxiosHeaders,
  type AxiosResponse,
  CanceledError,
  type InternalAxiosRequestConfig,
} from 'axios'
import { untilCancelled } from '../axios/cancellation.ts'
import { discardStream } from '../axios/response/stream.ts'
import { nameRejection } from './name-rejection.ts'
import type { UnderlyingFetch } from './options.ts'
import { peekText } from './peek-response.ts'
import { initOf, urlOf } from './request-init.ts'

/** Statuses that are answers. fetch itself refuses none. */
export const acceptsStatus = (status: number): boolean => status < 400

/** The statuses that fetch follows; a browser shows 0 for one that it was told not to follow. */
const redirects: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308])

/** A signed request follows no redirect, so that one is no answer. */
const acceptsSigned = (status: number): boolean => acceptsStatus(status) && !redirects.has(status)

/**
 * The attempts of one call by fetch, in the terms of the retry scope, which knows axios' responses and errors. Keeps what
 * fetch itself gave last, to hand that on.
 */
export class Exchange {
  readonly #fetch: UnderlyingFetch
  readonly #rest: RequestInit
  #response: Response | undefined
  /** The AxiosError that stands for a refused status, or for what fetch rejected with. */
  #shown: AxiosError | undefined
  #rejection: unknown

  /**
   * Sends one attempt. Its name tells the signer whose habits to follow.
   *
   * @throws AxiosError with the response of a status that is not accepted; AxiosError for a lost connection; axios'
   * CanceledError; else what fetch rejects with
   */
  readonly adapter: AxiosAdapter = { fetch: (config: InternalAxiosRequestConfig) => this.#send(config) }.fetch

  constructor(fetch: UnderlyingFetch, rest: RequestInit) {
    this.#fetch = fetch
    this.#rest = rest
  }

  /** The response that the last attempt got; undefined when it got none. */
  get response(): Response | undefined {
    return this.#response
  }

  /**
   * What fetch would have ended with where the scope ends the call with an attempt's own failure.
   *
   * @returns the response of a refused status
   * @throws what fetch rejected with; any other error as it is
   */
  settle(error: unknown): Response {
    if (error === this.#shown && this.#shown) {
      if (this.#response) return this.#response
      throw this.#rejection
    }
    this.discard()
    throw error
  }

  /** Lets go of the last response. */
  discard(): void {
    discardStream(this.#response?.body)
    this.#response = undefined
  }

  async #send(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    this.discard()
    this.#shown = undefined
    if (config.maxRedirects === 0 && (this.#rest.redirect ?? 'follow') === 'follow') {
      config.validateStatus = acceptsSigned
    }
    try {
      return await (config.signal ? untilCancelled(config, () => this.#ask(config)) : this.#ask(config))
    } catch (error) {
      // Whatever the runtime says then: the caller is told the signal's own reason.
      if (config.signal?.aborted) throw new CanceledError(undefined, config)
      if (error === this.#shown) throw error
      // A body that broke off while it was looked into leaves a response: fetch would have given it.
      this.#rejection = error
      this.#shown = nameRejection(error, config)
      throw this.#shown ?? error
    }
  }

  async #ask(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    const answer = await this.#fetch.call(undefined, urlOf(config), initOf(config, this.#rest))
    const { signal, validateStatus } = config
    // A fetch that does not mind its signal: nobody waits for this any more.
    if (signal?.aborted) {
      discardStream(answer.body)
      throw new CanceledError(undefined, config)
    }
    this.#response = answer
    const { status, statusText } = answer
    const refused = validateStatus?.(status) === false
    const data = await (refused ? peekText(answer, true).catch(() => undefined) : peekText(answer, false))
    const headers = new AxiosHeaders(Object.fromEntries(answer.headers))
    const response: AxiosResponse = { data, status, statusText, headers, config }
    if (!refused) return response
    const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE
    const message = `Request failed with status code ${status}`
    this.#shown = new AxiosError(message, code, config, undefined, response)
    throw this.#shown
  }
}
