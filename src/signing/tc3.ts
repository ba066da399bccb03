import { type Awaitable, chain } from './awaitable.ts'
import { assertCredentials, type Credentials } from './credentials.ts'
import { platformCrypto, type SigningCrypto } from './crypto.ts'
import { type DerivedKey, DerivedKeys } from './derived-keys.ts'
import { assertTimestamp, toDomain } from './shared-rules.ts'

// The rules: https://cloud.tencent.com/document/api/213/30654, in English
// https://www.tencentcloud.com/document/product/267/37447. Where code says more than the text does, the official
// Node.js SDK (tencentcloud-sdk-nodejs-common, sign.js and http_connection.js) is followed and named.

const algorithm = 'TC3-HMAC-SHA256'

/**
 * Stands for the body where the body is not signed: its hash is taken instead, and the header X-TC-Content-SHA256
 * says so (official Go SDK, common/client.go; official Python SDK, common/abstract_client.py).
 */
const unsignedMark = 'UNSIGNED-PAYLOAD'

/** What is sent when the request names no content type, as the official Node.js SDK does. */
const contentTypesByMethod: Readonly<Record<string, string>> = { GET: 'application/x-www-form-urlencoded' }
const defaultContentType = 'application/json'

/** A request as it will be sent. */
export interface Tc3Request {
  /** In any case; API 3.0 takes GET and POST. */
  readonly method: string
  /** Absolute, with the query. What is signed is `new URL(url).href`, so send exactly that. */
  readonly url: string
  /** By any case of name. A Host header goes before the URL's host; a Content-Type is signed exactly as it stands. */
  readonly headers: Readonly<Record<string, string>>
  /** Text is signed as UTF-8, bytes as they are: a multipart body by its bytes. */
  readonly body?: string | Uint8Array | undefined
}

/** What a TC3 signature covers beside the request. */
export interface Tc3Options {
  /** Epoch seconds. */
  readonly timestamp: number
  /** As in the endpoint. Default: the first label of the host, `cvm` of cvm.ap-guangzhou.tencentcloudapi.com. */
  readonly service?: string | undefined
  /** Sent as X-TC-Action, unless the request has that header. So are the next three as theirs. */
  readonly action?: string | undefined
  /** The API version, sent as X-TC-Version: `2017-03-12`. */
  readonly version?: string | undefined
  /** Sent as X-TC-Region: `ap-guangzhou`. */
  readonly region?: string | undefined
  /** `zh-CN` or `en-US`. */
  readonly language?: string | undefined
  /** Sign no body, as for one too large to hash. Default: only if the request's X-TC-Content-SHA256 says so. */
  readonly unsignedPayload?: boolean | undefined
  /** Headers to sign besides content-type and host, such as `x-tc-action`; those not sent are left out. Default: none. */
  readonly signedHeaders?: readonly string[] | undefined
  /** Default: the platform's. */
  readonly crypto?: SigningCrypto | undefined
}

/** Headers to set on the request, in place of any of the same name in another case. */
export type Tc3Headers = Readonly<Record<string, string>> & {
  /** Algorithm, credential scope, names of the signed headers, and the signature. */
  readonly Authorization: string
  /** The signed time in epoch seconds. */
  readonly 'X-TC-Timestamp': string
}

const caches = new WeakMap<SigningCrypto, DerivedKeys>()

function derivedKeysOf(crypto: SigningCrypto): DerivedKeys {
  let keys = caches.get(crypto)
  if (!keys) {
    keys = new DerivedKeys(crypto)
    caches.set(crypto, keys)
  }
  return keys
}

type HeaderMap = ReadonlyMap<string, string>
type Entry = readonly [name: string, value: string]

function lowerCased(headers: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const named = new Map<string, string>()
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) named.set(name.toLowerCase(), value)
  }
  return named
}

/** Adds the headers of the common parameters that the request does not have yet. */
function addMissing(headers: Record<string, string>, given: HeaderMap, options: Tc3Options): void {
  const offer = (name: string, lowerName: string, value: string | undefined): void => {
    if (value !== undefined && !given.has(lowerName)) headers[name] = value
  }
  offer('X-TC-Action', 'x-tc-action', options.action)
  offer('X-TC-Version', 'x-tc-version', options.version)
  offer('X-TC-Region', 'x-tc-region', options.region)
  offer('X-TC-Language', 'x-tc-language', options.language)
}

const byName = ([a]: Entry, [b]: Entry): number => (a < b ? -1 : 1)

/**
 * The headers to sign, sorted by name: content-type as it is sent, as every official SDK signs it; others in lower
 * case and trimmed, as documented.
 */
function signedEntries(contentType: string, domain: string, extra: readonly string[], sent: () => HeaderMap): Entry[] {
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
 * Signs a request with TC3-HMAC-SHA256. A pure function of its arguments: the same request, credentials and
 * timestamp give the same signature.
 * @returns the headers to set; at once in Node.js and other runtimes with node:crypto, else a promise. `await` either.
 * Headers that the request has already are not among them, but for Authorization, X-TC-Timestamp and X-TC-Token.
 * @throws CredentialsError for malformed credentials, TypeError for a timestamp that is not in epoch seconds or a URL
 * that is not absolute, Error where there is no cryptography. No message holds a secret.
 */
export function signTc3(request: Tc3Request, credentials: Credentials, options: Tc3Options): Awaitable<Tc3Headers> {
  assertCredentials(credentials)
  assertTimestamp(options.timestamp)
  const { secretId, secretKey, token } = credentials
  const timestamp = String(options.timestamp)
  const method = request.method.toUpperCase()
  const { hostname, pathname, search } = new URL(request.url)
  const given = lowerCased(request.headers)
  const hostHeader = given.get('host')
  const domain = hostHeader === undefined ? hostname : toDomain(hostHeader)
  const givenType = given.get('content-type')
  const contentType = givenType ?? contentTypesByMethod[method] ?? defaultContentType
  const unsigned = options.unsignedPayload === true || given.get('x-tc-content-sha256') === unsignedMark
  const crypto = options.crypto ?? platformCrypto()

  const headers: Record<string, string> & { 'X-TC-Timestamp': string } = { 'X-TC-Timestamp': timestamp }
  if (givenType === undefined) headers['Content-Type'] = contentType
  if (token !== undefined) headers['X-TC-Token'] = token
  if (options.unsignedPayload) headers['X-TC-Content-SHA256'] = unsignedMark
  addMissing(headers, given, options)

  const sent = () => new Map([...given, ...lowerCased(headers)])
  const signed = signedEntries(contentType, domain, options.signedHeaders ?? [], sent)
  const signedNames = signed.map(([name]) => name).join(';')
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('')

  const sign = ({ key, scope }: DerivedKey, canonicalHash: string): Awaitable<Tc3Headers> =>
    chain(key.text(`${algorithm}\n${timestamp}\n${scope}\n${canonicalHash}`, 'hex'), (signature) =>
      Object.assign(headers, {
        Authorization: `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`,
      }),
    )

  return chain(crypto.sha256Hex(unsigned ? unsignedMark : (request.body ?? '')), (bodyHash) =>
    chain(
      crypto.sha256Hex(`${method}\n${pathname}\n${search.slice(1)}\n${lines}\n${signedNames}\n${bodyHash}`),
      (canonicalHash) => {
        const service = options.service ?? domain.split('.', 1)[0] ?? ''
        const key = derivedKeysOf(crypto).get(secretKey, options.timestamp, service)
        return chain(key, (derived) => sign(derived, canonicalHash))
      },
    ),
  )
}
