import type { HmacHash, HmacKey, SigningCrypto } from './crypto.ts'

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
