/** The hashes of Tencent Cloud's signatures, by their names in Web Crypto. */
export type HmacHash = 'SHA-1' | 'SHA-256'
/** The encodings of a MAC as text. */
export type MacEncoding = 'hex' | 'base64'

/** A key that can sign. Text is signed as UTF-8. */
export interface HmacKey {
  /** The MAC itself. */
  bytes(text: string): Promise<Uint8Array>
  /** The MAC as lower-case hex, or as base64 with padding. */
  text(text: string, encoding: MacEncoding): Promise<string>
}

/** The cryptography that signing needs. `platformCrypto` gives the platform's; the option `crypto` takes another. */
export interface SigningCrypto {
  /** The SHA-256 of bytes, or of text as UTF-8, in lower-case hex. */
  sha256Hex(data: string | Uint8Array): Promise<string>
  /** Prepares a key for HMAC. A text key is encoded as UTF-8. */
  hmacKey(hash: HmacHash, key: string | Uint8Array): Promise<HmacKey>
}

/** What node:crypto gives as values, so that a signature awaits nothing. */
export interface SyncCrypto {
  /** As in `SigningCrypto`. */
  sha256Hex(data: string | Uint8Array): string
  /** The MAC of text as UTF-8, still to be written as bytes or in an encoding, once. */
  mac(
    hash: HmacHash,
    key: string | Uint8Array,
    text: string,
  ): {
    digest(): Uint8Array
    digest(encoding: MacEncoding): string
  }
}

// By identity, so that a copy with a function of its own is called as any other implementation.
const synchronous = new WeakMap<SigningCrypto, SyncCrypto>()

/** The same cryptography without promises; undefined unless `nodeCrypto` made it. */
export function findSyncCrypto(crypto: SigningCrypto): SyncCrypto | undefined {
  return synchronous.get(crypto)
}

const nodeNames: Readonly<Record<HmacHash, string>> = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' }

/** The implementation by node:crypto; undefined where `process.getBuiltinModule` does not have it. */
export function nodeCrypto(): SigningCrypto | undefined {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!node) return undefined
  const { createHash, createHmac, hash: hashOnce } = node

  const sync: SyncCrypto = {
    // The one-shot hash is faster, but other runtimes with a node:crypto may lack it.
    sha256Hex: (data) => (hashOnce ? hashOnce('sha256', data, 'hex') : createHash('sha256').update(data).digest('hex')),
    mac: (hash, key, text) => createHmac(nodeNames[hash], key).update(text, 'utf8'),
  }
  const crypto: SigningCrypto = {
    sha256Hex: async (data) => sync.sha256Hex(data),
    hmacKey: async (hash, key) => ({
      bytes: async (text) => sync.mac(hash, key, text).digest(),
      text: async (text, encoding) => sync.mac(hash, key, text).digest(encoding),
    }),
  }
  synchronous.set(crypto, sync)
  return crypto
}

const encoder = new TextEncoder()

/** Bytes in a buffer that Web Crypto accepts: it refuses shared memory, so that is copied. */
function toBytes(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (typeof data === 'string') return encoder.encode(data)
  const { buffer, byteOffset, byteLength } = data
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(data)
}

const encoders: Readonly<Record<MacEncoding, (bytes: Uint8Array) => string>> = {
  hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  base64: (bytes) => btoa(String.fromCharCode(...bytes)),
}

/**
 * The implementation by Web Crypto.
 * @param subtle `crypto.subtle`; undefined outside of a browser's secure contexts
 * @returns undefined without `subtle`
 */
// The parameter has the type of the global, because Node.js' types alone do not declare `SubtleCrypto`.
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
 * The platform's cryptography, chosen at the first call: node:crypto where `process.getBuiltinModule` has it (Node.js
 * ≥ 20.16), else Web Crypto. Since the choice is made at run time, bundlers need no configuration.
 * @throws Error if there is neither; browsers have Web Crypto in secure contexts (https, localhost) only
 */
export function platformCrypto(): SigningCrypto {
  if (platform) return platform
  const found = nodeCrypto() ?? webCrypto(globalThis.crypto?.subtle)
  if (!found)
    throw new Error('Signing needs Web Crypto, which browsers have in secure contexts only: serve the page over https')
  platform = found
  return found
}
