import { AxiosHeaders, type AxiosRequestConfig, type InternalAxiosRequestConfig } from 'axios'

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Copies plain objects and arrays all the way down; anything else (a Buffer, a FormData) is shared. */
export function copyPlain<T>(value: T): T
export function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copyPlain(item))
  if (!isPlain(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) copy[key] = copyPlain(value[key])
  return copy
}

/** Header fields as plain properties: an AxiosHeaders takes some ten times as long to copy. */
type PlainHeaders = Readonly<Record<string, unknown>>

/** A request before any interceptor saw it, from which each retry that runs them again starts. */
export class PristineConfig {
  /** Do interceptors of the user's run on this request? */
  readonly meetsInterceptors: boolean
  readonly data: unknown
  readonly #config: AxiosRequestConfig
  readonly #headers: PlainHeaders

  constructor(config: InternalAxiosRequestConfig, meetsInterceptors: boolean) {
    this.meetsInterceptors = meetsInterceptors
    // Interceptors may write into params and data; axios itself does not.
    this.data = meetsInterceptors ? copyPlain(config.data) : config.data
    const params = meetsInterceptors ? copyPlain(config.params) : config.params
    this.#headers = { ...config.headers }
    this.#config = { ...config, params, data: this.data }
  }

  /** What the request looked like; not to be changed. */
  get shape(): AxiosRequestConfig {
    return { ...this.#config, headers: this.#headers as Record<string, string> }
  }

  /** A fresh copy, to be sent through the interceptors. */
  copy(): AxiosRequestConfig {
    return {
      ...this.#config,
      headers: new AxiosHeaders(this.#headers as Record<string, string>),
      params: copyPlain(this.#config.params),
      data: copyPlain(this.#config.data),
    }
  }
}

/** A request as it reached the adapter for the first time: interceptors have run, the body is encoded. */
export class EncodedConfig {
  readonly #config: InternalAxiosRequestConfig
  /** Before the adapter adds its own: a Content-Length left behind would cut off a longer body. */
  readonly #headers: PlainHeaders
  readonly data: unknown

  constructor(config: InternalAxiosRequestConfig) {
    this.#config = config
    this.#headers = { ...config.headers }
    this.data = config.data
  }

  /** What the request looked like; not to be changed. */
  get shape(): AxiosRequestConfig {
    return { ...this.#config, headers: this.#headers as Record<string, string>, data: this.data }
  }

  /** A fresh copy, to be sent as it is. */
  copy(): InternalAxiosRequestConfig {
    return {
      ...this.#config,
      headers: new AxiosHeaders(this.#headers as Record<string, string>),
      params: copyPlain(this.#config.params),
      data: this.data,
    }
  }
}
