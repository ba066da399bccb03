import { attemptsOf } from 'axios-tencentcloud'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import sdkCommon from 'tencentcloud-sdk-nodejs-common'
import httpConnection from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/http/http_connection.js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { credential, region } from './clients.ts'

const { HttpConnection } = httpConnection

afterEach(() => vi.restoreAllMocks())

/** Has the connection answer with plain objects, as the tests of the SDK do. */
function stub(...answers: readonly object[]) {
  const left = [...answers]
  const answer = async () => (left.length > 1 ? left.shift() : left[0]) as never
  return [
    vi.spyOn(HttpConnection, 'doRequestWithSign3').mockImplementation(answer),
    vi.spyOn(HttpConnection, 'doRequest').mockImplementation(answer),
  ]
}

const createClient = (signMethod: 'TC3-HMAC-SHA256' | 'HmacSHA256' = 'TC3-HMAC-SHA256') => {
  const profile = { signMethod }
  const client = new sdkCommon.CommonClient('cvm.tencentcloudapi.com', '2017-03-12', { credential, region, profile })
  return withTencentCloud(client, { clock: new InstantClock() })
}

const success = { Response: { TotalCount: 3, RequestId: 'r-1' } }
const throttle = { Response: { Error: { Code: 'RequestLimitExceeded', Message: 'slow' }, RequestId: 'r-0' } }
const answerWith = (body: unknown, headers: object = new Map()) => ({ status: 200, headers, json: async () => body })

describe('an answer that a stub of the connection gives as an object with json()', () => {
  test.each([
    ['a Map', new Map([['x-tc-traceid', 't']])],
    ['Headers', new Headers()],
    ['an object that has get()', { get: () => null }],
  ])('is read, with headers that are %s', async (_what, headers) => {
    for (const signMethod of ['TC3-HMAC-SHA256', 'HmacSHA256'] as const) {
      const [signed, plain] = stub(answerWith(success, headers))
      expect(await createClient(signMethod).request('DescribeZones', {})).toEqual(success.Response)
      expect((signed?.mock.calls.length ?? 0) + (plain?.mock.calls.length ?? 0)).toBe(1)
      vi.restoreAllMocks()
    }
  })

  test.each([
    ['gives the same', async () => JSON.stringify(success)],
    ['gives nothing', () => undefined],
    ['throws', () => Promise.reject(new Error('not implemented'))],
  ])('is read by json(), though it has a text() that %s', async (_what, text) => {
    class Answer {
      readonly status = 200
      readonly headers = new Map()
      readonly json = async () => success
      readonly text = text
    }
    for (const answer of [{ ...answerWith(success), text }, new Answer()]) {
      const [signed] = stub(answer)
      expect(await createClient().request('DescribeZones', {})).toEqual(success.Response)
      expect(signed).toHaveBeenCalledTimes(1)
      vi.restoreAllMocks()
    }
  })

  test('is judged as the service’s own: a throttle is repeated, another code is a typed error', async () => {
    stub(answerWith(throttle), answerWith(success))
    expect(attemptsOf(await createClient().request('DescribeZones', {}))).toHaveLength(2)
    stub(answerWith({ Response: { Error: { Code: 'ResourceNotFound', Message: 'gone' }, RequestId: 'r-2' } }))
    const error = await rejectionOf(createClient().request('DescribeZones', {}))
    expect(error).toMatchObject({ name: 'ResourceNotFoundError', code: 'ResourceNotFound', requestId: 'r-2' })
    stub(answerWith({ code: 4400, message: '(5010)slow' }), answerWith(success))
    expect(attemptsOf(await createClient().request('DescribeZones', {}))).toMatchObject([{ code: '4400' }, {}])
  })

  test('keeps what JSON cannot write', async () => {
    stub(answerWith({ Response: { Big: 12345678901234567890n } }))
    expect(await createClient().request('DescribeZones', {})).toEqual({ Big: 12345678901234567890n })
  })

  test('and that has no headers, ends as the SDK ends, after one attempt', async () => {
    const [signed] = stub({ status: 200, json: async () => success })
    const error = await rejectionOf(createClient().request('DescribeZones', {}))
    expect(error).toMatchObject({ name: 'TransportError', cause: { name: 'TypeError' } })
    expect(signed).toHaveBeenCalledTimes(1)
  })

  test('with a refused status is an HttpError, also without a body', async () => {
    stub({ status: 404, statusText: 'Not Found', headers: new Map() })
    expect(await rejectionOf(createClient().request('DescribeZones', {}))).toMatchObject({
      name: 'HttpError',
      httpStatus: 404,
    })
  })
})
