import { text } from 'node:stream/consumers'
import axios from 'axios'
import {
  attachTencentCloud,
  type HttpError,
  InternalServerError,
  isTencentCloudError,
  type TencentCloudError,
} from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

describe('failures do not pass for successes', () => {
  test.each([
    ['behind white space that kept the connection alive', `${' \n'.repeat(100)}{"code":4300,"message":"(1)no"}`, {}],
    ['with escaped letters', '{"c\\u006fde":4300,"message":"(1)no"}', {}],
    [
      'with escaped letters, for a transformResponse of the user’s',
      '{"c\\u006fde":4300,"message":"(1)no"}',
      { transformResponse: [(data: unknown) => data] },
    ],
  ])('%s', async (_how, body, config) => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.body(body))
    expect(await rejectionOf(client({}, config).get(path, list))).toMatchObject({
      name: 'AuthorizationError',
      code: '4300',
    })
  })

  test.each(['blob', 'arraybuffer', 'stream', 'json'] as const)(
    'throwErrors: false hands a %s back whole',
    async (responseType) => {
      const { fake, client } = await startCloud()
      const instance = client({ throwErrors: false }, { adapter: 'fetch', responseType })
      fake.fail('ListKey', throttled, faults.legacy(4300, '(1)no'))
      const { data } = await instance.get(path, list)
      const content =
        data instanceof Blob
          ? await data.text()
          : data instanceof ReadableStream
            ? await text(data as never)
            : data instanceof ArrayBuffer
              ? new TextDecoder().decode(data)
              : JSON.stringify(data)
      expect(JSON.parse(content)).toMatchObject({ code: 4300 })
    },
  )
})

test('a server’s message of 5 MB is cut, its secrets struck out first', async () => {
  const { fake, client } = await startCloud()
  const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
  fake.fail('ListKey', faults.legacy(6000, `(10050)${'x'.repeat(1_990)}${secretKey}${'y'.repeat(5_000_000)}`))
  fake.fail(
    'CreateKey',
    faults.body(`${'z'.repeat(484)}${secretKey}`, { status: 404 }),
    faults.body(`${'z'.repeat(104)}${secretKey}`, { status: 404 }),
  )
  const error = (await rejectionOf(
    client({ retry: false }).post(path, { SecretKey: secretKey }, list),
  )) as TencentCloudError
  expect(error).toBeInstanceOf(InternalServerError)
  expect(error.message.length).toBeLessThan(2_200)
  for (let count = 0; count < 2; count++) {
    const page = (await rejectionOf(
      client().post(path, { SecretKey: secretKey }, { params: { Action: 'CreateKey' } }),
    )) as HttpError
    expect(`${page.message} ${page.body}`).not.toContain(secretKey.slice(0, 12))
  }
  expect(error.message).not.toContain(secretKey.slice(0, 8))
})

test('codes and request ids that echo a secret are struck out of the attempts too', async () => {
  const { fake, client } = await startCloud()
  const token = 'tmp-token-0123456789'
  fake.fail('ListKey', faults.api3(token, 'x', { requestId: token }))
  const error = await rejectionOf(
    client().get(path, { params: { Action: 'ListKey', Version: '1' }, headers: { 'X-TC-Token': token } }),
  )
  expect(JSON.stringify(error)).not.toContain(token)
})

test('the symbol that a module puts before its text is told', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', faults.legacy(4000, '(9123)EC_CDN_USER_EXIST cdn user exist', { codeDesc: 'InvalidParameter' }))
  expect(await rejectionOf(client().get(path, list))).toMatchObject({
    symbol: 'EC_CDN_USER_EXIST',
    codeDesc: 'InvalidParameter',
    serverMessage: 'cdn user exist',
  })
})

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
