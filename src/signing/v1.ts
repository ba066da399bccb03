import { type Awaitable, chain } from './awaitable.ts'
import { assertCredentials, type Credentials } from './credentials.ts'
import { type HmacHash, platformCrypto, type SigningCrypto } from './crypto.ts'
import { flatten, type Param } from './params.ts'
import { assertTimestamp, toDomain } from './shared-rules.ts'

// The rules: API 3.0, https://www.tencentcloud.com/document/product/228/31724;
// legacy, https://intl.cloud.tencent.com/document/product/215/1693 ("v2" is its path, not its signature).

/** The path of API 3.0; legacy requests have another, mostly /v2/index.php. */
const api3Path = '/'

/** The two algorithms of signature version 1. */
export type V1Method = 'HmacSHA1' | 'HmacSHA256'

/** A request whose parameters go into the query (GET) or a form body (POST). */
export interface V1Request {
  /** GET or POST, in any case of letters. */
  readonly method: string
  /** A port is not signed: the documents speak of the domain name. */
  readonly host: string
  /** `/` for API 3.0, `/v2/index.php` for the legacy API. */
  readonly path: string
  /** With Action, and Version, Region, Language where there are any; not encoded, lists and objects as they are. */
  readonly params: Readonly<Record<string, unknown>>
}

/** What a version 1 signature covers beside the request. */
export interface V1Options {
  /** Epoch seconds. */
  readonly timestamp: number
  /** A positive integer in decimal, never used twice: see `createNonce`. */
  readonly nonce: string | number
  /**
   * Sent as SignatureMethod. Default: the one in `params`. Without either nothing is sent, and the server checks
   * HmacSHA1, as it does for any value but HmacSHA256.
   */
  readonly signatureMethod?: V1Method | undefined
  /** Default: the platform's. */
  readonly crypto?: SigningCrypto | undefined
}

const byName = ([a]: Param, [b]: Param): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The text that is signed: method, domain, path, `?` and the sorted parameters with their raw values. Of legacy
 * requests each underscore in a name becomes a dot after sorting, in this text only (legacy documents, step 2; the
 * same in the legacy SDKs for PHP and Python); the official Node.js and Go SDKs do not do so for API 3.0.
 */
function textToSign({ method, host, path }: V1Request, sorted: readonly Param[]): string {
  const signedName = (name: string): string => (path === api3Path ? name : name.replaceAll('_', '.'))
  const query = sorted.map(([name, value]) => `${signedName(name)}=${value}`).join('&')
  return `${method.toUpperCase()}${toDomain(host)}${path}?${query}`
}

/**
 * Signs a request with version 1, of API 3.0 or of the legacy API. A pure function of its arguments.
 * @returns all parameters to send: flattened, sorted by name, with SecretId, Timestamp, Nonce, SignatureMethod and
 * Token, Signature last. Pass them to `encodeParams`. At once in Node.js, else a promise; `await` either.
 * A SecretId, Timestamp, Nonce or Signature in `params` is replaced, and so is a Token when the credentials have one.
 * @throws CredentialsError for malformed credentials, TypeError for a timestamp that is not in epoch seconds or
 * parameters that cannot be flattened, Error where there is no cryptography. No message holds a secret.
 */
export function signV1(request: V1Request, credentials: Credentials, options: V1Options): Awaitable<readonly Param[]> {
  assertCredentials(credentials)
  assertTimestamp(options.timestamp)
  const { secretId, secretKey, token } = credentials
  const method = options.signatureMethod ?? request.params.SignatureMethod
  const sorted = flatten({
    ...request.params,
    SecretId: secretId,
    Timestamp: options.timestamp,
    Nonce: options.nonce,
    SignatureMethod: method,
    ...(token !== undefined && { Token: token }),
    Signature: undefined,
  }).sort(byName)
  const crypto = options.crypto ?? platformCrypto()
  const hash: HmacHash = method === 'HmacSHA256' ? 'SHA-256' : 'SHA-1'
  const signature = chain(crypto.hmacKey(hash, secretKey), (key) => key.text(textToSign(request, sorted), 'base64'))
  return chain(signature, (text) => [...sorted, ['Signature', text]] as const)
}
