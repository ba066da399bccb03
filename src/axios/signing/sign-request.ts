import { AxiosHeaders, getAdapter, type InternalAxiosRequestConfig } from 'axios'
import { createFieldReader, findApi, readHeader } from '../../request/index.ts'
import type { Credentials } from '../../signing/credentials.ts'
import { encodeMultipart } from '../../signing/multipart.ts'
import { createNonce } from '../../signing/nonce.ts'
import { encodeParams } from '../../signing/params.ts'
import { signTc3 } from '../../signing/tc3.ts'
import { signV1 } from '../../signing/v1.ts'
import { uriOf } from '../uri-of.ts'
import { isEncodable } from './encode-data.ts'

/** How requests are signed. */
export type SigningMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1'

interface SigningContext {
  /** Undefined: by the request. */
  readonly method: SigningMethod | undefined
  readonly credentials: Credentials
  /** Epoch seconds. */
  readonly timestamp: number
  readonly service: string | undefined
  readonly action: string | undefined
  /** The body as the caller gave it, for forms of which axios has made a stream. */
  readonly data: unknown
}

/** Public parameters that TC3 carries as `X-TC-` headers, and version 1 among the parameters of the action. */
const commonFields = ['Action', 'Version', 'Region', 'Language'] as const

const legacyPath = /\/v2\/index\.php$/

/** API 3.0 is signed with TC3, the legacy API, known by its host or path, with HmacSHA256. */
function methodFor(config: InternalAxiosRequestConfig, url: URL): SigningMethod {
  if (readHeader(config.headers, 'x-tc-action') !== undefined) return 'TC3-HMAC-SHA256'
  return findApi(url.hostname) === 'legacy' || legacyPath.test(url.pathname) ? 'HmacSHA256' : 'TC3-HMAC-SHA256'
}

/**
 * Signs a request over the bytes that will be sent. Changes and returns `config`, which must be the caller's own copy: its
 * URL becomes absolute, params move into it or into the body.
 *
 * @throws CredentialsError for malformed credentials; TypeError for what the method cannot sign
 */
export async function signRequest(
  config: InternalAxiosRequestConfig,
  context: SigningContext,
): Promise<InternalAxiosRequestConfig> {
  const url = absoluteUrl(config)
  const method = context.method ?? methodFor(config, url)
  if (method === 'TC3-HMAC-SHA256') await signWithTc3(config, context)
  else await signWithV1(config, url, method, context)
  // A signature holds for one URL: a redirect would carry it, and a token with it, to another.
  if (typeof XMLHttpRequest === 'undefined') config.maxRedirects = 0
  return config
}

/** The URL that the adapters make of a config, normalised as they send it. */
function absoluteUrl(config: InternalAxiosRequestConfig): URL {
  const page = typeof location === 'undefined' ? undefined : location.href
  const url = new URL(uriOf(config), page)
  url.hash = ''
  return url
}

function pinUrl(config: InternalAxiosRequestConfig, url: string): void {
  config.url = url
  delete config.baseURL
  delete config.params
}

async function signWithTc3(config: InternalAxiosRequestConfig, context: SigningContext): Promise<void> {
  const { credentials, timestamp, service } = context
  const field = createFieldReader(config)
  const [action, version, region, language] = commonFields.map((name) => field(name))
  config.params = withoutCommonFields(config)
  const { href } = absoluteUrl(config)
  await fixBody(config)
  const body = bodyOf(config.data)
  const headers = await signTc3(
    { method: config.method ?? 'get', url: href, headers: sentHeaders(config), ...(body !== undefined && { body }) },
    credentials,
    {
      timestamp,
      service,
      action: context.action ?? action,
      version,
      region,
      language,
      unsignedPayload: body === undefined && config.data !== undefined && config.data !== null,
    },
  )
  config.headers.set(headers, true)
  pinUrl(config, href)
}

/** The params without those common ones that go into headers; one whose header is there is the action's own. */
function withoutCommonFields({ params, headers }: InternalAxiosRequestConfig): unknown {
  const moved = commonFields.filter((name) => readHeader(headers, `x-tc-${name.toLowerCase()}`) === undefined)
  if (params instanceof URLSearchParams) {
    const rest = new URLSearchParams(params)
    for (const name of moved) rest.delete(name)
    return rest
  }
  if (!isEncodable(params) || Array.isArray(params)) return params
  return Object.fromEntries(Object.entries(params ?? {}).filter(([name]) => !moved.some((field) => field === name)))
}

/** Bodies whose bytes do not show yet (forms, Blobs) are encoded; the rest is sent as it is. */
async function fixBody(config: InternalAxiosRequestConfig): Promise<void> {
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
    config.data = bufferOf(data) ?? data
  }
  if (maySendByXhr(config)) config.data = xhrBody(config)
}

/** An adapter of the user's own may pass the request on to axios' xhr adapter. */
const maySendByXhr = (config: InternalAxiosRequestConfig): boolean =>
  typeof XMLHttpRequest !== 'undefined' && !['fetch', 'http'].includes(adapterOf(config))

/**
 * The body as XMLHttpRequest sends it, with a content type that stays as it was signed. axios' xhr adapter drops the type
 * when the body is undefined, but not when it is null; browsers drop the body of a GET, and write `charset=UTF-8` into the
 * type of a text, but not of bytes (https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send).
 */
function xhrBody({ method = 'get', data }: InternalAxiosRequestConfig): unknown {
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
function bufferOf(form: FormStream): unknown {
  try {
    return form.getBuffer?.()
  } catch {
    return undefined
  }
}

const adapterOf = (config: InternalAxiosRequestConfig): string => getAdapter(config.adapter, config).name

/** The body as it is signed; undefined for none, and for a stream. */
function bodyOf(data: unknown): string | Uint8Array | undefined {
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}

function sentHeaders(config: InternalAxiosRequestConfig): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const [name, value] of Object.entries(AxiosHeaders.from(config.headers).toJSON())) {
    if (value !== null && value !== undefined) sent[name] = String(value)
  }
  // Only Node's http lets a caller name another host than the URL's.
  for (const name of Object.keys(sent))
    if (name.toLowerCase() === 'host' && adapterOf(config) !== 'http') delete sent[name]
  return sent
}

async function signWithV1(
  config: InternalAxiosRequestConfig,
  url: URL,
  signatureMethod: 'HmacSHA256' | 'HmacSHA1',
  { credentials, timestamp, action, data }: SigningContext,
): Promise<void> {
  const method = (config.method ?? 'get').toUpperCase()
  const inBody = method === 'POST'
  const body = isFormStream(config.data) && isEncodable(data) ? data : config.data
  if (!inBody && body !== undefined && body !== null && body !== '') {
    throw unsignable(`a ${method} with a body`)
  }
  const field = createFieldReader(config)
  const common = commonFields.map((name) => [name, name === 'Action' ? (action ?? field(name)) : field(name)])
  const params = { ...Object.fromEntries(common), ...queryOf(config), ...formOf(body) }
  const host = readHeader(sentHeaders(config), 'host') ?? url.host
  const signed = await signV1({ method, host, path: url.pathname, params }, credentials, {
    timestamp,
    nonce: createNonce(),
    signatureMethod,
  })
  const encoded = encodeParams(signed)
  pinUrl(config, inBody ? `${url.origin}${url.pathname}` : `${url.origin}${url.pathname}?${encoded}`)
  if (!inBody) return
  config.data = encoded
  config.headers.setContentType('application/x-www-form-urlencoded', true)
}

const unsignable = (what: string): TypeError =>
  new TypeError(
    `axios-tencentcloud: HmacSHA256 and HmacSHA1 sign the parameters of a query or a form, not ${what}; use \`signing: 'TC3-HMAC-SHA256'\``,
  )

/** Name and value pairs as one object; a name that comes twice would lose a value. */
function fieldsOnce(pairs: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [name, value] of pairs) {
    if (fields.has(name)) throw unsignable(`a name that is given twice ("${name.slice(0, 64)}")`)
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

/** Params as they were given, not yet flattened, and the query that the URL itself has. */
function queryOf(config: InternalAxiosRequestConfig): Record<string, unknown> {
  const { params, ...rest } = config
  const own = fieldsOnce(absoluteUrl(rest).searchParams)
  if (params instanceof URLSearchParams) return { ...own, ...fieldsOnce(params) }
  return { ...own, ...(typeof params === 'object' && params !== null ? params : {}) }
}

/** The parameters in a body: a form of any kind, or JSON, which axios makes of an object. */
function formOf(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null || body === '') return {}
  if (typeof body === 'string') {
    if (body.trimStart().startsWith('{')) return fieldsOfJson(body)
    if (!body.includes('=')) throw unsignable('a text')
    return fieldsOnce(new URLSearchParams(body))
  }
  if (body instanceof URLSearchParams) return fieldsOnce(body)
  if (typeof FormData !== 'undefined' && body instanceof FormData) {
    if ([...body.values()].some((value) => typeof value !== 'string')) throw unsignable('files')
    return fieldsOnce(body)
  }
  if (isEncodable(body) && !Array.isArray(body)) return { ...body }
  throw unsignable('bytes, lists or streams')
}

// Integers that JavaScript may not hold, outside of quotes.
const longInteger = /[:[,]\s*(-?\d{16,})/g

// A text in quotes; one that does not end goes to the end of all, or that would be looked for from each further quote.
const quoted = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)/g

function fieldsOfJson(json: string): Record<string, unknown> {
  const parsed = parsedJson(json)
  for (const [, integer] of json.replace(quoted, '""').matchAll(longInteger)) {
    if (!Number.isSafeInteger(Number(integer))) throw unsignable('integers beyond 2^53 (pass them as text)')
  }
  if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  throw unsignable('a text that is no JSON')
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw unsignable('a text that is no JSON')
  }
}
