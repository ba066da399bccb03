import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { attemptsOf, recordAttempts } from '../../src/engine/attempts-of.ts'
import type { Attempt } from '../../src/retry/index.ts'

const attempt = (number: number): Attempt => ({
  number,
  startedAt: 0,
  queuedMs: 0,
  durationMs: 1,
  httpStatus: 200,
  decision: 'return',
  reason: 'success',
  delayMs: 0,
})

test.each([
  ['a response', { data: 1 }],
  ['an error', new Error('refused')],
  ['a frozen object', Object.freeze({ data: 1 })],
  ['an object without a prototype', Object.create(null)],
])('attempts are kept with %s, and a later list takes the place of an earlier one', (_, outcome) => {
  expect(attemptsOf(outcome)).toEqual([])
  recordAttempts(outcome, [attempt(1)])
  expect(attemptsOf(outcome)).toEqual([attempt(1)])
  recordAttempts(outcome, [attempt(1), attempt(2)])
  expect(attemptsOf(outcome)).toEqual([attempt(1), attempt(2)])
})

test('the attempts are not seen on the response, and a copy of it has none', () => {
  const response = { data: 1 }
  recordAttempts(response, [attempt(1)])
  expect(Object.keys(response)).toEqual(['data'])
  expect(Object.getOwnPropertyDescriptors(response)).not.toHaveProperty('attempts')
  expect(inspect(response)).toBe('{ data: 1 }')
  expect(attemptsOf({ ...response })).toEqual([])
  expect(attemptsOf(structuredClone(response))).toEqual([])
})

test.each([undefined, null, 'text', 0])('%j has no attempts', (value) => {
  expect(attemptsOf(value)).toEqual([])
})
