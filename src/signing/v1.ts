import { assertCredentials, type Credentials } from './credentials.ts'
import { findSyncCrypto, type HmacHash, platformCrypto, type SigningCrypto } from './crypto.ts'
import { collect, flatten, type Param } from './params.ts'
import { assertTimestamp, toDomain } from './shared-rules.ts'

// The rules: API 3.0, https://www.tencentcloud.com/document/product/228/31724;
// legacy, https://intl.cloud.tencent.com/document/product/215/1693 ("v2" in its path is not the signature's version).

/** The path of API 3.0. Legacy requests have another one, mostly /v2/index.php. */
const api3Path = '/'

/** The two algorithms of signature version 1. */
export type V1Method = 'HmacSHA1' | 'HmacSHA256'

/** A request whose parameters are sent in the query (GET) or in a form body (POST). */
export interface V1Request {
  /** GET or POST, in upper or lower case. */
  readonly method: string
  /** The host, with or without its port: a port is not signed, because the documents specify the domain name. */
  readonly host: string
  /** `/` for API 3.0, `/v2/index.php` for the legacy API. */
  readonly path: string
  /**
   * Action, and Version, Region and Language if there are any, and the action's own; not encoded, lists and objects
   * nested.
   */
  readonly params: Readonly<Record<string, unknown>>
}

/** What a version 1 signature needs besides the request and the credentials. */
export interface V1Options {
  /** Epoch seconds, a whole number. */
  readonly timestamp: number
  /** A positive decimal integer, different for each request: see `createNonce`. */
  readonly nonce: string | number
  /**
   * Sent as SignatureMethod. If it is missing here and in `params`, none is sent and the signature is HmacSHA1: the
   * server expects HmacSHA1 for every value other than HmacSHA256.
   *
   * @default the SignatureMethod in `params`
   */
  readonly signatureMethod?: V1Method | undefined
  /**
   * The cryptography to sign with.
   *
   * @default platformCrypto()
   */
  readonly crypto?: SigningCrypto | undefined
}

/** The parameters of a signature, which replace those of the request, as a token replaces a token. */
const own = new Set(['SecretId', 'Timestamp', 'Nonce', 'SignatureMethod', 'Signature'])

/** Longer lists are sorted by the platform, whose time grows more slowly with the length. */
const maxInserted = 64

const byName = ([a]: Param, [b]: Param): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Sorts parameters in place by name; those of the same name keep their order. Binary insertion needs no calls of a
 * comparing function, so that it takes a third of the time of `sort` for the 20 parameters of an ordinary request.
 */
function sortByName(params: Param[]): void {
  if (params.length > maxInserted) {
    params.sort(byName)
    return
  }
  for (let from = 1; from < params.length; from++) {
    const param = params[from] as Param
    const name = param[0]
    let low = 0
    let high = from
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((params[middle] as Param)[0] > name) high = middle
      else low = middle + 1
    }
    for (let to = from; to > low; to--) params[to] = params[to - 1] as Param
    params[low] = param
  }
}

/**
 * Builds the text to sign: method, domain, path, `?` and the sorted parameters with their raw values. For legacy
 * requests each underscore in a name becomes a dot, after sorting and in this text only (legacy documents, step 2; also
 * the legacy SDKs for PHP and Python). API 3.0 keeps underscores, as in the official Node.js and Go SDKs.
 */
function toSignedText({ method, host, path }: V1Request, sorted: readonly Param[]): string {
  const isApi3 = path === api3Path
  let text = `${method.toUpperCase()}${toDomain(host)}${path}?`
  for (const [name, value] of sorted) text += `${isApi3 ? name : name.replaceAll('_', '.')}=${value}&`
  return text.slice(0, -1)
}

/**
 * Signs a request to API 3.0 or the legacy API with signature version 1. A pure function. The arguments are read before
 * it returns its promise.
 * @returns all parameters to send, flattened and sorted by name, with SecretId, Timestamp, Nonce, SignatureMethod and
 * Token, and with Signature last; pass them to `encodeParams`. A SecretId, Timestamp, Nonce or Signature in `params` is
 * replaced, and a Token if the credentials have one.
 * @throws CredentialsError for malformed credentials, TypeError for a timestamp that is not in epoch seconds or
 * parameters that cannot be flattened, Error if the platform has no cryptography. No message contains a secret.
 * @example
 * ```ts
 * import { createNonce, encodeParams, signV1 } from 'axios-tencentcloud/signing'
 *
 * const host = 'cvm.api.qcloud.com'
 * const path = '/v2/index.php'
 * const signed = await signV1({ method: 'GET', host, path, params: { Action: 'DescribeInstances' } }, credentials, {
 *   timestamp: Math.floor(Date.now() / 1000),
 *   nonce: createNonce(),
 *   signatureMethod: 'HmacSHA256',
 * })
 * await fetch(`https://${host}${path}?${encodeParams(signed)}`)
 * ```
 */
export async function signV1(
  request: V1Request,
  credentials: Credentials,
  options: V1Options,
): Promise<readonly Param[]> {
  assertCredentials(credentials)
  assertTimestamp(options.timestamp)
  const { secretId, secretKey, token } = credentials
  const method = options.signatureMethod ?? request.params.SignatureMethod
  const params = flatten(request.params, (name) => own.has(name) || (name === 'Token' && token !== undefined))
  collect('SecretId', secretId, 0, params)
  collect('Timestamp', options.timestamp, 0, params)
  collect('Nonce', options.nonce, 0, params)
  collect('SignatureMethod', method, 0, params)
  collect('Token', token, 0, params)
  sortByName(params)
  const crypto = options.crypto ?? platformCrypto()
  const hash: HmacHash = method === 'HmacSHA256' ? 'SHA-256' : 'SHA-1'
  const text = toSignedText(request, params)
  const sync = findSyncCrypto(crypto)
  const signature = sync
    ? sync.mac(hash, secretKey, text).digest('base64')
    : await (await crypto.hmacKey(hash, secretKey)).text(text, 'base64')
  collect('Signature', signature, 0, params)
  return params
}
