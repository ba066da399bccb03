/**
 * Text in which each character is one byte (U+0000 to U+00FF), like the header values and request targets that HTTP
 * delivers. Signed text is compared in this form, so that decoding cannot make two different requests look alike.
 */
export type ByteString = string

export type Bytes = Uint8Array<ArrayBuffer>

export const toBytes = (text: ByteString): Bytes => Uint8Array.from(text, (character) => character.charCodeAt(0))

export const toByteString = (bytes: Uint8Array): ByteString =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

// Web Crypto instead of node:crypto, because the fake also runs in browsers, behind msw's worker.
const subtle = (): SubtleCrypto => {
  const found = globalThis.crypto?.subtle
  if (!found)
    throw new Error('credentials: verifying needs Web Crypto, which browsers offer only in secure contexts (https)')
  return found
}

export const sha256 = async (data: Bytes): Promise<Bytes> => new Uint8Array(await subtle().digest('SHA-256', data))

export const hmac = async (hash: 'SHA-1' | 'SHA-256', key: Bytes, data: Bytes): Promise<Bytes> => {
  const imported = await subtle().importKey('raw', key, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await subtle().sign('HMAC', imported, data))
}
