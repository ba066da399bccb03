import { expect, test, vi } from 'vitest'
import { createNonce } from '../../src/signing/index.ts'

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
])('random words of %d give %s', (word, expected) => {
  const random = vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((words) => {
    if (words instanceof Uint32Array) words.fill(word)
    return words
  })
  expect(createNonce()).toBe(expected)
  random.mockRestore()
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
