import { expect, test } from 'vitest'
import { madeOfTexts, regularExpressions, slowTextFor } from './regular-expressions.ts'

const found = regularExpressions()

test('the regular expressions of the source are found', () => {
  expect(found.length).toBeGreaterThan(70)
  expect(found.map(({ regex }) => regex.source)).toContain('^-?\\d{1,15}$')
})

test('every regular expression is a literal, so that all of them are found', () => {
  expect(madeOfTexts()).toEqual([])
})

test('an expression that takes quadratic time is recognised', () => {
  expect(slowTextFor(/[.-]+$/)).toBeDefined()
  expect(slowTextFor(/^(?:a+)+$/)).toBeDefined()
}, 60_000)

test.each(found)(
  '$regex takes no more than linear time ($at)',
  ({ regex }) => {
    expect(slowTextFor(regex)).toBeUndefined()
  },
  60_000,
)
