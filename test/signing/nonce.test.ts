import { afterEach, expect, test, vi } from 'vitest'
import { createNonce } from '../../src/signing/index.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Nonces of words that are still to be drawn. */
const freshNonces = () => {
  vi.resetModules()
  return import('../../src/signing/nonce.ts')
}

test('a nonce is a decimal safe integer of 53 bits', () => {
  for (let index = 0; index < 10_000; index++) {
    const nonce = createNonce()
    expect(nonce).toMatch(/^[1-9]\d{15}$/)
    expect(Number.isSafeInteger(Number(nonce))).toBe(true)
    expect(Number(nonce)).toBeGreaterThanOrEqual(2 ** 52)
  }
})

test.each([
  [0, String(2 ** 52)],
  [0xffff_ffff, String(Number.MAX_SAFE_INTEGER)],
])('random words of %d give %s', async (word, expected) => {
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((words) => {
    if (words instanceof Uint32Array) words.fill(word)
    return words
  })
  const { createNonce } = await freshNonces()
  expect(createNonce()).toBe(expected)
})

test('no random word is used twice, and each drawn one is used', async () => {
  let drawn = 0
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((words) => {
    if (words instanceof Uint32Array) for (const at of words.keys()) words[at] = drawn++
    return words
  })
  const { createNonce } = await freshNonces()
  const lowWords = Array.from({ length: 1_000 }, () => Number(BigInt(createNonce()) & 0xffff_ffffn))
  expect(lowWords).toEqual(lowWords.map((_, at) => 2 * at + 1))
})

test('a generator that fails gives no nonce of words that were used before', async () => {
  const { createNonce } = await freshNonces()
  const before = new Set([createNonce()])
  let failures = 0
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation(() => {
    throw new Error('no entropy')
  })
  for (let index = 0; index < 1_000; index++) {
    try {
      const nonce = createNonce()
      expect(before.has(nonce)).toBe(false)
      before.add(nonce)
    } catch (error) {
      expect(error).toMatchObject({ message: 'no entropy' })
      failures++
    }
  }
  expect(failures).toBeGreaterThan(800)
  vi.restoreAllMocks()
  expect(before.has(createNonce())).toBe(false)
})

test('a hundred thousand nonces are all different', () => {
  expect(new Set(Array.from({ length: 100_000 }, createNonce)).size).toBe(100_000)
})

test('every one of the 52 bits is seen both set and clear', () => {
  let ones = 0n
  let zeros = 0n
  for (let index = 0; index < 1_000; index++) {
    const bits = BigInt(createNonce())
    ones |= bits
    zeros |= ~bits
  }
  const random = 2n ** 52n - 1n
  expect(ones & random).toBe(random)
  expect(zeros & random).toBe(random)
})
