import { attemptsOf } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, it } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'

/** Sends one call of API 3.0 that first fails with the code and the message. */
async function callAfter(service: string, action: string, code: string, message: string) {
  const { fake, client } = await startCloud()
  fake.fail(action, faults.api3(code, message))
  const headers = { 'X-TC-Action': action, 'X-TC-Version': '2018-05-29' }
  return { fake, call: client({ service }).post('/', {}, { headers }) }
}

const later = '操作失败，请稍后重试'

describe('a failure of which only the message says that it passes', () => {
  it.each(['DescribeWidgets', 'ModifyWidget', 'DeleteWidget'])('is repeated for %s', async (action) => {
    const { fake, call } = await callAfter('widgets', action, 'FailedOperation', later)
    expect(attemptsOf(await call)).toMatchObject([{ reason: 'busy' }, { decision: 'return' }])
    expect(fake.executionsOf(action)).toHaveLength(1)
  })

  it.each(['CreateWidget', 'RunInstances', 'SendWidget'])('is not for %s, which could run twice', async (action) => {
    const { fake, call } = await callAfter('widgets', action, 'FailedOperation', later)
    expect(await rejectionOf(call)).toMatchObject({
      retry: 'busy',
      attempts: [{ decision: 'give-up', reason: 'could-duplicate' }],
      remedy: { en: expect.stringContaining('asks to wait') },
    })
    expect(fake.requests).toHaveLength(1)
  })

  it('is not if it is about the identity of the caller, which repeated failures lock', async () => {
    const { fake, call } = await callAfter('widgets', 'DescribeWidgets', 'AuthFailure.SignatureFailure', later)
    expect(await rejectionOf(call)).toMatchObject({ name: 'AuthenticationError', reason: 'not-retryable' })
    expect(fake.requests).toHaveLength(1)
  })
})

describe('a name whose last part says that the resource is between two states', () => {
  it.each([
    ['UnauthorizedOperation.FunctionStatus', 'scf', 'UpdateFunctionConfiguration'],
    ['OperationDenied.InstanceStatusLimitError', 'postgres', 'ModifyDBInstanceSpec'],
    ['UnsupportedOperation.WidgetNotReady', 'widgets', 'DeleteWidget'],
    ['ResourceInUse.ScalingActivity', 'widgets', 'ModifyWidget'],
  ])('%s is repeated where the call overwrites', async (code, service, action) => {
    const { fake, call } = await callAfter(service, action, code, 'not allowed')
    expect(attemptsOf(await call)).toMatchObject([{ code, reason: 'busy' }, { decision: 'return' }])
    expect(fake.executionsOf(action)).toHaveLength(1)
  })

  it.each([
    ['UnauthorizedOperation.FunctionStatus', 'busy'],
    ['InvalidCloudDisk.Unavailable', 'never'],
  ])('%s refused a call that could run twice, so it is known not to have run', async (code, retry) => {
    const { fake, call } = await callAfter('widgets', 'RunInstances', code, 'not allowed')
    expect(await rejectionOf(call)).toMatchObject({ name: 'ResourceStateError', retry, mayHaveRun: false })
    expect(fake.requests).toHaveLength(1)
  })
})

it('the cause that the message names stands in the remedy', async () => {
  const message =
    'The provided credentials could not be validated because of exceeding request size limit, please use new signature method `TC3-HMAC-SHA256`.'
  const { call } = await callAfter('iai', 'AnalyzeFace', 'AuthFailure.SignatureFailure', message)
  expect(await rejectionOf(call)).toMatchObject({
    name: 'AuthenticationError',
    remedy: { en: expect.stringContaining('TC3-HMAC-SHA256'), zh: expect.stringContaining('TC3-HMAC-SHA256') },
  })
})
