import axios, { type InternalAxiosRequestConfig } from 'axios'
import { fieldsOf, headerOf, type RequestShape } from '../request/index.ts'
import { type Credentials, createNonce, encodeMultipart, encodeParams, signTc3, signV1 } from '../signing/index.ts'

/** How requests are signed. */
export type SigningMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1'

export interface SigningContext {
  /** Undefined: by the request. */
  readonly method: SigningMethod | undefined
  readonly credentials: Credentials
  /** Epoch seconds. */
  readonly timestamp: number
  readonly service: string | undefined
  readonly action: string | undefined
}

/** Public parameters that TC3 carries as `X-TC-` headers and not among the parameters of the action. */
const headerFields = ['Action', 'Version', 'Region', 'Language'] as const

const legacyHost = /(?:^|\.)(?:api\.qcloud\.com|api\.tencentyun\.com)$/
const legacyPath = /\/v2\/index\.php$/

/** API 3.0 is signed with TC3, the legacy API, known by its host or path, with HmacSHA256. */
function methodFor(shape: RequestShape, url: URL): SigningMethod {
  if (headerOf(shape.headers, 'x-tc-action') !== undefined) return 'TC3-HMAC-SHA256'
  return legacyHost.test(url.hostname) || legacyPath.test(url.pathname) ? 'HmacSHA256' : 'TC3-HMAC-SHA256'
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
  return config
}

/** The URL that axios would request, as every adapter sends it: one that `URL` has normalised. */
function absoluteUrl(config: InternalAxiosRequestConfig): URL {
  const page = typeof location === 'undefined' ? undefined : location.href
  return new URL(axios.getUri(config), page)
}

function pinUrl(config: InternalAxiosRequestConfig, url: string): void {
  config.url = url
  delete config.baseURL
  delete config.params
}

async function signWithTc3(config: InternalAxiosRequestConfig, context: SigningContext): Promise<void> {
  const { credentials, timestamp, service } = context
  const field = fieldsOf(config)
  const [action, version, region, language] = headerFields.map((name) => field(name))
  config.params = withoutHeaderFields(config.params)
  const { href } = absoluteUrl(config)
  await fixBody(config)
  const body = bodyOf(config.data)
  const headers = await signTc3(
    { method: config.method ?? 'get', url: href, headers: plainHeaders(config), ...(body !== undefined && { body }) },
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
  config.headers.set(headers)
  pinUrl(config, href)
}

/** Bodies whose bytes do not show yet (forms, Blobs) are encoded; the rest is sent as it is. */
async function fixBody(config: InternalAxiosRequestConfig): Promise<void> {
  const data: unknown = config.data
  if (typeof FormData !== 'undefined' && data instanceof FormData) {
    const { contentType, body } = await encodeMultipart(data)
    // axios' http adapter takes bytes as an ArrayBuffer, and no typed array but Node's own.
    config.data = body.buffer
    config.headers.set('Content-Type', contentType)
  } else if (typeof Blob !== 'undefined' && data instanceof Blob) {
    config.data = await data.arrayBuffer()
  } else if (hasBuffer(data)) {
    config.data = data.getBuffer()
    config.headers.set(data.getHeaders())
  }
  // axios' xhr adapter drops the content type, which is signed, of a request without a body.
  if (config.data === undefined && isXhr(config)) config.data = ''
}

/** The form-data package, of which axios makes forms in Node: its parts are at hand unless one is a stream. */
function hasBuffer(data: unknown): data is { getBuffer(): Uint8Array; getHeaders(): Record<string, string> } {
  if (typeof data !== 'object' || data === null || !('getBuffer' in data) || !('getHeaders' in data)) return false
  if (typeof data.getBuffer !== 'function') return false
  try {
    return data.getBuffer() instanceof Uint8Array
  } catch {
    return false
  }
}

const isXhr = (config: InternalAxiosRequestConfig): boolean =>
  typeof XMLHttpRequest !== 'undefined' && axios.getAdapter(config.adapter, config).name === 'xhr'

/** The body as it is signed; undefined for none, and for a stream. */
function bodyOf(data: unknown): string | Uint8Array | undefined {
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}

function plainHeaders({ headers }: InternalAxiosRequestConfig): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers.toJSON())) {
    if (value !== null && value !== undefined) plain[name] = String(value)
  }
  return plain
}

function withoutHeaderFields(params: unknown): unknown {
  if (params instanceof URLSearchParams) {
    const rest = new URLSearchParams(params)
    for (const name of headerFields) rest.delete(name)
    return rest
  }
  if (typeof params !== 'object' || params === null) return params
  return Object.fromEntries(Object.entries(params).filter(([name]) => !headerFields.some((field) => field === name)))
}

async function signWithV1(
  config: InternalAxiosRequestConfig,
  url: URL,
  signatureMethod: 'HmacSHA256' | 'HmacSHA1',
  { credentials, timestamp, action }: SigningContext,
): Promise<void> {
  const method = (config.method ?? 'get').toUpperCase()
  const inBody = method === 'POST'
  const given = { ...queryOf(config), ...(inBody && formOf(config)) }
  const params = { ...(action !== undefined && { Action: action }), ...given }
  const host = headerOf(config.headers, 'host') ?? url.host
  const signed = await signV1({ method, host, path: url.pathname, params }, credentials, {
    timestamp,
    nonce: createNonce(),
    signatureMethod,
  })
  const encoded = encodeParams(signed)
  pinUrl(config, inBody ? `${url.origin}${url.pathname}` : `${url.origin}${url.pathname}?${encoded}`)
  if (!inBody) return
  config.data = encoded
  config.headers.set('Content-Type', 'application/x-www-form-urlencoded')
}

/** Params as they were given, not yet flattened, and the query that the URL itself has. */
function queryOf(config: InternalAxiosRequestConfig): Record<string, unknown> {
  const { params, ...rest } = config
  const own = Object.fromEntries(absoluteUrl(rest).searchParams)
  if (params instanceof URLSearchParams) return { ...own, ...Object.fromEntries(params) }
  return { ...own, ...(typeof params === 'object' && params !== null ? params : {}) }
}

/** The parameters in a body: a form of any kind, or JSON, which axios makes of an object. */
function formOf({ data }: InternalAxiosRequestConfig): Record<string, unknown> {
  if (data === undefined || data === null || data === '') return {}
  if (typeof data === 'string') {
    if (!data.trimStart().startsWith('{')) return Object.fromEntries(new URLSearchParams(data))
    const parsed: unknown = JSON.parse(data)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  }
  const isForm = typeof FormData !== 'undefined' && data instanceof FormData
  if (isForm && [...data.values()].every((value) => typeof value === 'string')) return Object.fromEntries(data)
  throw new TypeError(
    "axios-tencentcloud: HmacSHA256 and HmacSHA1 sign parameters, not files or bytes; use `signing: 'TC3-HMAC-SHA256'`",
  )
}
