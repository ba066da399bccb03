import { expect, test } from 'vitest'
import { PacingRefusal } from '../../src/pacing/pass.ts'

test.each([
  ['deadline', 'the turn of this call cannot come before its deadline'],
  ['queue-full', 'too many calls wait'],
] as const)('a refusal for the %s says so, as an error with a name of its own', (reason, message) => {
  const refusal = new PacingRefusal(reason)
  expect(refusal).toBeInstanceOf(Error)
  expect({ ...refusal, message: refusal.message }).toEqual({ name: 'PacingRefusal', reason, message })
})
