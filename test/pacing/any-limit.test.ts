import fc from 'fast-check'
import { test } from 'vitest'
import { anyFields, expectNothingLeft } from './any-scenario.ts'

test('whatever the limit, every call is sent or refused, in order, and nothing is left behind', async () => {
  await expectNothingLeft(fc.record(anyFields))
})
