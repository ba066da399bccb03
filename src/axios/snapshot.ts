import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { copyValue } from '../request/copy-value.ts'
import type { RequestShape } from '../request/request-shape.ts'
import { toUri } from './uri.ts'

/** Header fields as plain properties, because an AxiosHeaders is slow to copy. */
type PlainHeaders = Record<string, string>

// axios keeps header fields as own enumerable properties; their values are text or lists of text.
const toPlainHeaders = (headers: AxiosHeaders): PlainHeaders => ({ ...headers }) as unknown as PlainHeaders

const toList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value.slice() : [value]

/**
 * A request as its caller wrote it, before any interceptor. It has only those fields of the config to which
 * interceptors add something; what they overwrite comes out the same when they run again. Must not be changed.
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
      // The data has a cycle or a getter that throws. A transformRequest of the caller may still be able to encode it.
      this.data = config.data
    }
    this.transforms = {
      transformRequest: toList(config.transformRequest),
      transformResponse: toList(config.transformResponse),
    }
  }

  /** A new copy of a config that came out of the interceptors, as it was before them, to run through them again. */
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

/** A call as it was before the caller's interceptors ran. */
export interface Begun {
  /** The adapter, or the adapters to choose from, that the call would have without this package. */
  readonly adapter: InternalAxiosRequestConfig['adapter'] | undefined
  /** The body as the caller wrote it. */
  readonly data: unknown
  /** Undefined when there are no interceptors. */
  readonly pristine: PristineRequest | undefined
}

/** A request as it first reached the adapter, after the interceptors and with its body encoded. */
export class EncodedRequest {
  readonly #config: InternalAxiosRequestConfig
  /** The headers before the adapter added its own: an old Content-Length would cut off a longer body. */
  readonly #headers: PlainHeaders
  readonly data: unknown
  #shape: RequestShape | undefined

  constructor(config: InternalAxiosRequestConfig) {
    this.#config = config
    this.#headers = toPlainHeaders(config.headers)
    this.data = config.data
  }

  get options(): TencentCloudCallOptions {
    return this.#config.tencentCloud ?? {}
  }

  /** The request as it was; must not be changed. */
  get shape(): RequestShape {
    this.#shape ??= this.toShape()
    return this.#shape
  }

  toShape(): RequestShape {
    return { ...this.#config, headers: this.#headers, data: this.data }
  }

  /** A new copy, ready to be sent. */
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

/** A request with its params in its URL, as its paramsSerializer writes them; unchanged where it has none. */
export function toReadableShape(shape: RequestShape): RequestShape {
  if (Reflect.get(shape, 'paramsSerializer') === undefined) return shape
  try {
    const { headers, ...config } = shape
    const url = toUri({ ...(config as InternalAxiosRequestConfig), headers: new AxiosHeaders({ ...headers }) })
    return { ...shape, url, baseURL: undefined, params: undefined }
  } catch {
    // If the serializer throws, the adapter will report it.
    return shape
  }
}
