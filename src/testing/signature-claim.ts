import type { ByteString } from './digest.ts'
import { toByteString } from './digest.ts'
import type { WireRequest } from './wire-request.ts'

export type Param = readonly [name: ByteString, value: ByteString]

/** Percent-decodes to bytes instead of characters, so that invalid UTF-8 is preserved. */
const decode = (text: ByteString): ByteString =>
  text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const parse = (encoded: ByteString): Param[] =>
  encoded
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decode(name), decode(value.join('='))]
    })

export const isForm = (request: WireRequest): boolean =>
  request.header('content-type').toLowerCase().startsWith('application/x-www-form-urlencoded')

/** The parameters that version 1 signs: all of the query and of a urlencoded body, duplicates included. */
export const v1Params = (request: WireRequest): readonly Param[] => [
  ...parse(request.query),
  ...(isForm(request) ? parse(toByteString(request.body)) : []),
]

interface Claim {
  readonly secretId: string
  readonly signature: string
  /** As sent; epoch seconds, if valid. */
  readonly timestamp: string
  /** Undefined for a permanent key. */
  readonly token: string | undefined
}

/** The contents of a TC3-HMAC-SHA256 Authorization header. */
export interface Tc3Claim extends Claim {
  readonly version: 'tc3'
  readonly date: string
  readonly service: string
  /** Header names separated by semicolons, as sent. */
  readonly signedHeaders: string
}

/** The parameters of a version 1 signature. */
export interface V1Claim extends Claim {
  readonly version: 'v1'
  readonly hash: 'SHA-1' | 'SHA-256'
  readonly params: readonly Param[]
}

export type SignatureClaim = Tc3Claim | V1Claim

const tc3Pattern =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/([^/,\s]+)\/([^/,\s]+)\/tc3_request, ?SignedHeaders=([^,\s]+), ?Signature=([^,\s]+)$/

const readTc3 = (request: WireRequest, authorization: string): Tc3Claim | 'missing' | 'unreadable' => {
  const [, secretId, date, service, signedHeaders, signature] = tc3Pattern.exec(authorization) ?? []
  if (!secretId || !date || !service || !signedHeaders || !signature) return 'unreadable'
  const timestamp = request.header('x-tc-timestamp')
  if (timestamp === '') return 'missing'
  const token = request.header('x-tc-token') || undefined
  return { version: 'tc3', secretId, date, service, signedHeaders, signature, timestamp, token }
}

const readV1 = (params: readonly Param[]): V1Claim | 'missing' => {
  const { SecretId, Signature, SignatureMethod, Timestamp, Token } = Object.fromEntries(params)
  if (!SecretId || !Signature || !Timestamp) return 'missing'
  return {
    version: 'v1',
    // HmacSHA256 only when SignatureMethod names it: https://intl.cloud.tencent.com/document/product/215/1693, step 4.
    hash: SignatureMethod === 'HmacSHA256' ? 'SHA-256' : 'SHA-1',
    secretId: SecretId,
    signature: Signature,
    timestamp: Timestamp,
    token: Token || undefined,
    params,
  }
}

/**
 * Reads the signature of a request. `missing`: it has none, or one without SecretId or Timestamp. `unreadable`: its
 * Authorization header is not of TC3-HMAC-SHA256, or is malformed.
 */
export const readSignatureClaim = (request: WireRequest): SignatureClaim | 'missing' | 'unreadable' => {
  const authorization = request.header('authorization')
  if (authorization.startsWith('TC3-HMAC-SHA256')) return readTc3(request, authorization)
  const claim = readV1(v1Params(request))
  return claim === 'missing' && authorization !== '' ? 'unreadable' : claim
}
