import { attemptsOf } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, it } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'

/** Sends one call of API 3.0 that first fails with the code. */
async function callAfter(service: string, action: string, code: string, status = 200) {
  const { fake, client } = await startCloud()
  fake.fail(action, faults.api3(code, 'try again later', { status }))
  const headers = { 'X-TC-Action': action, 'X-TC-Version': '2018-05-29' }
  return { fake, call: client({ service }).post('/', {}, { headers }) }
}

const guessed = 'FailedOperation.WidgetOpTooOften'

describe('a throttle that is guessed from the name of a code', () => {
  it('is repeated for a read', async () => {
    const { call } = await callAfter('widgets', 'DescribeWidgets', guessed)
    expect(attemptsOf(await call)).toMatchObject([{ code: guessed, reason: 'throttled' }, { decision: 'return' }])
  })

  it('is not repeated for a call that could run twice, and the error says that it may have run', async () => {
    const { fake, call } = await callAfter('widgets', 'CreateWidget', guessed)
    expect(await rejectionOf(call)).toMatchObject({
      name: 'ThrottlingError',
      retry: 'throttle',
      mayHaveRun: true,
      attempts: [{ decision: 'give-up', reason: 'could-duplicate' }],
    })
    expect(fake.requests).toHaveLength(1)
  })

  it('is repeated for any call under HTTP 429, which is no guess', async () => {
    const { fake, call } = await callAfter('widgets', 'CreateWidget', guessed, 429)
    await call
    expect(fake.executionsOf('CreateWidget')).toHaveLength(1)
  })
})

describe("a throttle of the product's own list", () => {
  it('is repeated for any call', async () => {
    const { fake, call } = await callAfter('gaap', 'CreateProxy', 'FailedOperation.ActionOperateTooQuickly')
    await call
    expect(fake.executionsOf('CreateProxy')).toHaveLength(1)
  })
})
