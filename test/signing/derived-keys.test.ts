import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SigningCrypto } from '../../src/signing/crypto.ts'
import { DerivedKeys } from '../../src/signing/derived-keys.ts'
import { signTc3 } from '../../src/signing/index.ts'
import { cryptos, nodeImplementation } from './cryptos.ts'
import { Sign } from './official.ts'

const day = 86_400

function counting(): SigningCrypto & { keysMade: number } {
  const crypto = {
    ...nodeImplementation,
    keysMade: 0,
    hmacKey: (...input: Parameters<SigningCrypto['hmacKey']>) => {
      crypto.keysMade += 1
      return nodeImplementation.hmacKey(...input)
    },
  }
  return crypto
}

test('a key is derived once for each UTC day', async () => {
  const crypto = counting()
  const keys = new DerivedKeys(crypto)
  await keys.get('secret', 0, 'cvm')
  const made = crypto.keysMade
  const last = await keys.get('secret', day - 1, 'cvm')
  expect(crypto.keysMade).toBe(made)
  expect(last.scope).toBe('1970-01-01/cvm/tc3_request')

  const next = await keys.get('secret', day, 'cvm')
  expect(crypto.keysMade).toBe(2 * made)
  expect(next.scope).toBe('1970-01-02/cvm/tc3_request')
  expect(await next.key.text('x', 'hex')).not.toBe(await last.key.text('x', 'hex'))
})

test('the cache is bounded, and what was dropped is derived again', async () => {
  const crypto = counting()
  const keys = new DerivedKeys(crypto, 3)
  const first = await (await keys.get('secret', 0, 'service0')).key.text('x', 'hex')
  for (let index = 0; index < 100; index++) await keys.get('secret', 0, `service${index}`)
  expect(keys.size).toBe(3)
  const made = crypto.keysMade
  expect(await (await keys.get('secret', 0, 'service0')).key.text('x', 'hex')).toBe(first)
  expect(crypto.keysMade).toBeGreaterThan(made)
})

test('a failed derivation is not cached', async () => {
  let broken = true
  const crypto: SigningCrypto = {
    ...nodeImplementation,
    hmacKey: async (hash, key) => {
      if (broken) throw new Error('no HMAC today')
      return nodeImplementation.hmacKey(hash, key)
    },
  }
  const keys = new DerivedKeys(crypto)
  await expect(keys.get('secret', 0, 'cvm')).rejects.toThrow('no HMAC today')
  broken = false
  expect(await keys.get('secret', 0, 'cvm')).toMatchObject({ scope: '1970-01-01/cvm/tc3_request' })
})

describe.each(cryptos)('with $name', ({ crypto }) => {
  test('keys, days and services do not mix, even if their concatenations are equal', async () => {
    const part = fc.string({ unit: fc.constantFrom('a', '/', '1'), minLength: 1, maxLength: 4 })
    const call = fc.record({ secretKey: part, service: part, timestamp: fc.constantFrom(0, day - 1, day, 11 * day) })
    const url = 'https://cvm.tencentcloudapi.com/'
    const headers = { 'Content-Type': 'application/json' }
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 6 }), async (calls) => {
        const request = { method: 'POST', url, headers, body: '' }
        const signed = await Promise.all(
          calls.map(
            async ({ secretKey, service, timestamp }) =>
              (await signTc3(request, { secretId: 'id', secretKey }, { service, timestamp, crypto })).Authorization,
          ),
        )
        const official = calls.map((call) => Sign.sign3({ ...request, ...call, secretId: 'id', payload: '' }))
        expect(signed).toEqual(official)
      }),
    )
  })
})
