import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { startLoopback } from './loopback.ts'

const minute = 60_000
const startClocked = async (options = {}) => {
  const clock = { ms: 1_700_000_000_000 }
  return { clock, ...(await startLoopback({ now: () => clock.ms, ...options })) }
}

describe('a nonce', () => {
  const legacy = (Nonce: number | string, SecretId = 'AKIDa') => ({
    params: { Action: 'CreateKey', Nonce, SecretId },
  })

  test('seen before is answered 4500 in the legacy dialect, and nothing runs', async () => {
    const { fake, kms } = await startClocked()
    expect((await kms.get('/', legacy(1))).data.code).toBe(0)
    expect((await kms.post('/', null, legacy(1))).data).toMatchObject({ code: 4500, codeDesc: 'ReplayAttack' })
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['success', 'replay'])
    expect(fake.executions).toHaveLength(1)
  })

  test.each([
    ['a Nonce parameter', { params: { Action: 'CreateKey', Version: '2019-01-18', Nonce: 9, SecretId: 'a' } }],
    ['an X-TC-Nonce header', { headers: { 'X-TC-Action': 'CreateKey', 'X-TC-Nonce': '9' } }],
  ])('seen before in %s is answered InvalidRequest.ReplayAttack in API 3.0', async (_, config) => {
    const { fake, kms } = await startClocked()
    await kms.get('/', config)
    const { Response } = (await kms.get('/', config)).data
    expect(Response).toMatchObject({ Error: { Code: 'InvalidRequest.ReplayAttack' }, RequestId: expect.any(String) })
    expect(fake.executions).toHaveLength(1)
  })

  test('is remembered for each SecretId by itself', async () => {
    const { kms } = await startClocked()
    await kms.get('/', legacy(1, 'AKIDa'))
    expect((await kms.get('/', legacy(1, 'AKIDb'))).data.code).toBe(0)
    const tc3 = (id: string) => ({
      headers: {
        'X-TC-Action': 'A',
        'X-TC-Nonce': '1',
        Authorization: `TC3-HMAC-SHA256 Credential=${id}/d/s/tc3_request`,
      },
    })
    expect((await kms.get('/', tc3('AKIDa'))).data.Response.Error.Code).toBe('InvalidRequest.ReplayAttack')
    expect((await kms.get('/', tc3('AKIDc'))).data.Response.Error).toBeUndefined()
  })

  test('is remembered for five minutes', async () => {
    const { clock, kms } = await startClocked()
    await kms.get('/', legacy(1))
    clock.ms += 5 * minute
    expect((await kms.get('/', legacy(1))).data.code).toBe(4500)
    clock.ms += 1
    expect((await kms.get('/', legacy(1))).data.code).toBe(0)
  })

  test('of a request that failed or broke is remembered too', async () => {
    const { fake, kms } = await startClocked()
    fake.fail('*', faults.legacy(6000), faults.reset('before'))
    await kms.get('/', legacy(1))
    await rejectionOf(kms.get('/', legacy(2)))
    for (const nonce of [1, 2]) expect((await kms.get('/', legacy(nonce))).data.code).toBe(4500)
  })

  test('that is refused takes no fault from a queue', async () => {
    const { fake, kms } = await startClocked()
    await kms.get('/', legacy(1))
    fake.fail('*', faults.html())
    await kms.get('/', legacy(1))
    expect(fake.pendingFaults).toHaveLength(1)
  })

  test('is forgotten by reset(), and never looked at with nonceMemory: false', async () => {
    const { fake, kms } = await startClocked()
    await kms.get('/', legacy(1))
    fake.reset()
    expect((await kms.get('/', legacy(1))).data.code).toBe(0)
    const forgetful = await startClocked({ nonceMemory: false })
    for (const _ of [1, 2]) expect((await forgetful.kms.get('/', legacy(1))).data.code).toBe(0)
  })
})

describe('a timestamp', () => {
  const now = 1_700_000_000
  const cases: [string, number | string, boolean][] = [
    ['as old as the tolerance', now - 300, true],
    ['older', now - 301, false],
    ['as far in the future', now + 300, true],
    ['further', now + 301, false],
    ['that is no number', 'yesterday', false],
  ]
  test.each(cases)('%s is taken or refused', async (_, timestamp, taken) => {
    const { fake, kms } = await startClocked({ timestampToleranceSeconds: 300 })
    const legacy = (await kms.get('/', { params: { Action: 'ListKey', Timestamp: timestamp } })).data
    const headers = { 'X-TC-Action': 'ListKeys', 'X-TC-Timestamp': String(timestamp) }
    const api3 = (await kms.get('/', { headers })).data
    expect(legacy.code).toBe(taken ? 0 : 4200)
    expect(api3.Response.Error?.Code).toBe(taken ? undefined : 'AuthFailure.SignatureExpire')
    expect(fake.executions).toHaveLength(taken ? 2 : 0)
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(Array(2).fill(taken ? 'success' : 'expired'))
  })

  test('is not checked without a tolerance, nor where there is none', async () => {
    const { kms } = await startClocked()
    expect((await kms.get('/', { params: { Timestamp: 1 } })).data.code).toBe(0)
    const strict = await startClocked({ timestampToleranceSeconds: 0 })
    expect((await strict.kms.get('/')).data.code).toBe(0)
  })

  test('that expired does not use up its nonce', async () => {
    const { clock, kms } = await startClocked({ timestampToleranceSeconds: 10 })
    const config = { params: { Action: 'A', Timestamp: now + 60, Nonce: 1 } }
    expect((await kms.get('/', config)).data.code).toBe(4200)
    clock.ms += minute
    expect((await kms.get('/', config)).data.code).toBe(0)
  })
})

describe('a ClientToken', () => {
  test('that ran gets the same data again, and does not run again', async () => {
    const { fake, kms } = await startLoopback()
    fake.answer('RunInstances', () => ({ InstanceIdSet: [`ins-${fake.executions.length + 1}`] }))
    const run = async (ClientToken: string) =>
      (await kms.post('/', { ClientToken }, { headers: { 'X-TC-Action': 'RunInstances' } })).data.Response
    const [first, again, other] = [await run('t1'), await run('t1'), await run('t2')]
    expect([first, again, other].map(({ InstanceIdSet }) => InstanceIdSet[0])).toEqual(['ins-1', 'ins-1', 'ins-2'])
    expect(first.RequestId).not.toBe(again.RequestId)
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['success', 'repeated', 'success'])
    expect(fake.executions.map(({ clientToken }) => clientToken)).toEqual(['t1', 't2'])
  })

  test('counts for one service and one action', async () => {
    const { fake, listening, kms } = await startLoopback()
    for (const service of ['kms', 'cvm']) {
      for (const action of ['CreateA', 'CreateB']) {
        await kms.get(listening.urlOf(service), { params: { Action: action, ClientToken: 't' } })
      }
    }
    expect(fake.executions).toHaveLength(4)
  })

  test('makes a repeat harmless after an answer that was lost', async () => {
    const { fake, kms } = await startLoopback()
    const config = { params: { Action: 'CreateKey', ClientToken: 't' } }
    fake.fail('CreateKey', faults.reset('after'), faults.truncated(), faults.status(502, {}, { executed: true }))
    await rejectionOf(kms.get('/', config))
    await rejectionOf(kms.get('/', config))
    expect((await kms.get('/', config)).status).toBe(502)
    expect((await kms.get('/', config)).data.echo.execution).toBe(1)
    expect(fake.executions).toHaveLength(1)
  })

  test('of a request that did not run is free', async () => {
    const { fake, kms } = await startLoopback()
    fake.fail('CreateKey', faults.legacy(4400))
    for (const _ of [1, 2]) await kms.get('/', { params: { Action: 'CreateKey', ClientToken: 't' } })
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['fault', 'success'])
  })
})
