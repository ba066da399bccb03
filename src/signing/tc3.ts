import { assertCredentials, type Credentials } from './credentials.ts'
import { findSyncCrypto, platformCrypto, type SigningCrypto } from './crypto.ts'
import { DerivedKeys } from './derived-keys.ts'
import { assertTimestamp, toDomain } from './shared-rules.ts'

// The rules: https://cloud.tencent.com/document/api/213/30654, in English
// https://www.tencentcloud.com/document/product/267/37447. Where these documents leave a detail open, this file follows
// the official Node.js SDK (tencentcloud-sdk-nodejs-common, sign.js and http_connection.js) and says so.

const algorithm = 'TC3-HMAC-SHA256'

/**
 * Hashed in place of a body that is not signed, and sent as the header X-TC-Content-SHA256 (official Go SDK,
 * common/client.go; official Python SDK, common/abstract_client.py).
 */
const unsignedMark = 'UNSIGNED-PAYLOAD'

/** The content types that are sent if the request has none, as in the official Node.js SDK. */
const contentTypesByMethod: Readonly<Record<string, string>> = { GET: 'application/x-www-form-urlencoded' }
const defaultContentType = 'application/json'

/** The request to sign, exactly as it will be sent. */
export interface Tc3Request {
  /** In upper or lower case. API 3.0 accepts GET and POST. */
  readonly method: string
  /** Absolute, with the query. The signature covers `new URL(url).href`, so send exactly that. */
  readonly url: string
  /** Names in any letter case. A Host header outranks the URL's host; a Content-Type is signed exactly as it stands. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Text is signed as UTF-8, bytes as they are. Encode a form with `encodeMultipart` first.
   *
   * @default '': no body
   */
  readonly body?: string | Uint8Array | undefined
}

/** What a TC3 signature needs besides the request and the credentials. */
export interface Tc3Options {
  /** Epoch seconds, a whole number. */
  readonly timestamp: number
  /**
   * The service in the credential scope.
   *
   * @default the first label of the host: `cvm` for cvm.ap-guangzhou.tencentcloudapi.com
   */
  readonly service?: string | undefined
  /**
   * Sent as X-TC-Action if the request does not have that header: `DescribeInstances`.
   *
   * @default undefined: the header is not added
   */
  readonly action?: string | undefined
  /**
   * The API version, sent as X-TC-Version if the request does not have that header: `2017-03-12`.
   *
   * @default undefined: the header is not added
   */
  readonly version?: string | undefined
  /**
   * Sent as X-TC-Region if the request does not have that header: `ap-guangzhou`.
   *
   * @default undefined: the header is not added
   */
  readonly region?: string | undefined
  /**
   * Sent as X-TC-Language if the request does not have that header: `zh-CN` or `en-US`.
   *
   * @default undefined: the header is not added
   */
  readonly language?: string | undefined
  /**
   * Leaves the body out of the signature, for instance because it is too large to hash.
   *
   * @default true if the request's X-TC-Content-SHA256 is `UNSIGNED-PAYLOAD`, else false
   */
  readonly unsignedPayload?: boolean | undefined
  /**
   * Headers to sign besides content-type and host, such as `x-tc-action`. Names that are not sent are ignored.
   *
   * @default []
   */
  readonly signedHeaders?: readonly string[] | undefined
  /**
   * The cryptography to sign with.
   *
   * @default platformCrypto()
   */
  readonly crypto?: SigningCrypto | undefined
}

/** Headers to set on the request. Each replaces a header of the same name in another letter case. */
export type Tc3Headers = Readonly<Record<string, string>> & {
  /** Algorithm, credential scope, names of the signed headers, and the signature. */
  readonly Authorization: string
  /** The signed time in epoch seconds. */
  readonly 'X-TC-Timestamp': string
}

const caches = new WeakMap<SigningCrypto, DerivedKeys>()

function findDerivedKeys(crypto: SigningCrypto): DerivedKeys {
  let keys = caches.get(crypto)
  if (!keys) {
    keys = new DerivedKeys(crypto)
    caches.set(crypto, keys)
  }
  return keys
}

type HeaderMap = ReadonlyMap<string, string>
type Entry = readonly [name: string, value: string]

function toLowerCaseNames(headers: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const named = new Map<string, string>()
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) named.set(name.toLowerCase(), value)
  }
  return named
}

/** Adds the headers of the common parameters that the request does not have. */
function addMissing(headers: Record<string, string>, given: HeaderMap, options: Tc3Options): void {
  const offer = (name: string, value: string | undefined): void => {
    if (value !== undefined && !given.has(name.toLowerCase())) headers[name] = value
  }
  offer('X-TC-Action', options.action)
  offer('X-TC-Version', options.version)
  offer('X-TC-Region', options.region)
  offer('X-TC-Language', options.language)
}

const byName = ([a]: Entry, [b]: Entry): number => (a < b ? -1 : 1)

/**
 * Lists the headers to sign, sorted by name. The content type keeps its letter case, as in all official SDKs; the
 * values of other headers are trimmed and lower-cased, as documented.
 */
function listSignedHeaders(
  contentType: string,
  domain: string,
  extra: readonly string[],
  sent: () => HeaderMap,
): Entry[] {
  const entries: Entry[] = [
    ['content-type', contentType.trim()],
    ['host', domain],
  ]
  if (extra.length === 0) return entries
  const values = sent()
  for (const name of new Set(extra.map((name) => name.toLowerCase()))) {
    const value = values.get(name)
    if (value === undefined || name === 'content-type' || name === 'host') continue
    entries.push([name, value.trim().toLowerCase()])
  }
  return entries.sort(byName)
}

/**
 * Signs a request with TC3-HMAC-SHA256. A pure function: the same request, credentials and timestamp give the same
 * signature. The arguments are read before it returns its promise.
 * @returns the headers to set. Headers that the request already has are left out, except Authorization, X-TC-Timestamp
 * and X-TC-Token.
 * @throws CredentialsError for malformed credentials, TypeError for a timestamp that is not in epoch seconds or a URL
 * that is not absolute, Error if the platform has no cryptography. No message contains a secret.
 * @example
 * ```ts
 * import { signTc3 } from 'axios-tencentcloud/signing'
 *
 * const request = { method: 'POST', url: 'https://cvm.tencentcloudapi.com/', body: '{}' }
 * const headers = { 'Content-Type': 'application/json' }
 * const signed = await signTc3({ ...request, headers }, credentials, {
 *   timestamp: Math.floor(Date.now() / 1000),
 *   action: 'DescribeZones',
 *   version: '2017-03-12',
 *   region: 'ap-guangzhou',
 * })
 * await fetch(request.url, { ...request, headers: { ...headers, ...signed } })
 * ```
 */
export async function signTc3(request: Tc3Request, credentials: Credentials, options: Tc3Options): Promise<Tc3Headers> {
  assertCredentials(credentials)
  const { timestamp: epochSeconds } = options
  assertTimestamp(epochSeconds)
  const { secretId, secretKey, token } = credentials
  const timestamp = String(epochSeconds)
  const method = request.method.toUpperCase()
  const { hostname, pathname, search } = new URL(request.url)
  const given = toLowerCaseNames(request.headers)
  const hostHeader = given.get('host')
  const domain = hostHeader === undefined ? hostname : toDomain(hostHeader)
  const service = options.service ?? domain.split('.', 1)[0] ?? ''
  const givenType = given.get('content-type')
  const contentType = givenType ?? contentTypesByMethod[method] ?? defaultContentType
  const unsigned = options.unsignedPayload === true || given.get('x-tc-content-sha256') === unsignedMark
  const crypto = options.crypto ?? platformCrypto()

  const headers: Record<string, string> & { 'X-TC-Timestamp': string } = { 'X-TC-Timestamp': timestamp }
  if (givenType === undefined) headers['Content-Type'] = contentType
  if (token !== undefined) headers['X-TC-Token'] = token
  if (options.unsignedPayload) headers['X-TC-Content-SHA256'] = unsignedMark
  addMissing(headers, given, options)

  const sent = () => new Map([...given, ...toLowerCaseNames(headers)])
  const signed = listSignedHeaders(contentType, domain, options.signedHeaders ?? [], sent)
  const signedNames = signed.map(([name]) => name).join(';')
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('')

  const sync = findSyncCrypto(crypto)
  const payload = unsigned ? unsignedMark : (request.body ?? '')
  const bodyHash = sync ? sync.sha256Hex(payload) : await crypto.sha256Hex(payload)
  const canonical = `${method}\n${pathname}\n${search.slice(1)}\n${lines}\n${signedNames}\n${bodyHash}`
  const canonicalHash = sync ? sync.sha256Hex(canonical) : await crypto.sha256Hex(canonical)
  const { key, scope } = await findDerivedKeys(crypto).get(secretKey, epochSeconds, service)
  const signature = await key.text(`${algorithm}\n${timestamp}\n${scope}\n${canonicalHash}`, 'hex')
  return Object.assign(headers, {
    Authorization: `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`,
  })
}
