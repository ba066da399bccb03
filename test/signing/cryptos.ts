import { nodeCrypto, webCrypto } from '../../src/signing/crypto.ts'

const node = nodeCrypto()
const web = webCrypto(globalThis.crypto.subtle)
if (!node || !web) throw new Error('These tests need a Node.js with both cryptographies')

export const nodeImplementation = node

/** Both implementations, for `test.each`. */
export const cryptos = [
  { name: 'node:crypto', crypto: node },
  { name: 'Web Crypto', crypto: web },
] as const
