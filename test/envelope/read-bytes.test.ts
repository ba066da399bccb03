import { expect, test } from 'vitest'
import { maxEnvelopeBytes, readBytes, toBytes } from '../../src/envelope/index.ts'

const failing = (length: number) => new TextEncoder().encode(`{"code":4000,"x":"${'x'.repeat(length - 20)}"}`)

test('bytes are read up to 1 MB, and are data above', () => {
  expect(failing(maxEnvelopeBytes)).toHaveLength(maxEnvelopeBytes)
  expect(readBytes(failing(maxEnvelopeBytes)).envelope?.code).toBe('4000')
  expect(readBytes(failing(maxEnvelopeBytes + 1))).toStrictEqual({})
})

test('bytes of nothing but blanks are read to their end', () => {
  expect(readBytes(new Uint8Array(3).fill(32))).toStrictEqual({})
})

test('bytes are those of a view, and not of the buffer under it', () => {
  const buffer = new TextEncoder().encode('xx{"code":4000}yy').buffer
  expect(readBytes(toBytes(new DataView(buffer, 2, 13)) ?? new Uint8Array()).envelope?.code).toBe('4000')
  expect(toBytes(buffer)?.length).toBe(17)
  for (const value of [undefined, {}, 'x', [1]]) expect(toBytes(value)).toBeUndefined()
})
