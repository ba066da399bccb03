import { Readable } from 'node:stream'
import { attemptsOf } from 'axios-tencentcloud'
import { withCallOptions, withTencentCloud } from 'axios-tencentcloud/sdk'
import { faults } from 'axios-tencentcloud/testing'
import { HttpResponse, http } from 'msw'
import sdkCommon from 'tencentcloud-sdk-nodejs-common'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { CvmClient, createCvm, credential, fakeAtTrueHosts, region, wrapCvm } from './clients.ts'

const { fake, server } = fakeAtTrueHosts()

const throttle = () => faults.api3('RequestLimitExceeded', 'slow down')

describe('the client that comes back', () => {
  test('has the type of the one that was given, down to its methods', () => {
    const client = createCvm()
    const wrapped = withTencentCloud(client)
    const other = withCallOptions(wrapped, { deadlineMs: 5_000 })
    expectTypeOf(wrapped).toEqualTypeOf(client)
    expectTypeOf(other).toEqualTypeOf(client)
    expectTypeOf(wrapped.DescribeInstances).toEqualTypeOf(client.DescribeInstances)
    expectTypeOf(
      withTencentCloud(
        new sdkCommon.CommonClient('cvm.tencentcloudapi.com', '2017-03-12', {
          credential,
        }),
      ),
    ).toEqualTypeOf<InstanceType<typeof sdkCommon.CommonClient>>()
    // @ts-expect-error: no such option
    expect(() => withTencentCloud(client, { retries: 3 })).toThrow('retries')
    for (const one of [wrapped, other]) expect(one).toBeInstanceOf(CvmClient)
  })

  test('resolves to what the official one resolves to', async () => {
    fake.answer('DescribeZones', { ZoneSet: [{ Zone: 'ap-guangzhou-1', ZoneId: '9007199254740993' }], TotalCount: 1 })
    const [plain, ours] = [await createCvm().DescribeZones(), await wrapCvm().DescribeZones()]
    expect({ ...ours, RequestId: '' }).toEqual({ ...plain, RequestId: '' })
    expect(ours.TotalCount).toBe(1)
  })

  test('leaves the given one as it is', async () => {
    const client = createCvm()
    const before = { ...client }
    const wrapped = withTencentCloud(client, { retry: false })
    wrapped.region = 'ap-shanghai'
    wrapped.profile = { ...wrapped.profile, language: 'zh-CN' }
    await wrapped.DescribeZones()
    expect({ ...client }).toEqual(before)
    await client.DescribeZones()
    expect(fake.requests.map((request) => [request.region, request.headers['x-tc-language']])).toEqual([
      ['ap-shanghai', 'zh-CN'],
      [region, undefined],
    ])
    fake.fail('DescribeZones', throttle())
    expect((await rejectionOf(client.DescribeZones()))?.constructor.name).toBe('TencentCloudSDKHttpException')
  })

  test('may be of the common package, for any product', async () => {
    const common = new sdkCommon.CommonClient('kms.tencentcloudapi.com', '2019-01-18', { credential, region })
    fake.fail('ListKeys', throttle())
    const result = await withTencentCloud(common, { retry: { baseDelayMs: 1 } }).request('ListKeys', { Limit: 1 })
    expect(attemptsOf(result)).toHaveLength(2)
    expect(fake.executionsOf('ListKeys')).toMatchObject([{ service: 'kms' }])
  })

  test('may send to the international site', async () => {
    const endpoint = 'cvm.intl.tencentcloudapi.com'
    const errors = ['RequestLimitExceeded', '', 'ResourceNotFound']
    server.use(
      http.post(`https://${endpoint}/`, () => {
        const Code = errors.shift()
        return HttpResponse.json({ Response: Code ? { Error: { Code, Message: 'm' } } : { TotalCount: 1 } })
      }),
    )
    const client = wrapCvm({}, { language: 'en-US', httpProfile: { endpoint } })
    const result = await client.DescribeZones()
    expect(result).toEqual({ TotalCount: 1 })
    expect(attemptsOf(result)).toHaveLength(2)
    expect(await rejectionOf(client.DescribeZones())).toMatchObject({ name: 'ResourceNotFoundError', service: 'cvm' })
  })

  test('may be of a class that its user derived, and whose doRequest a test replaced', async () => {
    class Logging extends CvmClient {
      readonly log: string[] = []
      override async request(...args: Parameters<InstanceType<typeof CvmClient>['request']>) {
        this.log.push(args[0])
        return super.request(...args)
      }
    }
    const logging = new Logging({ credential, region })
    await withTencentCloud(logging).DescribeZones()
    expect(logging.log).toEqual(['DescribeZones'])
    const mocked = createCvm()
    Object.assign(mocked, { doRequest: async () => ({ TotalCount: 7 }) })
    expect(await withTencentCloud(mocked).DescribeZones()).toEqual({ TotalCount: 7 })
  })

  test('sends the headers, the multipart forms and the octet streams that the SDK sends', async () => {
    const client = wrapCvm({ pacing: false }, { httpProfile: { headers: { 'X-Profile': 'p' } } })
    fake.fail('DescribeZones', throttle())
    await client.request('DescribeZones', {}, { headers: { 'X-Call': 'c' } })
    for (const { headers } of fake.requestsOf('DescribeZones')) {
      expect(headers).toMatchObject({ 'x-profile': 'p', 'x-call': 'c' })
    }
    fake.fail('Upload', throttle())
    await client.request('Upload', { File: Buffer.from('bytes'), Name: 'name' }, { multipart: true })
    fake.fail('ChatCompletions', throttle())
    await client.requestOctetStream('ChatCompletions', Buffer.from('raw'))
    for (const { verified } of fake.requests) expect(verified).toBe(true)
    expect(fake.requestsOf('Upload').map(({ params }) => params.Name)).toEqual(['name', 'name'])
    expect(fake.requestsOf('ChatCompletions').map(({ body }) => body)).toEqual(['raw', 'raw'])
  })
})

describe('callbacks are called once', () => {
  const calls = () => {
    const seen: unknown[][] = []
    return { seen, callback: (error: unknown, result: unknown) => void seen.push([error, result]) }
  }

  test('with the result of the last attempt', async () => {
    fake.fail('DescribeInstances', throttle())
    const { seen, callback } = calls()
    const result = await wrapCvm().DescribeInstances({}, callback)
    expect(seen).toEqual([[null, result]])
  })

  test('with the error of the last attempt, which is what the promise rejects with', async () => {
    fake.fail('DescribeInstances', throttle(), faults.api3('ResourceNotFound', 'gone'))
    const { seen, callback } = calls()
    const error = await rejectionOf(wrapCvm().request('DescribeInstances', {}, {}, callback))
    expect(seen).toEqual([[error, null]])
    expect(error).toMatchObject({ name: 'ResourceNotFoundError' })
  })

  test('also when they throw, where the SDK calls them a second time', async () => {
    let count = 0
    const callback = () => {
      count++
      throw new Error('of the callback')
    }
    expect(await rejectionOf(createCvm().DescribeInstances({}, callback))).toMatchObject({ message: 'of the callback' })
    expect(count).toBe(2)
    count = 0
    expect(await rejectionOf(wrapCvm().DescribeInstances({}, callback))).toMatchObject({ message: 'of the callback' })
    expect(count).toBe(1)
  })
})

describe('parameters', () => {
  test('stay as their caller wrote them, in every attempt, whatever becomes of his object meanwhile', async () => {
    const req = { Filters: [{ Name: 'zone', Values: ['a'] }], Limit: 5, Offset: null, Big: 12345678901234567890n }
    const before = structuredClone(req)
    fake.fail('DescribeInstances', throttle())
    const call = wrapCvm().request('DescribeInstances', req)
    expect(req).toEqual(before)
    req.Filters.length = 0
    await call
    for (const { body } of fake.requestsOf('DescribeInstances')) {
      expect(body).toBe('{"Filters":[{"Name":"zone","Values":["a"]}],"Limit":5,"Big":12345678901234567890}')
    }
  })

  test('that are streams are sent again, and stay streams in the object of their caller', async () => {
    const stream = Readable.from([Buffer.from('by'), Buffer.from('tes')])
    const req = { File: stream }
    fake.fail('DescribeFile', throttle(), faults.reset('after'))
    await wrapCvm().request('DescribeFile', req, { multipart: true })
    expect(req.File).toBe(stream)
    const requests = fake.requestsOf('DescribeFile')
    expect(requests).toHaveLength(3)
    for (const { verified, body } of requests) {
      expect(verified).toBe(true)
      expect(String(body)).toContain('bytes')
    }
  })

  test('that are streams, and break, are sent not even once', async () => {
    const stream = Readable.from(
      (async function* () {
        yield Buffer.from('by')
        throw new Error('disk failure')
      })(),
    )
    const error = await rejectionOf(wrapCvm().request('DescribeFile', { File: stream }))
    expect(error).toMatchObject({ name: 'TransportError', cause: { message: 'disk failure' } })
    expect(fake.requests).toHaveLength(0)
  })
})

test('an event stream is handed on unread, after a failure that came as JSON', async () => {
  let answers = 0
  server.use(
    http.post('https://cvm.tencentcloudapi.com/', () => {
      if (answers++ === 0)
        return HttpResponse.json({ Response: { Error: { Code: 'RequestLimitExceeded', Message: '' } } })
      return new HttpResponse('data: one\n\ndata: two\n\n', { headers: { 'content-type': 'text/event-stream' } })
    }),
  )
  const result = await wrapCvm().request('DescribeEvents', { Stream: true })
  const messages: string[] = []
  for await (const { data } of result) messages.push(data)
  expect(messages).toEqual(['one', 'two'])
  expect(attemptsOf(result)).toHaveLength(2)

  const listened: string[] = []
  const emitter = await wrapCvm().request('DescribeEvents', { Stream: true })
  emitter.on('message', ({ data }: { data: string }) => listened.push(data))
  await new Promise((resolve) => emitter.on('close', resolve))
  expect(listened).toEqual(['one', 'two'])
})

test('credentials that cannot be had are an AuthenticationError, and asked for again by the next call', async () => {
  let asked = 0
  const getCredential = async () => {
    if (++asked === 1) throw Object.assign(new Error('no role for AKIDexampleExample'), { code: 'ECONNREFUSED' })
    return credential
  }
  for (const signMethod of ['TC3-HMAC-SHA256', 'HmacSHA256'] as const) {
    asked = 0
    const client = withTencentCloud(new CvmClient({ credential: { getCredential }, region, profile: { signMethod } }))
    const error = await rejectionOf(client.DescribeZones())
    expect(error).toMatchObject({ name: 'AuthenticationError', code: 'ERR_CREDENTIALS', mayHaveRun: false })
    expect(String(error)).toContain('the credentials provider failed: no role for [redacted]')
    await client.DescribeZones()
  }
  expect(fake.requests).toHaveLength(2)
})

test.each([
  ['gives none', async () => JSON.parse('null'), 'it gave none'],
  ['rejects with no Error', () => Promise.reject('no role'), 'no role'],
])('a credentials provider that %s sends nothing, and the error says so', async (_what, getCredential, reason) => {
  const client = withTencentCloud(new CvmClient({ credential: { getCredential }, region }))
  const error = await rejectionOf(client.DescribeZones())
  expect(error).toMatchObject({ name: 'AuthenticationError', code: 'ERR_CREDENTIALS' })
  expect(String(error)).toContain(`the credentials provider failed: ${reason}`)
  expect(fake.requests).toHaveLength(0)
})

describe('a client without usable credentials sends nothing, and the AuthenticationError names the field and the fix', () => {
  const keysPage = 'https://console.cloud.tencent.com/cam/capi'
  const malformed = 'has white space, a line break or another character that credentials do not have'
  const unusable: readonly [given: unknown, message: string][] = [
    [undefined, `credentials.secretId is missing: pass the SecretId of an API key (${keysPage})`],
    [null, 'credentials.secretId is missing'],
    [{}, 'credentials.secretId is missing'],
    [{ token: 'tokenOfTheExample' }, 'credentials.secretId is missing'],
    [{ secretId: '', secretKey: 'key' }, 'credentials.secretId is empty'],
    [{ secretKey: 'keyOfTheExample' }, 'credentials.secretId is missing'],
    [{ secretId: 7, secretKey: 'keyOfTheExample' }, 'credentials.secretId must be a string and is of type number'],
    [{ secretId: 'AKIDexampleExample\n', secretKey: 'keyOfTheExample' }, `credentials.secretId ${malformed}`],
    [
      { secretId: 'AKIDexampleExample' },
      `credentials.secretKey is missing: pass the SecretKey of an API key (${keysPage})`,
    ],
    [{ secretId: 'AKIDexampleExample', secretKey: 'keyOfTheExample ' }, `credentials.secretKey ${malformed}`],
    [{ ...credential, token: 'token\nOfTheExample' }, `credentials.token ${malformed}: pass the Token that came with`],
    [{ getCredential: async () => ({ secretKey: 'keyOfTheExample' }) }, 'credentials.secretId is missing'],
  ]
  const createClient = (given: unknown, profile: object) =>
    Reflect.construct(CvmClient, [{ credential: given, region, profile }]) as InstanceType<typeof CvmClient>

  test.each(unusable)('%j', async (given, message) => {
    for (const signMethod of ['TC3-HMAC-SHA256', 'HmacSHA256'] as const) {
      for (const reqMethod of ['POST', 'GET'] as const) {
        const client = createClient(given, { signMethod, httpProfile: { reqMethod } })
        const error = await rejectionOf(withTencentCloud(client).RunInstances({}))
        expect(error).toMatchObject({
          name: 'AuthenticationError',
          code: 'ERR_CREDENTIALS',
          action: 'RunInstances',
          retry: 'never',
          mayHaveRun: false,
          attempts: [],
        })
        expect(String(error)).toContain(message)
        expect(String(error)).not.toContain('OfTheExample')
      }
    }
    expect(fake.requests).toHaveLength(0)
  })

  test('nor does one of the first versions, which read `credential` themselves', async () => {
    const client = createClient({ secretKey: 'keyOfTheExample' }, {})
    Reflect.set(client, 'getCredential', undefined)
    const error = await rejectionOf(withTencentCloud(client).DescribeZones())
    expect(error).toMatchObject({ name: 'AuthenticationError', code: 'ERR_CREDENTIALS', mayHaveRun: false })
    expect(String(error)).toContain('credentials.secretId is missing')
    expect(fake.requests).toHaveLength(0)
  })

  test('unless the request is not to be signed', async () => {
    const client = withTencentCloud(new CvmClient({ credential: {}, region }), { retry: false })
    await rejectionOf(client.request('DescribeZones', {}, { skipSign: true }))
    expect(fake.requests).toHaveLength(1)
  })
})

describe('a TypeError names what is wrong', () => {
  test.each<[string, unknown, unknown, RegExp]>([
    ['no client', {}, {}, /needs a client of tencentcloud-sdk-nodejs/],
    ['null', null, {}, /needs a client of tencentcloud-sdk-nodejs/],
    ['a class', CvmClient, {}, /needs a client of tencentcloud-sdk-nodejs/],
    ['a wrapped client', wrapCvm(), {}, /wrapped already/],
    ['a client wrapped with options of calls', withCallOptions(wrapCvm(), {}), {}, /wrapped already/],
    ['options that are none', createCvm(), 3, /`options` must be an object/],
    ['an unknown option', createCvm(), { retries: 3 }, /unknown option `retries`/],
    [
      'an option out of range',
      createCvm(),
      { retry: { maxAttempts: 0 } },
      /`retry.maxAttempts` must be a whole number/,
    ],
    ['credentials', createCvm(), { credentials: credential }, /`credentials` does not apply/],
    ['signing', createCvm(), { signing: 'HmacSHA1' }, /`signing` does not apply.*profile.signMethod/],
    ['sign', createCvm(), { sign: () => {} }, /`sign` does not apply/],
    ['rerunInterceptors', createCvm(), { rerunInterceptors: true }, /`rerunInterceptors` does not apply/],
    ['hosts', createCvm(), { hosts: ['x'] }, /`hosts` does not apply/],
  ])('%s', (_what, client, options, message) => {
    const attempt = () => Reflect.apply(withTencentCloud, undefined, [client, options])
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(message)
  })

  test('of a call', async () => {
    const client = wrapCvm()
    expect(() => withCallOptions(createCvm(), {})).toThrow(/needs a client that withTencentCloud returned/)
    expect(() => withCallOptions(client, { deadlineMs: 0 })).toThrow(/`tencentCloud.deadlineMs` must be/)
    const named = { action: 'Other', deadlineMs: 1 }
    expect(() => withCallOptions(client, named)).toThrow(/`tencentCloud.action` does not apply/)
    const call = client.request('DescribeZones', {}, { headers: {}, ...{ tencentCloud: { retries: 1 } } })
    expect(await rejectionOf(call)).toMatchObject({ name: 'TypeError', message: /retries/ })
    expect(fake.requests).toHaveLength(0)
  })
})
