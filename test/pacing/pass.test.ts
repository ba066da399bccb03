import { expect, test } from 'vitest'
import { PacingRefusal } from '../../src/pacing/pass.ts'

test.each([['deadline'], ['queue-full']] as const)(
  'a refusal for the %s says so, as an error with a name of its own',
  (reason) => {
    const message = `the call got no turn: ${reason}`
    const refusal = new PacingRefusal(reason)
    expect(refusal).toBeInstanceOf(Error)
    expect({ ...refusal, message: refusal.message }).toEqual({ name: 'PacingRefusal', reason, message })
  },
)
