import axios from 'axios'
import { attemptsOf, isTencentCloudError, type TencentCloudError } from 'axios-tencentcloud'
import { type Fault, faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { createCvm, credential, fakeAtTrueHosts, wrapCvm, wrapKms } from './clients.ts'

const { fake } = fakeAtTrueHosts()

/** Calls without retries, so that the first failure is what is thrown. */
const failureOf = async (fault: Fault, options = {}): Promise<TencentCloudError> => {
  fake.fail('DescribeZones', fault)
  const error = await rejectionOf(wrapCvm({ retry: false, ...options }).DescribeZones())
  if (!isTencentCloudError(error)) throw error
  return error
}

/** What the SDK throws without this package. */
const plainFailureOf = async (fault: Fault): Promise<Error> => {
  fake.fail('DescribeZones', fault)
  return (await rejectionOf(createCvm().DescribeZones())) as Error
}

const legacyBody = () => faults.legacy(4400, '(5010)too many requests')
const html = () => faults.body('<html><body>busy</body></html>')
const envelope = (Code: string) => ({ Response: { Error: { Code, Message: 'failed' }, RequestId: 'r-1' } })

describe('what the SDK mishandles is a typed error', () => {
  test.each<[string, () => Fault, object]>([
    ['a legacy body', legacyBody, { name: 'ThrottlingError', code: '4400', moduleCode: '5010', mayHaveRun: false }],
    ['{}', () => faults.body({}), { name: 'TransportError', code: 'ERR_NO_ENVELOPE', mayHaveRun: true }],
    ['an empty body', () => faults.body(''), { name: 'TransportError', code: 'ERR_NO_ENVELOPE', mayHaveRun: true }],
    ['a page of HTML with status 200', html, { name: 'TransportError', mayHaveRun: true }],
    ['an array', () => faults.body([]), { name: 'TransportError', mayHaveRun: true }],
    ['an error without a code', () => faults.body({ Response: { Error: { Message: 'x' } } }), { mayHaveRun: true }],
    [
      '500 with an envelope',
      () => faults.body(envelope('InternalError'), { status: 500 }),
      { name: 'InternalServerError', code: 'InternalError', httpStatus: 500, requestId: 'r-1', mayHaveRun: true },
    ],
    [
      '400 with an envelope',
      () => faults.body(envelope('InvalidParameterValue'), { status: 400 }),
      { name: 'InvalidParameterError', httpStatus: 400, mayHaveRun: false },
    ],
    [
      '502 with a page of HTML',
      () => faults.html(502),
      { name: 'HttpError', code: 'ERR_BAD_RESPONSE', httpStatus: 502, body: expect.stringContaining('<html>') },
    ],
    ['429 without an envelope', () => faults.status(429), { name: 'HttpError', httpStatus: 429, retry: 'throttle' }],
    ['a lost connection', () => faults.reset('after'), { name: 'NetworkError', mayHaveRun: true }],
  ])('%s', async (_what, fault, expected) => {
    const error = await failureOf(fault())
    expect(error).toMatchObject({ service: 'cvm', action: 'DescribeZones', region: 'ap-guangzhou', ...expected })
    expect(error.version).toBe('2017-03-12')
    expect(axios.isAxiosError(error)).toBe(true)
    expect(attemptsOf(error)).toEqual(error.attempts)
    expect(error.attempts).toHaveLength(1)
  })

  test('a page of HTML shows its beginning', async () => {
    expect((await failureOf(html())).message).toContain('HTTP 200 without a Response: <html><body>busy')
  })

  test('KMS of the whole package as well', async () => {
    fake.fail('ListKeys', faults.api3('RequestLimitExceeded', 'slow down'), legacyBody())
    const kms = wrapKms({ retry: false })
    expect(await rejectionOf(kms.ListKeys({}))).toMatchObject({ service: 'kms', code: 'RequestLimitExceeded' })
    expect(await rejectionOf(kms.ListKeys({}))).toMatchObject({ name: 'ThrottlingError', service: 'kms', code: '4400' })
  })
})

/** Its trace id is random. */
const createFieldReader = (error: object) =>
  ['httpCode', 'requestId', 'type', 'name'].map((name) => Reflect.get(error, name))

describe('the cause is what the SDK itself would have thrown', () => {
  test.each<[string, () => Fault]>([
    ['an envelope', () => faults.api3('ResourceNotFound', 'no such zone', { requestId: 'r-2' })],
    ['a legacy body', legacyBody],
    ['{}', () => faults.body({})],
    ['a page of HTML', html],
    ['502', () => faults.html(502)],
    ['500 with an envelope', () => faults.body(envelope('InternalError'), { status: 500 })],
    ['a lost connection', () => faults.reset('after')],
  ])('for %s', async (_what, fault) => {
    const plain = await plainFailureOf(fault())
    const code: unknown = Reflect.get(plain, 'code')
    const { cause } = await failureOf(fault())
    const thrown = (await rejectionOf(
      (async () => {
        fake.fail('DescribeZones', fault())
        return wrapCvm({ retry: false, throwErrors: false }).DescribeZones()
      })(),
    )) as Error
    for (const error of [cause as Error, thrown]) {
      expect(error.message).toBe(plain.message)
      expect(error.constructor).toBe(plain.constructor)
      expect(createFieldReader(error)).toEqual(createFieldReader(plain))
      // Of a failed request the SDK has none.
      if (code !== undefined) expect(error).toMatchObject({ code })
      expect(Object.getPrototypeOf(error)).toBe(Object.getPrototypeOf(plain))
    }
    expect(attemptsOf(thrown)).toHaveLength(1)
  })

  test('with its methods, and an instance of its class', async () => {
    const { cause } = await failureOf(faults.api3('ResourceNotFound', 'no such zone', { requestId: 'r-3' }))
    const plain = await plainFailureOf(faults.api3('ResourceNotFound'))
    expect(plain.constructor.name).toBe('TencentCloudSDKHttpException')
    expect(cause).toBeInstanceOf(plain.constructor)
    const exception = cause as Error & { getRequestId(): string; code: string }
    expect([exception.getRequestId(), exception.code]).toEqual(['r-3', 'ResourceNotFound'])
  })
})

test('no error shows a secret that the server, or the SDK itself, repeats', async () => {
  const inUrl = encodeURIComponent(credential.token)
  const message = `the token ${credential.token} (${inUrl}) of ${credential.secretId} with ${credential.secretKey} is wrong`
  const error = await failureOf(faults.api3('InvalidParameter', message))
  const page = await failureOf(faults.body(`<p>${message}</p>`))
  for (const shown of [error, page]) {
    for (const text of [shown.stack, JSON.stringify(shown), String(shown.cause), (shown.cause as Error).stack]) {
      for (const secret of [...Object.values(credential), inUrl]) expect(text).not.toContain(secret)
    }
  }
})

describe('200 without a Response', () => {
  const repeated = () => wrapCvm({ clock: new InstantClock() })

  test.each([
    ['{"Response":null}', () => faults.body({ Response: null })],
    ['nothing', () => faults.body('')],
    ['half a JSON text', () => faults.body('{"Response":{"ZoneSet":[')],
    ['a page', html],
  ])('as %s is repeated for a read, and not for a write that duplicates', async (_what, fault) => {
    fake.fail('DescribeZones', fault())
    expect(attemptsOf(await repeated().DescribeZones())).toMatchObject([{ code: 'ERR_NO_ENVELOPE' }, {}])
    fake.fail('RunInstances', fault())
    const error = await rejectionOf(repeated().RunInstances({}))
    expect(error).toMatchObject({ code: 'ERR_NO_ENVELOPE', mayHaveRun: true, reason: 'could-duplicate' })
    expect(attemptsOf(error)).toHaveLength(1)
  })
})
