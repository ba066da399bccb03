import {
  type AxiosAdapter,
  AxiosHeaders,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import type { Client } from '../engine/client.ts'
import type { AttemptPlan, CarrierOutcome } from '../engine/ports.ts'
import type { SignableRequest } from '../engine/signing/sign-request.ts'
import { type SignedRequest, signWithCredentials, toSignContext } from '../engine/signing/sign-with-credentials.ts'
import { isForTrustedHost } from '../engine/signing/signing-permission.ts'
import type { Sign } from '../options/options.ts'
import { toFullUrl } from '../request/host.ts'
import { inTime, lateSign } from '../signing/in-time.ts'
import { encodeMultipart } from '../signing/multipart.ts'
import { encodeData, isEncodable } from './encode-data.ts'
import { refuseRedirects } from './refuse-redirects.ts'
import type { EncodedRequest } from './snapshot.ts'
import { toUri } from './uri.ts'

/** A signed request, and the credentials that signed it. */
interface SignedConfig {
  readonly config: InternalAxiosRequestConfig
  readonly credentials?: SignedRequest['credentials']
}

/** A request that is signed and will not be redirected. */
interface SendableConfig extends SignedConfig {
  /** The adapter to send it with; undefined: that of the call. */
  readonly adapter: AxiosAdapter | undefined
  /** @param shown the unsigned config, which the response or the error shows */
  finish(outcome: CarrierOutcome<AxiosResponse>, shown: InternalAxiosRequestConfig): CarrierOutcome<AxiosResponse>
}

/**
 * Signs a copy of a request as the options say: with the credentials of the call, else as those of the client say. Undefined if the request is to be sent as it is, because its
 * host is not trusted or it has an authorisation already.
 *
 * @param data the body as the caller wrote it
 * @throws what the caller's `sign` throws; AuthenticationError without usable credentials; TypeError for a request that
 * cannot be signed
 */
export async function signConfig(
  client: Client,
  plan: AttemptPlan,
  encoded: EncodedRequest,
  data: unknown,
): Promise<SendableConfig | undefined> {
  const sign = encoded.options.credentials ? undefined : client.settings.sign
  const config = encoded.copy()
  applyBaseUrl(config)
  const adapter = chooseAdapter(config)
  if (adapter) config.adapter = adapter
  const signed = await (sign
    ? signByCaller(sign, client, plan, config)
    : signByCredentials(client, plan, config, encoded, data))
  if (!signed) return undefined
  const showRedirect = refuseRedirects(signed.config)
  return { ...signed, adapter, finish: (outcome, shown) => showRedirect(showUnsigned(outcome, shown), shown) }
}

/**
 * Puts a full URL into a config with `allowAbsoluteUrls: false`. axios before 1.8.2 does not know that option: it would
 * send the request, with its signature, to the host that the URL names.
 *
 * @param config changed in place
 */
function applyBaseUrl(config: InternalAxiosRequestConfig): void {
  const { url, baseURL, allowAbsoluteUrls } = config
  const fullUrl = toFullUrl(url, baseURL, allowAbsoluteUrls)
  if (fullUrl === toFullUrl(url, baseURL)) return
  config.url = fullUrl
  delete config.baseURL
}

/**
 * An XMLHttpRequest follows redirects, whatever `maxRedirects` says. Where it is a polyfill of Node.js, another adapter
 * can send the request instead. Undefined: the call keeps its adapter.
 */
function chooseAdapter(config: InternalAxiosRequestConfig): AxiosAdapter | undefined {
  const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined
  return isNode && readAdapterName(config) === 'xhr' ? getAdapter(['http', 'fetch'], config) : undefined
}

/** Shows the unsigned config: if it is sent again it is signed anew, and logs contain no signature. */
function showUnsigned(
  outcome: CarrierOutcome<AxiosResponse>,
  shown: InternalAxiosRequestConfig,
): CarrierOutcome<AxiosResponse> {
  if (isAxiosError(outcome.rejection)) outcome.rejection.config = shown
  if (outcome.kind === 'response') outcome.answer.config = shown
  return outcome
}

/**
 * If `sign` replaces `data`, the new data is encoded as axios would encode it.
 *
 * @throws what `sign` throws; an Error if it has not answered for a minute
 */
async function signByCaller(
  sign: Sign,
  client: Client,
  { number }: AttemptPlan,
  config: InternalAxiosRequestConfig,
): Promise<SignedConfig | undefined> {
  if (!isForTrustedHost(config, client)) return undefined
  const before: unknown = config.data
  const signed = (await inTime(sign(config, toSignContext(client, number, config)), lateSign)) ?? config
  signed.headers = AxiosHeaders.from(signed.headers)
  if (signed.data !== before && isEncodable(signed.data)) encodeData(signed)
  return { config: signed }
}

async function signByCredentials(
  client: Client,
  plan: AttemptPlan,
  config: InternalAxiosRequestConfig,
  encoded: EncodedRequest,
  data: unknown,
): Promise<SignedConfig | undefined> {
  if (config.auth !== undefined) return undefined
  const signed = await signWithCredentials(client, plan, new SignableConfig(config, data), {
    options: encoded.options,
    config: () => encoded.copy(),
  })
  if (!signed) return undefined
  const { parts, credentials } = signed
  config.headers.set({ ...parts.headers }, true)
  if (parts.form !== undefined) config.data = parts.form
  if (parts.params === undefined) delete config.params
  else config.params = parts.params
  if (config.params !== undefined && !yieldsUrl(config, parts.url)) {
    config.paramsSerializer = { serialize: () => readQuery(parts.url).slice(1) }
  }
  if (!yieldsUrl(config, parts.url)) {
    config.url = parts.url
    delete config.baseURL
    delete config.params
  }
  return { config, credentials }
}

/**
 * Do axios' adapters send a config to that URL, byte for byte? They normalise the path, but not all of them the query.
 * Then `url`, `baseURL` and `params` stay apart, for adapters that look at them (mocks, caches).
 */
function yieldsUrl(config: InternalAxiosRequestConfig, wanted: string): boolean {
  // A fragment is not sent.
  const uri = toUri(config).replace(/#.*/s, '')
  return readQuery(uri) === readQuery(wanted) && URL.canParse(uri) && new URL(uri).href === wanted
}

const readQuery = (url: string): string => /\?.*/s.exec(url)?.[0] ?? ''

/** An axios config that is to be signed. */
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

  /** The URL that axios' adapters build from a config, normalised as they send it. */
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
      // Only Node's http sends a Host header that differs from the URL's host.
      if (name.toLowerCase() === 'host' && !isHttpAdapter(this.#config)) continue
      if (value !== null && value !== undefined) sent[name] = String(value)
    }
    return sent
  }
}

/** Encodes a body whose bytes are not known yet (a form, a Blob). */
async function encodeBody(config: InternalAxiosRequestConfig): Promise<void> {
  const data: unknown = config.data
  if (typeof FormData !== 'undefined' && data instanceof FormData) {
    const { contentType, body } = await encodeMultipart(data)
    // axios' http adapter accepts an ArrayBuffer, and of typed arrays only Node's Buffer.
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

/** axios sets `adapterName` on its adapters, except on the one for fetch. */
const readAdapterName = (config: InternalAxiosRequestConfig): unknown =>
  Reflect.get(getAdapter(config.adapter, config), 'adapterName')

/** Does axios' http adapter send the request? */
const isHttpAdapter = (config: InternalAxiosRequestConfig): boolean => readAdapterName(config) === 'http'

/** Could axios' xhr adapter send the request? A custom adapter may pass it on to that one. */
const maySendByXhr = (config: InternalAxiosRequestConfig): boolean =>
  typeof XMLHttpRequest !== 'undefined' && !isHttpAdapter(config)

/**
 * Converts a body so that XMLHttpRequest sends the content type that was signed. axios' xhr adapter removes the type if
 * the body is undefined, but not if it is null; browsers drop the body of a GET, and add `charset=UTF-8` to the type of
 * text, but not of bytes (https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send).
 */
function toXhrBody({ method = 'get', data }: InternalAxiosRequestConfig): unknown {
  if (data === undefined || data === '' || /^(?:get|head)$/i.test(method)) return null
  return typeof data === 'string' ? new TextEncoder().encode(data) : data
}

interface FormStream {
  getHeaders(): Record<string, string>
  getBuffer?(): unknown
}

/** A form of the form-data package, which axios uses in Node.js. */
const isFormStream = (data: unknown): data is FormStream =>
  typeof data === 'object' && data !== null && 'getHeaders' in data && typeof data.getHeaders === 'function'

/** The form's bytes; undefined if a part is a stream, because `getBuffer` throws then. */
function readBuffer(form: FormStream): unknown {
  try {
    return form.getBuffer?.()
  } catch {
    return undefined
  }
}

/** The text or bytes to sign; undefined without a body, and for a stream. */
function toSignedBytes(data: unknown): string | Uint8Array | undefined {
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}
