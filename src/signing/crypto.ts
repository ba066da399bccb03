import type { Awaitable } from './awaitable.ts'
import { nodeCrypto } from './node-crypto.ts'
import { webCrypto } from './web-crypto.ts'

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
