import { isPlainObject } from './check.ts'
import { regionOfHost, serviceOfHost, serviceOfPath } from './tencent-cloud-host.ts'
import type { WireRequest } from './wire-request.ts'
import { readWireRequest } from './wire-request.ts'

/** The envelope that a request is answered in: the legacy API's, or API 3.0's. */
export type Dialect = 'legacy' | 'api3'

/** What a request says, as the fake understood it. */
export interface ReadRequest {
  /** `GET`, `POST`, as a Request has it. */
  readonly method: string
  /** Absolute, with the query. */
  readonly url: string
  /** The Host header, else the URL's host. */
  readonly host: string
  /** From the host when it is one of Tencent Cloud's, else from the first segment of the path. */
  readonly service: string | undefined
  /** From X-TC-Action, the query or a form body, in this order. */
  readonly action: string | undefined
  /** API 3.0 when there is an X-TC-Action header or a `Version` parameter. */
  readonly dialect: Dialect
  /** Query, form body and JSON body merged; the later of these wins, and so does the last of equal names. */
  readonly params: Readonly<Record<string, unknown>>
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** A string when the bytes are UTF-8, else the bytes. */
  readonly body: string | Uint8Array
  /** Length of the body as it was sent. */
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
}

/** A request as it is understood, and as it arrived. */
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
    return new Map() // A broken form has no parameters; the log still shows its body.
  }
}

const formParams = async (bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<Params> => {
  const type = contentType.toLowerCase()
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return new Map(new URLSearchParams(new TextDecoder().decode(bytes)))
  }
  return type.startsWith('multipart/form-data') ? await multipartParams(bytes, contentType) : new Map()
}

// Any type counts: browsers send JSON as text/plain to spare themselves the preflight.
const jsonParams = (body: string | Uint8Array): Params => {
  if (typeof body !== 'string' || !body.trimStart().startsWith('{')) return new Map()
  try {
    const value: unknown = JSON.parse(body)
    return isPlainObject(value) ? new Map(Object.entries(value)) : new Map()
  } catch {
    return new Map()
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

const credentialPattern = /\bCredential=([^/,\s]+)/
const signaturePattern = /\bSignature=([^,\s]+)/

/**
 * Reads a whole request. `target` is its path with the query as they arrived, where `request.url` may have been
 * normalized. Rejects only when the body cannot be read, because the client went away.
 */
export const readRequest = async (request: Request, target?: string): Promise<Arrival> => {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const { headers } = request
  const url = new URL(request.url)
  const host = headers.get('host') ?? url.host
  const authorization = headers.get('authorization') ?? ''
  const body = decodeUtf8(bytes)
  const hostService = serviceOfHost(host) ?? serviceOfHost(url.host)

  // Names of the protocol are read from query and form alone: in a JSON body they would be the action's own parameters.
  const form = await formParams(bytes, headers.get('content-type') ?? '')
  const named: Params = new Map<string, unknown>([...url.searchParams, ...form])
  const common = (name: string): string | undefined => textOf(named.get(name)) ?? textOf(headers.get(`x-tc-${name}`))

  const wireTarget = target ?? url.pathname + url.search
  const wire = readWireRequest(request, wireTarget, host, hostService === undefined, bytes)
  const read: ReadRequest = {
    method: request.method,
    url: request.url,
    host,
    service: hostService ?? serviceOfPath(url.pathname),
    action: textOf(headers.get('x-tc-action')) ?? textOf(url.searchParams.get('Action')) ?? textOf(form.get('Action')),
    dialect: headers.has('x-tc-action') || named.has('Version') ? 'api3' : 'legacy',
    // fromEntries defines own properties, so a hostile "__proto__" stays a harmless name.
    params: Object.fromEntries([...named, ...jsonParams(body)]),
    headers: Object.fromEntries(headers),
    body,
    bodyBytes: bytes.byteLength,
    nonce: common('Nonce'),
    timestamp: common('Timestamp'),
    region: common('Region') ?? regionOfHost(host) ?? regionOfHost(url.host),
    signature: textOf(named.get('Signature')) ?? signaturePattern.exec(authorization)?.[1],
    secretId: textOf(named.get('SecretId')) ?? credentialPattern.exec(authorization)?.[1],
  }
  return { read, wire }
}
