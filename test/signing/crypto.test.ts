import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { nodeCrypto, type SigningCrypto, webCrypto } from '../../src/signing/crypto.ts'
import { signTc3, signV1 } from '../../src/signing/index.ts'
import { nodeImplementation } from './cryptos.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.resetModules()
})

const freshPlatform = async () => {
  vi.resetModules()
  return (await import('../../src/signing/crypto.ts')).platformCrypto
}

test('Node.js gets the cryptography of node:crypto', async () => {
  vi.stubGlobal('crypto', {})
  const platformCrypto = await freshPlatform()
  expect(await platformCrypto().sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('a platform without built-in modules gets Web Crypto', async () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
  const platformCrypto = await freshPlatform()
  expect(await platformCrypto().sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('a platform without any cryptography gets an error that says why', async () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
  vi.stubGlobal('crypto', {})
  const platformCrypto = await freshPlatform()
  expect(platformCrypto).toThrow(/secure contexts/)
})

test('an implementation is undefined if the platform lacks its base', () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
  expect(nodeCrypto()).toBeUndefined()
  expect(webCrypto(undefined)).toBeUndefined()
})

test('a copy of the platform cryptography with other functions signs with those', async () => {
  const used: string[] = []
  const crypto: SigningCrypto = {
    sha256Hex: (data) => {
      used.push('sha256Hex')
      return nodeImplementation.sha256Hex(data)
    },
    hmacKey: (hash, key) => {
      used.push(hash)
      return nodeImplementation.hmacKey(hash, key)
    },
  }
  const copy = Object.assign({ ...nodeImplementation }, crypto)
  const credentials = { secretId: 'id', secretKey: 'key' }
  const request = { method: 'GET', url: 'https://cvm.tencentcloudapi.com/', headers: {} }
  const tc3 = await signTc3(request, credentials, { timestamp: 1, crypto: copy })
  expect(tc3).toEqual(await signTc3(request, credentials, { timestamp: 1, crypto: nodeImplementation }))
  expect(used).toEqual(['sha256Hex', 'sha256Hex', 'SHA-256', 'SHA-256', 'SHA-256', 'SHA-256'])
  const v1Request = { method: 'GET', host: 'cvm.tencentcloudapi.com', path: '/', params: {} }
  const v1 = await signV1(v1Request, credentials, { timestamp: 1, nonce: 1, crypto: copy })
  expect(v1).toEqual(await signV1(v1Request, credentials, { timestamp: 1, nonce: 1, crypto: nodeImplementation }))
  expect(used.at(-1)).toBe('SHA-1')
})

test('no source file of this room imports a Node.js module, axios or another room', () => {
  const room = new URL('../../src/signing/', import.meta.url)
  const imports = readdirSync(room).flatMap((file) => {
    const source = readFileSync(new URL(file, room), 'utf8').replaceAll(/\/\*.*?\*\//gs, '')
    return [...source.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, specifier]) => specifier)
  })
  expect(imports.length).toBeGreaterThan(10)
  expect(imports.filter((specifier) => !specifier?.startsWith('./'))).toEqual([])
})
