import type { HmacHash, HmacKey, MacEncoding, SigningCrypto } from './crypto.ts'

const encoder = new TextEncoder()

/** The same bytes, over a buffer that Web Crypto takes: it refuses shared memory. */
function bytesOf(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (typeof data === 'string') return encoder.encode(data)
  const { buffer, byteOffset, byteLength } = data
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(data)
}

const encoders: Readonly<Record<MacEncoding, (bytes: Uint8Array) => string>> = {
  hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  base64: (bytes) => btoa(String.fromCharCode(...bytes)),
}

/** Web Crypto, all of it promises; undefined without a `subtle`. */
// By the global's own type: where Node.js' types stand without those of a browser, `SubtleCrypto` names none.
export function webCrypto(subtle: typeof globalThis.crypto.subtle | undefined): SigningCrypto | undefined {
  if (!subtle) return undefined

  const hmacKey = async (hash: HmacHash, key: string | Uint8Array): Promise<HmacKey> => {
    const imported = await subtle.importKey('raw', bytesOf(key), { name: 'HMAC', hash }, false, ['sign'])
    const bytes = async (text: string) => new Uint8Array(await subtle.sign('HMAC', imported, encoder.encode(text)))
    return { bytes, text: async (text, encoding) => encoders[encoding](await bytes(text)) }
  }

  return {
    sha256Hex: async (data) => encoders.hex(new Uint8Array(await subtle.digest('SHA-256', bytesOf(data)))),
    hmacKey,
  }
}
