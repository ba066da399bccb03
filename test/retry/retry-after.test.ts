import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRetryAfter } from '../../src/retry/index.ts'

const now = Date.parse('2026-03-01T00:00:00Z')

test.each([
  ['5', undefined, 5_000],
  [' 5 ', undefined, 5_000],
  ['0', undefined, 0],
  ['1.25', undefined, 1_250],
  ['120', undefined, 120_000],
  [3, undefined, 3_000],
  ['86401', undefined, 86_400_000],
  ['9999999999', undefined, 86_400_000],
  ['Mon, 01 Mar 2027 00:00:00 GMT', undefined, 86_400_000],
  ['Sun, 01 Mar 2026 00:00:30 GMT', undefined, 30_000],
  ['Sun, 01 Mar 2026 00:00:30 GMT', 'Sun, 01 Mar 2026 00:00:20 GMT', 10_000],
  ['Sun, 01 Mar 2026 00:00:30 GMT', 'Sun, 01 Mar 2026 01:00:00 GMT', 0],
  ['Sun, 01 Mar 2026 00:00:30 GMT', 'not a date', 30_000],
  ['Sun, 01 Mar 2026 00:00:30 GMT'.padEnd(64), undefined, 30_000],
  ['Sun, 01 Mar 2026 00:00:30 GMT'.padEnd(65), undefined, undefined],
  ['Sun, 01 Mar 2026 00:00:30 GMT', 'Sun, 01 Mar 2026 00:00:20 GMT'.padEnd(64), 10_000],
  ['Sun, 01 Mar 2026 00:00:30 GMT', 'Sun, 01 Mar 2026 00:00:20 GMT'.padEnd(65), 30_000],
  ['-5', undefined, undefined],
  ['soon', undefined, undefined],
  ['', undefined, undefined],
  ['99999999999999', undefined, undefined],
  [undefined, undefined, undefined],
  [null, undefined, undefined],
  [Number.NaN, undefined, undefined],
  [['5', '6'], undefined, undefined],
])('Retry-After %j with Date %j asks for %j ms', (value, date, expected) => {
  expect(parseRetryAfter(value, date, now)).toBe(expected)
})

test('whatever the header contains, the wait is undefined or a number ≥ 0', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (value, date) => {
      const wait = parseRetryAfter(value, date, now)
      expect(wait === undefined || (Number.isFinite(wait) && wait >= 0)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})
