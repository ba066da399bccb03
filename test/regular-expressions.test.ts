import { expect, test } from 'vitest'
import { madeOfTexts, regularExpressions, slownessOf } from './support/regular-expressions.ts'

const found = regularExpressions()

test('the regular expressions of the source are found', () => {
  expect(found.length).toBeGreaterThan(70)
  expect(found.map(({ regex }) => regex.source)).toContain('^-?\\d{1,15}$')
})

test('every regular expression is a literal, so that all of them are found', () => {
  expect(madeOfTexts()).toEqual([])
})

test.each([
  [/[.-]+$/, '2nd degree polynomial'],
  [/(?<!x)[.-]+$/i, '2nd degree polynomial (fuzz)'],
  [/^(?:a+)+$/, 'exponential'],
])('%s is recognised as slow', async (regex, slowness) => {
  expect(await slownessOf(regex)).toBe(slowness)
})

test.each(found)(
  '$regex takes no more than linear time ($at)',
  async ({ regex }) => {
    expect(await slownessOf(regex)).toBeUndefined()
  },
  60_000,
)
