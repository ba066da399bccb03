import type { Awaitable } from './awaitable.ts'

/** The hashes that Tencent Cloud's signatures use, as Web Crypto names them. */
export type HmacHash = 'SHA-1' | 'SHA-256'
/** How a MAC is written as text. */
export type MacEncoding = 'hex' | 'base64'

/** A key that is ready to sign. Text is signed as UTF-8. */
export interface HmacKey {
  /** The MAC itself. */
  bytes(text: string): Awaitable<Uint8Array>
  /** The MAC as lower-case hex, or as base64 with padding. */
  text(text: string, encoding: MacEncoding): Awaitable<string>
}

/** What signing needs of cryptography: synchronous from node:crypto, promises from Web Crypto. */
export interface SigningCrypto {
  /** Lower-case hex; text is hashed as UTF-8. */
  sha256Hex(data: string | Uint8Array): Awaitable<string>
  /** Text keys are taken as UTF-8. */
  hmacKey(hash: HmacHash, key: string | Uint8Array): Awaitable<HmacKey>
}

const nodeNames: Readonly<Record<HmacHash, string>> = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' }

/** node:crypto, all of it synchronous; undefined where `process.getBuiltinModule` does not have it. */
export function nodeCrypto(): SigningCrypto | undefined {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!node) return undefined
  const { createHash, createHmac, hash: hashOnce } = node

  const hmacKey = (hash: HmacHash, key: string | Uint8Array): HmacKey => {
    const name = nodeNames[hash]
    return {
      bytes: (text) => createHmac(name, key).update(text, 'utf8').digest(),
      text: (text, encoding) => createHmac(name, key).update(text, 'utf8').digest(encoding),
    }
  }

  return {
    // The one-shot hash is quicker, but runtimes that only imitate Node.js may lack it.
    sha256Hex: (data) => (hashOnce ? hashOnce('sha256', data, 'hex') : createHash('sha256').update(data).digest('hex')),
    hmacKey,
  }
}

const encoder = new TextEncoder()

/** The same bytes, over a buffer that Web Crypto takes: it refuses shared memory. */
function toBytes(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
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
    const imported = await subtle.importKey('raw', toBytes(key), { name: 'HMAC', hash }, false, ['sign'])
    const bytes = async (text: string) => new Uint8Array(await subtle.sign('HMAC', imported, encoder.encode(text)))
    return { bytes, text: async (text, encoding) => encoders[encoding](await bytes(text)) }
  }

  return {
    sha256Hex: async (data) => encoders.hex(new Uint8Array(await subtle.digest('SHA-256', toBytes(data)))),
    hmacKey,
  }
}

let platform: SigningCrypto | undefined

/**
 * The platform's own cryptography, found when first asked for: node:crypto where `process.getBuiltinModule` has it
 * (Node.js >= 20.16), else Web Crypto. No bundler has to choose.
 * @throws Error where there is neither: browsers offer Web Crypto in secure contexts (https, localhost) only.
 */
export function platformCrypto(): SigningCrypto {
  if (platform) return platform
  const found = nodeCrypto() ?? webCrypto(globalThis.crypto?.subtle)
  if (!found) throw new Error('Signing needs Web Crypto, which browsers offer in secure contexts (https) only')
  platform = found
  return found
}
