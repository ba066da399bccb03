import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import type { RequestShape } from '../request/index.ts'

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Copies plain objects and arrays all the way down; anything else (a Buffer, a FormData) is shared. */
function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPlain)
  if (!isPlain(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) copy[key] = copyPlain(value[key])
  return copy
}

/** Header fields as plain properties: an AxiosHeaders takes some ten times as long to copy. */
type PlainHeaders = Record<string, string>

// axios keeps header fields as own enumerable properties; their values are text, or lists of it.
const plain = (headers: AxiosHeaders): PlainHeaders => ({ ...headers }) as unknown as PlainHeaders

/**
 * A request as its caller wrote it, before any interceptor: of the config just those fields to which interceptors add
 * something, for what they set anew comes out the same each time. Copying the whole config would cost a twelfth of a call.
 */
export class PristineRequest {
  readonly #url: string | undefined
  readonly #baseURL: string | undefined
  readonly #headers: PlainHeaders
  readonly #params: unknown
  readonly data: unknown

  constructor(config: InternalAxiosRequestConfig) {
    this.#url = config.url
    this.#baseURL = config.baseURL
    this.#headers = plain(config.headers)
    this.#params = copyPlain(config.params)
    this.data = copyPlain(config.data)
  }

  /** What the request looked like; not to be changed. */
  get shape(): RequestShape {
    return { url: this.#url, baseURL: this.#baseURL, headers: this.#headers, params: this.#params, data: this.data }
  }

  /** `final` as it was before the interceptors: a fresh copy, to be sent through them once more. */
  restore(final: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
    const { url, baseURL, ...rest } = final
    return {
      ...rest,
      ...(this.#url !== undefined && { url: this.#url }),
      ...(this.#baseURL !== undefined && { baseURL: this.#baseURL }),
      headers: new AxiosHeaders(this.#headers),
      params: copyPlain(this.#params),
      data: copyPlain(this.data),
    }
  }
}

/** A request as it reached the adapter for the first time: interceptors have run, the body is encoded. */
export class EncodedRequest {
  readonly #config: InternalAxiosRequestConfig
  /** As they were before the adapter added its own: a Content-Length left behind would cut off a longer body. */
  readonly #headers: PlainHeaders
  readonly data: unknown

  constructor(config: InternalAxiosRequestConfig) {
    this.#config = config
    this.#headers = plain(config.headers)
    this.data = config.data
  }

  /** What the request looked like; not to be changed. */
  get shape(): RequestShape {
    return { ...this.#config, headers: this.#headers, data: this.data }
  }

  /** A fresh copy, to be sent as it is. */
  copy(): InternalAxiosRequestConfig {
    const { params } = this.#config
    return { ...this.#config, headers: new AxiosHeaders(this.#headers), params: copyPlain(params), data: this.data }
  }
}
