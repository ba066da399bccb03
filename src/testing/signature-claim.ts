import type { Param } from './v1-params.ts'
import { v1Params } from './v1-params.ts'
import type { WireRequest } from './wire-request.ts'

interface Claim {
  readonly secretId: string
  readonly signature: string
  /** As sent: epoch seconds for an honest client. */
  readonly timestamp: string
  /** Undefined for a permanent key. */
  readonly token: string | undefined
}

/** What an Authorization header of TC3-HMAC-SHA256 says. */
export interface Tc3Claim extends Claim {
  readonly version: 'tc3'
  readonly date: string
  readonly service: string
  /** As they stand in the header, separated by semicolons. */
  readonly signedHeaders: string
}

/** What the parameters of a version 1 signature say. */
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
    // HmacSHA256 only where SignatureMethod says so: https://intl.cloud.tencent.com/document/product/215/1693, step 4.
    hash: SignatureMethod === 'HmacSHA256' ? 'SHA-256' : 'SHA-1',
    secretId: SecretId,
    signature: Signature,
    timestamp: Timestamp,
    token: Token || undefined,
    params,
  }
}

/**
 * The signature that a request carries. `missing`: none, or one without SecretId or Timestamp; `unreadable`: an
 * Authorization header that is not of TC3-HMAC-SHA256, or not well-formed.
 */
export const readSignatureClaim = (request: WireRequest): SignatureClaim | 'missing' | 'unreadable' => {
  const authorization = request.header('authorization')
  if (authorization.startsWith('TC3-HMAC-SHA256')) return readTc3(request, authorization)
  const claim = readV1(v1Params(request))
  return claim === 'missing' && authorization !== '' ? 'unreadable' : claim
}
