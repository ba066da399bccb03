import axios from 'axios'
import { attachTencentCloud, isTencentCloudError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { lookup } from '../../src/catalog/full/index.ts'
import { readText } from '../../src/envelope/index.ts'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'

// Traps of the field that no other test is named after.

const path = '/v2/index.php'
const list = { params: { Action: 'ListKey' } }

test('the Content-Length of an attempt does not cut off the longer body of the next', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', faults.legacy(4420, '(10250)qps throttling'))
  let attempt = 0
  const http = client({
    sign(config) {
      config.data = { Alias: 'x'.repeat(10 ** ++attempt) }
    },
  })
  await http.post(path, {}, { params: { Action: 'CreateKey' } })
  const bodies = fake.requests.map(({ headers, params }) => [Number(headers['content-length']), params.Alias])
  expect(bodies.map(([, alias]) => String(alias).length)).toEqual([10, 100])
  expect(bodies.map(([length]) => length)).toEqual([22, 112])
})

test.each([
  ['{"code":0}', undefined],
  ['{"code":"0"}', undefined],
  ['{"code":"5100"}', '5100'],
  ['{"code":5100}', '5100'],
  ['{"code":4110}', '4110'],
  ['{"code":-4110}', '-4110'],
])('%s means code %s: text or number, and with its sign', (body, code) => {
  expect(readText(body).envelope?.code).toBe(code)
})

test('the body and not the host decides on the dialect: API 3.0 on a host of API 2.0', async () => {
  const body = { Response: { Error: { Code: 'InvalidParameter', Message: 'm' }, RequestId: 'r' } }
  const http = axios.create({
    baseURL: 'https://cvm.api.qcloud.com',
    adapter: async (config) => ({ data: JSON.stringify(body), status: 200, statusText: '', headers: {}, config }),
  })
  attachTencentCloud(http, { clock: new InstantClock() })
  const error = await rejectionOf(http.get(path, { params: { Action: 'DescribeZones', Version: '2017-03-12' } }))
  expect(error).toMatchObject({ name: 'InvalidParameterError', code: 'InvalidParameter', requestId: 'r' })
})

test.each([
  ['4400', {}, 'ThrottlingError'],
  ['4400', { service: 'cmq', moduleCode: '10230' }, 'InvalidParameterError'],
  ['4400', { service: 'scf', moduleCode: '9003' }, 'InvalidParameterError'],
  ['4500', {}, 'ReplayAttackError'],
  ['4500', { service: 'cmq', moduleCode: '10480' }, 'QuotaExceededError'],
  ['RequestLimitExceeded.AnyNew', {}, 'ThrottlingError'],
  ['LimitExceeded.AnyNew', {}, 'QuotaExceededError'],
  ['RequestSizeLimitExceeded', {}, 'InvalidParameterError'],
])('a code means what its product says: %s of %j is a %s', async (code, query, name) => {
  expect((await lookup(code, query)).class).toBe(name)
})

test.each([
  ['FailedOperation.EngineServerError', 'hunyuan', 'transient'],
  ['InternalError.CAMInnerError', 'hunyuan', 'never'],
])('a prefix does not outrank what is known of a code: %s of %s is %s', async (code, service, retry) => {
  expect((await lookup(code, { service })).retry).toBe(retry)
})

test('a TypeError of the network is no reason to stop: p-retry takes it for fatal', async () => {
  let sent = 0
  const http = axios.create({
    baseURL: 'https://kms.api.qcloud.com',
    adapter: async (config) => {
      sent++
      if (sent < 3)
        throw Object.assign(new axios.AxiosError('x', 'ERR_NETWORK', config), { cause: new TypeError('fetch failed') })
      return { data: '{"code":0}', status: 200, statusText: '', headers: {}, config }
    },
  })
  attachTencentCloud(http, { clock: new InstantClock() })
  await http.get(path, list)
  expect(sent).toBe(3)
})

describe('hostile answers', () => {
  test('a code, a message and an id of a megabyte make a short message of one line', async () => {
    const { fake, client } = await startCloud()
    const long = `a\r\nb\u0000\u001b[31m${'x'.repeat(1_000_000)}`
    fake.fail('*', faults.api3(long, long, { requestId: long }))
    const error = await rejectionOf(client({ retry: false }).get(path, { params: { Action: 'ListKey', Version: '1' } }))
    if (!isTencentCloudError(error)) throw error
    expect(error.message.length).toBeLessThan(3_000)
    expect(`${error.message}${error.code}${error.requestId}`).not.toMatch(/\p{Cc}/u)
    expect(error.attempts[0]?.code).toHaveLength(256)
    expect(JSON.stringify(error).length).toBeLessThan(20_000)
  })

  test('a field that is called __proto__ is a parameter like others, and changes no prototype', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(4420, '(10250)qps throttling'))
    const data: object = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"A":1}',
    )
    const http = client()
    http.interceptors.request.use((config) => {
      config.params = { ...config.params, Nonce: fake.requests.length, Signature: `s${fake.requests.length}` }
      return config
    })
    await http.post(path, data, { ...list, headers: { 'Content-Type': 'application/json' } })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(fake.requests).toHaveLength(2)
    expect(fake.requests[1]?.body).toEqual(fake.requests[0]?.body)
  })
})
