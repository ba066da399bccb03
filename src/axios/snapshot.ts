import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import type { RequestShape } from '../request/index.ts'
import type { TencentCloudCallOptions } from './options/options.ts'

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function copyForm(form: FormData): FormData {
  const copy = new FormData()
  for (const [name, value] of form) {
    if (typeof value === 'string') copy.append(name, value)
    else copy.append(name, value, value.name)
  }
  return copy
}

/** Copies what a signer may write into: plain objects, arrays and forms. Anything else (a Buffer, a stream) is shared. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isPlain(value)) {
    if (value instanceof URLSearchParams) return new URLSearchParams(value)
    return typeof FormData !== 'undefined' && value instanceof FormData ? copyForm(value) : value
  }
  // Made with all its fields, so that none that is named `__proto__` becomes the copy's prototype.
  const copy = { ...value }
  for (const key in copy) copy[key] = copyOf(copy[key])
  return copy
}

/** Header fields as plain properties: an AxiosHeaders is slow to copy. */
type PlainHeaders = Record<string, string>

// axios keeps header fields as own enumerable properties; their values are text, or lists of it.
const plain = (headers: AxiosHeaders): PlainHeaders => ({ ...headers }) as unknown as PlainHeaders

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value.slice() : [value]

/**
 * A request as its caller wrote it, before any interceptor: of the config just those fields to which interceptors add
 * something, for what they set anew comes out the same each time. Not to be changed.
 */
export class PristineRequest {
  readonly url: string | undefined
  readonly baseURL: string | undefined
  readonly headers: PlainHeaders
  readonly params: unknown
  readonly data: unknown
  readonly transforms: Pick<InternalAxiosRequestConfig, 'transformRequest' | 'transformResponse'>

  constructor(config: InternalAxiosRequestConfig) {
    this.url = config.url
    this.baseURL = config.baseURL
    this.headers = plain(config.headers)
    this.params = copyOf(config.params)
    try {
      this.data = copyOf(config.data)
    } catch {
      // A cycle, or a getter that throws: a transform of the user's may know what to make of it.
      this.data = config.data
    }
    this.transforms = {
      transformRequest: listOf(config.transformRequest),
      transformResponse: listOf(config.transformResponse),
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

  get options(): TencentCloudCallOptions {
    return this.#config.tencentCloud ?? {}
  }

  /** What the request looked like; not to be changed. */
  get shape(): RequestShape {
    return { ...this.#config, headers: this.#headers, data: this.data }
  }

  /** A fresh copy, to be sent as it is. */
  copy(): InternalAxiosRequestConfig {
    const { params } = this.#config
    return {
      ...this.#config,
      headers: new AxiosHeaders(this.#headers),
      params: copyOf(params),
      data: copyOf(this.data),
    }
  }
}
