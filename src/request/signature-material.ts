import { createFieldReader, readHeader } from './fields.ts'
import type { RequestShape } from './request-shape.ts'

/** The fields in which the attempts of a call differ for the service. A request with the same material is a replay. */
export interface SignatureMaterial {
  /** The Authorization header. */
  readonly authorization?: string | undefined
  readonly signature?: string | undefined
  readonly nonce?: string | undefined
  readonly timestamp?: string | undefined
}

/** Authorization schemes that send a secret and no signature (RFC 7617, RFC 6750). */
const unsignedScheme = /^(?:basic|bearer)(?:\s|$)/i

/** A decimal nonce below this number is short. */
const shortNonceLimit = String(2 ** 48)

/**
 * A nonce of fewer characters is short. 48 bits take 8 characters of base64 or 12 of hex; since a single nonce does not
 * show its alphabet, hex is assumed.
 */
const shortNonceLength = 12

/** Reads the signature material of a request. Never throws. */
export function readSignatureMaterial(shape: RequestShape): SignatureMaterial {
  const field = createFieldReader(shape)
  return {
    authorization: readHeader(shape.headers, 'authorization'),
    signature: field('Signature'),
    nonce: field('Nonce'),
    timestamp: field('Timestamp'),
  }
}

/** Are all four fields equal? */
export function sameMaterial(a: SignatureMaterial, b: SignatureMaterial): boolean {
  return (
    a.authorization === b.authorization &&
    a.signature === b.signature &&
    a.nonce === b.nonce &&
    a.timestamp === b.timestamp
  )
}

/** Does the request have a signature? Basic and Bearer credentials do not count, because they can be sent again. */
export function isSigned(material: SignatureMaterial): boolean {
  const { authorization, signature } = material
  return signature !== undefined || (authorization !== undefined && !unsignedScheme.test(authorization))
}

/**
 * Is the nonce too short for 48 random bits? True for decimal numbers below 2^48 and for other texts of fewer than 12
 * characters. Such nonces collide by chance: with `Math.random() * 65535`, 300 calls in one second have a collision in
 * half of all cases.
 */
export function isShortNonce(nonce: string): boolean {
  if (!/^\d+$/.test(nonce)) return nonce.length < shortNonceLength
  let start = 0
  while (start < nonce.length - 1 && nonce[start] === '0') start++
  const digits = nonce.slice(start)
  // Compared as text: digits of equal length sort as numbers do, and a very long nonce costs no conversion.
  return digits.length === shortNonceLimit.length ? digits < shortNonceLimit : digits.length < shortNonceLimit.length
}
