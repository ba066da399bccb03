import { AxiosHeaders, getAdapter, type InternalAxiosRequestConfig } from 'axios'
import type { Client } from '../engine/client.ts'
import type { AttemptPlan } from '../engine/ports.ts'
import type { SignableRequest } from '../engine/signing/sign-request.ts'
import { type SignedRequest, signWithCredentials } from '../engine/signing/sign-with-credentials.ts'
import type { Sign } from '../options/options.ts'
import { encodeMultipart } from '../signing/multipart.ts'
import { encodeData, isEncodable } from './encode-data.ts'
import type { EncodedRequest } from './snapshot.ts'
import { toUri } from './uri.ts'

/** A request that is signed, and with what. */
export interface SignedConfig {
  readonly config: InternalAxiosRequestConfig
  readonly credentials?: SignedRequest['credentials']
}

/**
 * A copy of a request, signed by the caller's own signer. What that makes of `data` is encoded as axios would.
 *
 * @throws what the signer throws
 */
export async function signByCaller(
  sign: Sign,
  client: Client,
  { number }: AttemptPlan,
  encoded: EncodedRequest,
): Promise<SignedConfig> {
  const config = encoded.copy()
  const before: unknown = config.data
  const signed = (await sign(config, client.toSignContext(number, config))) ?? config
  signed.headers = AxiosHeaders.from(signed.headers)
  if (signed.data !== before && isEncodable(signed.data)) encodeData(signed)
  return { config: signed }
}

/**
 * A copy of a request, signed with the client's credentials. Undefined for one that is sent as it is.
 *
 * @param data the body as the caller wrote it
 * @throws AuthenticationError when there are no usable credentials; TypeError for what the signing method cannot sign
 */
export async function signByCredentials(
  client: Client,
  plan: AttemptPlan,
  encoded: EncodedRequest,
  data: unknown,
): Promise<SignedConfig | undefined> {
  const config = encoded.copy()
  if (config.auth !== undefined) return undefined
  const signed = await signWithCredentials(client, plan, new SignableConfig(config, data), {
    options: encoded.options,
    config: () => encoded.copy(),
  })
  if (!signed) return undefined
  const { parts, credentials } = signed
  config.headers.set({ ...parts.headers }, true)
  if (parts.form !== undefined) config.data = parts.form
  config.url = parts.url
  delete config.baseURL
  delete config.params
  // A signature holds for one URL: a redirect would carry it, and a token with it, to another.
  if (typeof XMLHttpRequest === 'undefined') config.maxRedirects = 0
  return { config, credentials }
}

/** A config of axios, to be signed. */
class SignableConfig implements SignableRequest {
  readonly #config: InternalAxiosRequestConfig
  readonly #data: unknown

  constructor(config: InternalAxiosRequestConfig, data: unknown) {
    this.#config = config
    this.#data = data
  }

  get shape(): InternalAxiosRequestConfig {
    return this.#config
  }

  get form(): unknown {
    const { data } = this.#config
    return isFormStream(data) && isEncodable(this.#data) ? this.#data : data
  }

  /** The URL that the adapters make of a config, normalised as they send it. */
  toUrl(params: unknown): URL {
    const page = typeof location === 'undefined' ? undefined : location.href
    const url = new URL(toUri({ ...this.#config, params }), page)
    url.hash = ''
    return url
  }

  async encodeBody(): ReturnType<SignableRequest['encodeBody']> {
    await encodeBody(this.#config)
    const { data } = this.#config
    const bytes = toSignedBytes(data)
    return bytes === undefined ? { isStream: data !== undefined && data !== null } : { bytes }
  }

  headers(): Record<string, string> {
    const sent: Record<string, string> = {}
    for (const [name, value] of Object.entries(AxiosHeaders.from(this.#config.headers).toJSON())) {
      // Only Node's http lets a caller name another host than the URL's.
      if (name.toLowerCase() === 'host' && !isHttpAdapter(this.#config)) continue
      if (value !== null && value !== undefined) sent[name] = String(value)
    }
    return sent
  }
}

/** Bodies whose bytes do not show yet (forms, Blobs) are encoded; the rest is sent as it is. */
async function encodeBody(config: InternalAxiosRequestConfig): Promise<void> {
  const data: unknown = config.data
  if (typeof FormData !== 'undefined' && data instanceof FormData) {
    const { contentType, body } = await encodeMultipart(data)
    // axios' http adapter takes bytes as an ArrayBuffer, and no typed array but Node's own.
    config.data = body.buffer
    config.headers.setContentType(contentType, true)
  } else if (typeof Blob !== 'undefined' && data instanceof Blob) {
    config.data = await data.arrayBuffer()
    if (data.type !== '') config.headers.setContentType(data.type, true)
  } else if (isFormStream(data)) {
    config.headers.set(data.getHeaders(), true)
    config.data = readBuffer(data) ?? data
  }
  if (maySendByXhr(config)) config.data = toXhrBody(config)
}

/** Is it Node's http that sends the request? axios marks its own adapters by this field, but for the one by fetch. */
const isHttpAdapter = (config: InternalAxiosRequestConfig): boolean =>
  Reflect.get(getAdapter(config.adapter, config), 'adapterName') === 'http'

/** An adapter of the caller's own may pass the request on to axios' xhr adapter. */
const maySendByXhr = (config: InternalAxiosRequestConfig): boolean =>
  typeof XMLHttpRequest !== 'undefined' && !isHttpAdapter(config)

/**
 * The body as XMLHttpRequest sends it, with a content type that stays as it was signed. axios' xhr adapter drops the type
 * when the body is undefined, but not when it is null; browsers drop the body of a GET, and write `charset=UTF-8` into the
 * type of a text, but not of bytes (https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send).
 */
function toXhrBody({ method = 'get', data }: InternalAxiosRequestConfig): unknown {
  if (data === undefined || data === '' || /^(?:get|head)$/i.test(method)) return null
  return typeof data === 'string' ? new TextEncoder().encode(data) : data
}

interface FormStream {
  getHeaders(): Record<string, string>
  getBuffer?(): unknown
}

/** The form-data package, of which axios makes forms in Node. */
const isFormStream = (data: unknown): data is FormStream =>
  typeof data === 'object' && data !== null && 'getHeaders' in data && typeof data.getHeaders === 'function'

/** Its bytes, if all its parts are at hand: it throws when one is a stream. */
function readBuffer(form: FormStream): unknown {
  try {
    return form.getBuffer?.()
  } catch {
    return undefined
  }
}

/** The body as it is signed; undefined for none, and for a stream. */
function toSignedBytes(data: unknown): string | Uint8Array | undefined {
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}
