import type { AxiosRequestConfig } from 'axios'
import { describe, expect, test } from 'vitest'
import { startLoopback } from './loopback.ts'

const path = '/v2/index.php'
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const multipart = () => {
  const data = new FormData()
  data.set('Action', 'ListKey')
  data.set('limit', '5')
  return data
}

describe('the action is found', () => {
  const places: [string, AxiosRequestConfig][] = [
    ['in the query of a GET', { params: { Action: 'ListKey', limit: 5 } }],
    ["in the URL's own query", { url: `${path}?Action=ListKey&limit=5` }],
    ['in the query of a POST', { method: 'POST', params: { Action: 'ListKey' }, data: { limit: '5' } }],
    ['in an urlencoded body', { method: 'POST', data: 'Action=ListKey&limit=5', headers: form }],
    ['in a multipart body', { method: 'POST', data: multipart() }],
    ['in the X-TC-Action header', { method: 'POST', headers: { 'X-TC-Action': 'ListKey' }, data: { limit: '5' } }],
    [
      'in the X-TC-Action header before any other place',
      { method: 'PUT', headers: { 'X-TC-Action': 'ListKey' }, params: { Action: 'Other', limit: 5 } },
    ],
  ]
  test.each(places)('%s, with the parameters beside it', async (_, config) => {
    const { fake, kms } = await startLoopback()
    expect((await kms.request({ url: path, ...config })).status).toBe(200)
    expect(fake.requests[0]).toMatchObject({ service: 'kms', action: 'ListKey', outcome: 'success' })
    expect(String(fake.requests[0]?.params.limit)).toBe('5')
    expect(fake.executions).toHaveLength(1)
  })

  test('nowhere in a JSON body, where Action is a parameter like others', async () => {
    const { fake, kms } = await startLoopback()
    await kms.post('/', { Action: 'accept' }, { headers: { 'X-TC-Action': 'ModifyRule' } })
    await kms.post('/', { Action: 'accept' })
    expect(fake.requests.map(({ action }) => action)).toEqual(['ModifyRule', undefined])
    expect(fake.requests[0]?.params).toEqual({ Action: 'accept' })
  })
})

test('a legacy request succeeds with code 0 and codeDesc Success, and carries no request id', async () => {
  const { fake, kms } = await startLoopback()
  fake.answer('ListKey', { data: { keys: ['k1'] } })
  const { data, headers } = await kms.get(path, { params: { Action: 'ListKey' } })
  expect(data).toEqual({ code: 0, message: '', codeDesc: 'Success', data: { keys: ['k1'] } })
  expect(headers['content-type']).toBe('application/json')
  expect(fake.requests[0]?.dialect).toBe('legacy')
})

test.each([
  ['an X-TC-Action header', { headers: { 'X-TC-Action': 'ListKeys' } }],
  ['a Version parameter', { params: { Action: 'ListKeys', Version: '2019-01-18' } }],
])('%s makes it API 3.0: data and an own RequestId stand in Response', async (_, config) => {
  const { fake, kms } = await startLoopback()
  fake.answer('ListKeys', { TotalCount: 0 })
  const first = (await kms.get('/', config)).data
  const second = (await kms.get('/', config)).data
  const requestId = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(first).toEqual({ Response: { TotalCount: 0, RequestId: requestId } })
  expect(first.Response.RequestId).not.toBe(second.Response.RequestId)
  expect(fake.requests.map((request) => request.requestId)).toEqual([
    first.Response.RequestId,
    second.Response.RequestId,
  ])
  expect(fake.requests[0]?.dialect).toBe('api3')
})

test('an action without an answer of its own tells what ran, and how often anything did', async () => {
  const { kms } = await startLoopback()
  await kms.get(path, { params: { Action: 'ListKey' } })
  const { data } = await kms.get(path, { params: { Action: 'CreateKey' } })
  expect(data.echo).toEqual({ service: 'kms', action: 'CreateKey', execution: 2 })
})

test('the most specific answer counts: service and action, then action, then service, then all', async () => {
  const { fake, listening, kms } = await startLoopback()
  fake.answer('*', { from: 'all' })
  fake.answer({ service: 'kms' }, { from: 'service' })
  fake.answer('ListKey', { from: 'action' })
  fake.answer({ service: 'kms', action: 'ListKey' }, { from: 'both' })
  const from = async (service: string, action: string) =>
    (await kms.get(`${listening.urlOf(service)}?Action=${action}`)).data.from
  expect(await from('kms', 'ListKey')).toBe('both')
  expect(await from('cvm', 'ListKey')).toBe('action')
  expect(await from('kms', 'CreateKey')).toBe('service')
  expect(await from('cvm', 'CreateKey')).toBe('all')
})

test('an answer may be made from the parameters and the request', async () => {
  const { fake, kms } = await startLoopback()
  fake.answer('Encrypt', ({ plaintext }, { number }) => ({ ciphertext: `<${plaintext}>`, number }))
  const { data } = await kms.post(path, 'Action=Encrypt&plaintext=abc', { headers: form })
  expect(data).toMatchObject({ ciphertext: '<abc>', number: 1 })
})

test('an answer function that throws is a 500 with its message, and nothing was executed', async () => {
  const { fake, kms } = await startLoopback()
  fake.answer('ListKey', () => {
    throw new RangeError('no such page')
  })
  const response = await kms.get(path, { params: { Action: 'ListKey' } })
  expect([response.status, response.data]).toEqual([500, 'RangeError: no such page'])
  expect([fake.requests[0]?.outcome, fake.executions.length, fake.inFlight]).toEqual(['crashed', 0, 0])
})

test('the log keeps what a request said, and reset() forgets all of it', async () => {
  const { fake, listening, kms } = await startLoopback({ now: () => 1_700_000_000_000 })
  const headers = { Authorization: 'TC3-HMAC-SHA256 Credential=AKID/2023-11-14/kms/tc3_request, Signature=abc' }
  await kms.post(`${path}?Nonce=7&Timestamp=1700000000`, { KeyName: '键' }, { headers })
  expect(fake.requests).toEqual([
    expect.objectContaining({
      number: 1,
      at: 1_700_000_000_000,
      method: 'POST',
      url: `${listening.url}/kms${path}?Nonce=7&Timestamp=1700000000`,
      host: `127.0.0.1:${listening.port}`,
      body: '{"KeyName":"键"}',
      bodyBytes: 17,
      params: { Nonce: '7', Timestamp: '1700000000', KeyName: '键' },
      nonce: '7',
      timestamp: '1700000000',
      signature: 'abc',
      secretId: 'AKID',
    }),
  ])
  expect(fake.requests[0]?.headers['content-type']).toBe('application/json')
  fake.reset()
  expect([fake.requests, fake.executions, fake.pendingFaults]).toEqual([[], [], []])
})

test('a body that is no text stays bytes in the log', async () => {
  const { fake, kms } = await startLoopback()
  const bytes = new Uint8Array([0xff, 0x00, 0xfe])
  await kms.post('/', bytes)
  expect(fake.requests[0]?.body).toEqual(bytes)
  expect(fake.requests[0]?.bodyBytes).toBe(3)
})

test('requestsOf and executionsOf tell what was asked from what ran', async () => {
  const { fake, kms } = await startLoopback()
  const send = (nonce: number) => kms.get(path, { params: { Action: 'CreateKey', Nonce: nonce, alias: 'a' } })
  for (const nonce of [1, 1, 2]) await send(nonce)
  await kms.get(path, { params: { Action: 'ListKey' } })
  expect(fake.requestsOf('CreateKey').map(({ outcome }) => outcome)).toEqual(['success', 'replay', 'success'])
  expect(fake.executionsOf('CreateKey')).toEqual([
    expect.objectContaining({ number: 1, service: 'kms', action: 'CreateKey', clientToken: undefined }),
    expect.objectContaining({ number: 3, params: { Action: 'CreateKey', Nonce: '2', alias: 'a' } }),
  ])
})

test('every answer carries a Date from the clock and the headers of the options', async () => {
  const { kms } = await startLoopback({ now: () => 0, responseHeaders: { 'X-Trace': 't', Server: 'fake' } })
  const { headers } = await kms.get('/')
  expect(headers).toMatchObject({ date: 'Thu, 01 Jan 1970 00:00:00 GMT', 'x-trace': 't', server: 'fake' })
})
