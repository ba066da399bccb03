import { createFieldReader, readHeader } from './fields.ts'
import type { RequestShape } from './request-shape.ts'

/** What makes two sendings of one call different to the service: equal material is a replay. */
export interface SignatureMaterial {
  /** The Authorization header. */
  readonly authorization?: string | undefined
  readonly signature?: string | undefined
  readonly nonce?: string | undefined
  readonly timestamp?: string | undefined
}

/** Schemes that carry a secret and not a signature (RFC 7617, RFC 6750). */
const unsignedScheme = /^(?:basic|bearer)(?:\s|$)/i

/** Decimal nonces below 2^48 are short. */
const shortNonceLimit = String(2 ** 48)

/** 48 bits are 8 characters of base64 and 12 of hex; what the alphabet is, a single nonce does not tell. */
const shortNonceLength = 12

export function readSignatureMaterial(shape: RequestShape): SignatureMaterial {
  const field = createFieldReader(shape)
  return {
    authorization: readHeader(shape.headers, 'authorization'),
    signature: field('Signature'),
    nonce: field('Nonce'),
    timestamp: field('Timestamp'),
  }
}

export function sameMaterial(a: SignatureMaterial, b: SignatureMaterial): boolean {
  return (
    a.authorization === b.authorization &&
    a.signature === b.signature &&
    a.nonce === b.nonce &&
    a.timestamp === b.timestamp
  )
}

/** Is there a signature? Basic and Bearer credentials are none: sent again, they are as good as before. */
export function isSigned(material: SignatureMaterial): boolean {
  const { authorization, signature } = material
  return signature !== undefined || (authorization !== undefined && !unsignedScheme.test(authorization))
}

/**
 * Can the nonce not hold 48 random bits? True for decimal digits below 2^48, and for any other text under 12
 * characters. Such nonces collide by chance: of `Math.random() * 65535`, half of all seconds with 300 calls have a pair.
 */
export function isShortNonce(nonce: string): boolean {
  if (!/^\d+$/.test(nonce)) return nonce.length < shortNonceLength
  let start = 0
  while (start < nonce.length - 1 && nonce[start] === '0') start++
  const digits = nonce.slice(start)
  // Compared as text: of equal length, digits sort as numbers do, and no length costs much.
  return digits.length === shortNonceLimit.length ? digits < shortNonceLimit : digits.length < shortNonceLimit.length
}
