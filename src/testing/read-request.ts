import { isPlainObject } from './check.ts'
import type { Protocol } from './models/model-request.ts'
import { findProtocol, readApiKey } from './models/model-request.ts'
import { findPathService, findRegion, findService } from './tencent-cloud-host.ts'
import type { WireRequest } from './wire-request.ts'
import { readWireRequest } from './wire-request.ts'

/** The envelope of the answer to a request: that of the legacy API, or of API 3.0. */
export type Dialect = 'legacy' | 'api3'

/** The contents of a request, as the fake read them. */
export interface ReadRequest {
  /** The method in upper case: `GET`, `POST`. */
  readonly method: string
  /** The absolute URL, with the query. */
  readonly url: string
  /** The Host header, else the host of the URL. */
  readonly host: string
  /** The product: from a Tencent Cloud host name, else from the first segment of the path. */
  readonly service: string | undefined
  /**
   * The action: from X-TC-Action, the query or a form body, in this order; at a model endpoint the end of the path:
   * `chat/completions`, `responses`, `messages`, `embeddings` or `models`.
   */
  readonly action: string | undefined
  /** The protocol of a request to a model endpoint; undefined for any other. */
  readonly protocol: Protocol | undefined
  /** API 3.0 when there is an X-TC-Action header or a `Version` parameter. */
  readonly dialect: Dialect
  /** Query, form body and JSON body merged. A later one of these wins; of equal names, the last. */
  readonly params: Readonly<Record<string, unknown>>
  /** The headers, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** The body: a string when the bytes are UTF-8, else the bytes. */
  readonly body: string | Uint8Array
  /** Length of the body as sent, in bytes. */
  readonly bodyBytes: number
  /** `Nonce` or X-TC-Nonce, as sent. */
  readonly nonce: string | undefined
  /** `Timestamp` or X-TC-Timestamp, as sent: epoch seconds for an honest client. */
  readonly timestamp: string | undefined
  /** `Region` or X-TC-Region, as sent; else what the host names: `ap-guangzhou`, or `gz` on old hosts. */
  readonly region: string | undefined
  /** `Signature`, or the one in the Authorization header. */
  readonly signature: string | undefined
  /** `SecretId`, or the one in the Authorization header's Credential. */
  readonly secretId: string | undefined
  /** The key of a model endpoint: the Bearer token, or `x-api-key`. */
  readonly apiKey: string | undefined
  /** The `model` of a request to a model endpoint. */
  readonly model: string | undefined
}

/** A request: as read, and as it arrived. */
export interface Arrival {
  readonly read: ReadRequest
  readonly wire: WireRequest
}

type Params = Map<string, unknown>

const decodeUtf8 = (bytes: Uint8Array<ArrayBuffer>): string | Uint8Array => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes
  }
}

const multipartParams = async (bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<Params> => {
  try {
    return new Map(await new Response(bytes, { headers: { 'content-type': contentType } }).formData())
  } catch {
    return new Map() // A broken form has no parameters; the log still contains its body.
  }
}

const formParams = async (bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<Params> => {
  const type = contentType.toLowerCase()
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return new Map(new URLSearchParams(new TextDecoder().decode(bytes)))
  }
  return type.startsWith('multipart/form-data') ? await multipartParams(bytes, contentType) : new Map()
}

// The content type does not matter: browsers send JSON as text/plain to avoid a preflight.
const jsonParams = (body: string | Uint8Array): Params => {
  if (typeof body !== 'string' || !body.trimStart().startsWith('{')) return new Map()
  try {
    const value: unknown = JSON.parse(body)
    return isPlainObject(value) ? new Map(Object.entries(value)) : new Map()
  } catch {
    return new Map()
  }
}

const toText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

const credentialPattern = /\bCredential=([^/,\s]+)/
const signaturePattern = /\bSignature=([^,\s]+)/

/**
 * Reads a request completely. `target` is its path with the query as they arrived; `request.url` may be normalized.
 * Rejects only when the body cannot be read because the client has disconnected.
 */
export const readRequest = async (request: Request, target?: string): Promise<Arrival> => {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const { headers } = request
  const url = new URL(request.url)
  const host = headers.get('host') ?? url.host
  const authorization = headers.get('authorization') ?? ''
  const body = decodeUtf8(bytes)
  const hostService = findService(host) ?? findService(url.host)

  // Protocol parameters are read only from query and form; in a JSON body such names belong to the action.
  const form = await formParams(bytes, headers.get('content-type') ?? '')
  const named: Params = new Map<string, unknown>([...url.searchParams, ...form])
  const common = (name: string): string | undefined => toText(named.get(name)) ?? toText(headers.get(`x-tc-${name}`))

  const wireTarget = target ?? url.pathname + url.search
  const wire = readWireRequest(request, wireTarget, host, hostService === undefined, bytes)
  const service = hostService ?? findPathService(url.pathname)
  const endpoint = findProtocol(service, url.pathname)
  // fromEntries defines own properties, so that a hostile "__proto__" is an ordinary name.
  const params = Object.fromEntries([...named, ...jsonParams(body)])
  const read: ReadRequest = {
    method: request.method,
    url: request.url,
    host,
    service,
    action:
      endpoint?.action ??
      toText(headers.get('x-tc-action')) ??
      toText(url.searchParams.get('Action')) ??
      toText(form.get('Action')),
    protocol: endpoint?.protocol,
    dialect: headers.has('x-tc-action') || named.has('Version') ? 'api3' : 'legacy',
    params,
    headers: Object.fromEntries(headers),
    body,
    bodyBytes: bytes.byteLength,
    nonce: common('Nonce'),
    timestamp: common('Timestamp'),
    region: common('Region') ?? findRegion(host) ?? findRegion(url.host),
    signature: toText(named.get('Signature')) ?? signaturePattern.exec(authorization)?.[1],
    secretId: toText(named.get('SecretId')) ?? credentialPattern.exec(authorization)?.[1],
    apiKey: readApiKey(headers),
    model: endpoint && toText(params.model),
  }
  return { read, wire }
}
