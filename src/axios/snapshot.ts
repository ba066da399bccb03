import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { copyValue } from '../request/copy-value.ts'
import type { RequestShape } from '../request/index.ts'
import { toUri } from './uri.ts'

/** Header fields as plain properties: an AxiosHeaders is slow to copy. */
type PlainHeaders = Record<string, string>

// axios keeps header fields as own enumerable properties; their values are text, or lists of it.
const toPlainHeaders = (headers: AxiosHeaders): PlainHeaders => ({ ...headers }) as unknown as PlainHeaders

const toList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value.slice() : [value]

/**
 * A request as its caller wrote it, before any interceptor: of the config just those fields to which interceptors add
 * something, because what they set anew comes out the same each time. Not to be changed.
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
    this.headers = toPlainHeaders(config.headers)
    this.params = copyValue(config.params)
    try {
      this.data = copyValue(config.data)
    } catch {
      // A cycle, or a getter that throws: a transform of the caller's may know what to make of it.
      this.data = config.data
    }
    this.transforms = {
      transformRequest: toList(config.transformRequest),
      transformResponse: toList(config.transformResponse),
    }
  }

  /** `final`, a config that came out of the interceptors, as it was before them: a fresh copy, to go through them once more. */
  restore({ url: _url, baseURL: _baseURL, ...rest }: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
    const { url, baseURL, headers, params, data, transforms } = this
    return {
      ...rest,
      ...(url !== undefined && { url }),
      ...(baseURL !== undefined && { baseURL }),
      ...transforms,
      headers: new AxiosHeaders(headers),
      params: copyValue(params),
      data: copyValue(data),
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
    this.#headers = toPlainHeaders(config.headers)
    this.data = config.data
  }

  get options(): TencentCloudCallOptions {
    return this.#config.tencentCloud ?? {}
  }

  /** What the request looked like; not to be changed. A paramsSerializer may name params otherwise, so its text counts. */
  get shape(): RequestShape {
    const shape = { ...this.#config, headers: this.#headers, data: this.data }
    if (this.#config.paramsSerializer === undefined) return shape
    try {
      return { ...shape, url: toUri(this.copy()), baseURL: undefined, params: undefined }
    } catch {
      // The adapter reports a serializer that throws.
      return shape
    }
  }

  /** A fresh copy, to be sent as it is. */
  copy(): InternalAxiosRequestConfig {
    const { params } = this.#config
    return {
      ...this.#config,
      headers: new AxiosHeaders(this.#headers),
      params: copyValue(params),
      data: copyValue(this.data),
    }
  }
}
