import { isPlainObject } from '../../check/check.ts'
import { createFieldReader, isLegacyApi, type RequestShape, readHeader } from '../../request/index.ts'
import type { Credentials } from '../../signing/credentials.ts'
import { createNonce } from '../../signing/nonce.ts'
import { encodeParams } from '../../signing/params.ts'
import type { SigningMethod } from '../../signing/shared-rules.ts'
import { signTc3 } from '../../signing/tc3.ts'
import { signV1 } from '../../signing/v1.ts'

/** A request that is about to be signed. What sends it knows how its address, header fields and body are written. */
export interface SignableRequest {
  /** The request as it is now. */
  readonly shape: RequestShape
  /** The body, or what it was made of where that shows more (a form that is a stream already). */
  readonly form: unknown
  /** The absolute URL, with these parameters in it. */
  toUrl(params: unknown): URL
  /** Encodes a body whose bytes do not show yet (forms, Blobs). Undefined for no body; `stream` cannot be signed. */
  encodeBody(): Promise<{ readonly bytes?: string | Uint8Array | undefined; readonly isStream?: boolean } | undefined>
  /** Header fields as they will be sent, those of the encoded body included; `host` only where it can differ from the URL's. */
  headers(): Readonly<Record<string, string>>
}

/** What signing changes of a request. */
export interface SignedParts {
  /** Absolute, with all parameters in it that do not stand in the body. */
  readonly url: string
  /** Those of the parameters in `url` that were given apart from it. */
  readonly params: unknown
  /** To be added. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, if it is another than before. */
  readonly form?: string
}

/** With what a request is signed. */
export interface SigningContext {
  /** Undefined: chosen by the request. */
  readonly method: SigningMethod | undefined
  readonly credentials: Credentials
  /** Epoch seconds. */
  readonly timestamp: number
  readonly service: string | undefined
  readonly action: string | undefined
}

/** Public parameters that TC3 carries as `X-TC-` headers, and version 1 among the parameters of the action. */
const commonFields = ['Action', 'Version', 'Region', 'Language'] as const

/** API 3.0 is signed with TC3, the legacy API, known by its host or path, with HmacSHA256. */
function chooseMethod({ headers }: RequestShape, url: URL): SigningMethod {
  if (readHeader(headers, 'x-tc-action') !== undefined) return 'TC3-HMAC-SHA256'
  return isLegacyApi({ hostname: url.hostname, path: url.pathname }) ? 'HmacSHA256' : 'TC3-HMAC-SHA256'
}

/**
 * Signs a request over the bytes that will be sent.
 *
 * @throws CredentialsError for malformed credentials; TypeError for what the method cannot sign
 */
export async function signRequest(request: SignableRequest, context: SigningContext): Promise<SignedParts> {
  const url = request.toUrl(request.shape.params)
  const method = context.method ?? chooseMethod(request.shape, url)
  return method === 'TC3-HMAC-SHA256' ? signWithTc3(request, context) : signWithV1(request, url, method, context)
}

const methodOf = ({ method = 'get' }: RequestShape): string => method.toUpperCase()

async function signWithTc3(request: SignableRequest, context: SigningContext): Promise<SignedParts> {
  const { credentials, timestamp, service } = context
  const field = createFieldReader(request.shape)
  const [action, version, region, language] = commonFields.map((name) => field(name))
  const params = withoutCommonFields(request.shape)
  const url = request.toUrl(params).href
  const body = await request.encodeBody()
  const headers = await signTc3(
    {
      method: methodOf(request.shape),
      url,
      headers: request.headers(),
      ...(body?.bytes !== undefined && { body: body.bytes }),
    },
    credentials,
    {
      timestamp,
      service,
      action: context.action ?? action,
      version,
      region,
      language,
      unsignedPayload: body?.isStream === true,
    },
  )
  return { url, params, headers: { ...headers } }
}

/** The params without those common ones that go into headers; one whose header is there is the action's own. */
function withoutCommonFields({ params, headers }: RequestShape): unknown {
  const moved = commonFields.filter((name) => readHeader(headers, `x-tc-${name.toLowerCase()}`) === undefined)
  if (params instanceof URLSearchParams) {
    const rest = new URLSearchParams(params)
    for (const name of moved) rest.delete(name)
    return rest
  }
  if (!isPlainObject(params)) return params
  return Object.fromEntries(Object.entries(params).filter(([name]) => !moved.some((field) => field === name)))
}

async function signWithV1(
  request: SignableRequest,
  url: URL,
  signatureMethod: 'HmacSHA256' | 'HmacSHA1',
  { credentials, timestamp, action }: SigningContext,
): Promise<SignedParts> {
  const { shape, form } = request
  const method = methodOf(shape)
  const inBody = method === 'POST'
  if (!inBody && form !== undefined && form !== null && form !== '') throw unsignable(`a ${method} with a body`)
  const field = createFieldReader(shape)
  const common = commonFields.map((name) => [name, name === 'Action' ? (action ?? field(name)) : field(name)])
  const query = { ...fieldsOnce(request.toUrl(undefined).searchParams), ...readParams(shape.params) }
  const params = { ...Object.fromEntries(common), ...query, ...readForm(form) }
  const host = readHeader(request.headers(), 'host') ?? url.host
  const signed = await signV1({ method, host, path: url.pathname, params }, credentials, {
    timestamp,
    nonce: createNonce(),
    signatureMethod,
  })
  const encoded = encodeParams(signed)
  const address = `${url.origin}${url.pathname}`
  return inBody
    ? {
        url: address,
        params: undefined,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        form: encoded,
      }
    : { url: `${address}?${encoded}`, params: new URLSearchParams(encoded), headers: {} }
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

/** Params as they were given, not yet flattened. */
function readParams(params: unknown): Record<string, unknown> {
  if (params instanceof URLSearchParams) return fieldsOnce(params)
  return typeof params === 'object' && params !== null ? { ...params } : {}
}

/** The parameters in a body: a form of any kind, or JSON, which axios makes of an object. */
function readForm(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null || body === '') return {}
  if (typeof body === 'string') {
    if (body.trimStart().startsWith('{')) return readJsonFields(body)
    if (!body.includes('=')) throw unsignable('a text')
    return fieldsOnce(new URLSearchParams(body))
  }
  if (body instanceof URLSearchParams) return fieldsOnce(body)
  if (typeof FormData !== 'undefined' && body instanceof FormData) {
    if ([...body.values()].some((value) => typeof value !== 'string')) throw unsignable('files')
    return fieldsOnce(body)
  }
  if (isPlainObject(body)) return { ...body }
  throw unsignable('bytes, lists or streams')
}

// Integers that JavaScript may not hold, outside of quotes.
const longInteger = /[:[,]\s*(-?\d{16,})/g

// A text in quotes; one that does not end goes to the end of all, or that would be looked for from each further quote.
const quoted = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)/g

function readJsonFields(json: string): Record<string, unknown> {
  const parsed = parseJson(json)
  for (const [, integer] of json.replace(quoted, '""').matchAll(longInteger)) {
    if (!Number.isSafeInteger(Number(integer))) throw unsignable('integers beyond 2^53 (pass them as text)')
  }
  if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  throw unsignable('a text that is no JSON')
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw unsignable('a text that is no JSON')
  }
}
