import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosInstance,
  type AxiosRequestConfig,
  type ResponseType,
} from 'axios'
import { attachTencentCloud, TencentCloudError, type TencentCloudOptions } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { anyText } from '../support/any-text.ts'
import { axiosHas } from '../support/axios-version.ts'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'
import { readBody } from '../support/read-body.ts'
import { turn } from '../support/turns.ts'

const denied = faults.legacy(4300, '(1)denied')

const types: [adapter: 'http' | 'fetch', responseType: ResponseType | undefined][] = [
  ['http', undefined],
  ['http', 'json'],
  ['http', 'text'],
  ['http', 'arraybuffer'],
  ['http', 'stream'],
  ['fetch', undefined],
  ['fetch', 'json'],
  ['fetch', 'text'],
  ['fetch', 'arraybuffer'],
  ['fetch', 'blob'],
  ['fetch', 'stream'],
]

async function contentOf(data: unknown): Promise<unknown> {
  if (typeof data === 'string') return JSON.parse(data)
  if (data instanceof Blob) return JSON.parse(await data.text())
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return JSON.parse(new TextDecoder().decode(data))
  if (data instanceof Readable || data instanceof ReadableStream) return JSON.parse(await text(data as Readable))
  return data
}

describe('response types', () => {
  test.each(types)('%s, %s: a failure is found, a success arrives whole', async (adapter, responseType) => {
    const { fake, client, url } = await startCloud()
    const http = client({}, { adapter, ...(responseType && { responseType }) })
    fake.answer('ListKey', { data: { keys: ['a', 'ü'] } })
    const plain = axios.create({ baseURL: `${url}/kms`, proxy: false, adapter, ...(responseType && { responseType }) })
    const response = await http.get(path, list)
    expect(await contentOf(response.data)).toMatchObject({ code: 0, data: { keys: ['a', 'ü'] } })
    expect(Object.prototype.toString.call(response.data)).toBe(
      Object.prototype.toString.call((await plain.get(path, list)).data),
    )
    fake.fail('ListKey', denied, faults.legacy(4300, '(1)denied', { status: 403 }))
    for (let count = 0; count < 2; count++) {
      const error = await rejectionOf(http.get(path, list))
      expect(error).toMatchObject({ name: 'AuthorizationError', code: '4300', moduleCode: '1' })
      expect(await contentOf((error as TencentCloudError).response?.data)).toMatchObject({ code: 4300 })
    }
  })

  test('a JSON stream larger than the peek is handed on whole and unread', async () => {
    const { fake, client } = await startCloud()
    const filler = 'x'.repeat(300_000)
    fake.answer('ListKey', { filler })
    for (const adapter of ['http', 'fetch'] as const) {
      const { data } = await client({}, { adapter, responseType: 'stream' }).get(path, list)
      expect(JSON.parse(await text(data)).filler).toBe(filler)
    }
  })

  test('an event stream stays unread, and its early failure as JSON is found', async () => {
    const { fake, client } = await startCloud()
    const http = client({ service: 'hunyuan' }, { responseType: 'stream' })
    const headers = { 'X-TC-Action': 'ChatCompletions', 'X-TC-Version': '2023-09-01' }
    fake.fail(
      'ChatCompletions',
      faults.body('data: {"code":4400}\n\n', { headers: { 'content-type': 'text/event-stream' } }),
      faults.api3('AuthFailure.SecretIdNotFound', 'no'),
    )
    expect(await text((await http.post('/', { Stream: true }, { headers })).data)).toBe('data: {"code":4400}\n\n')
    expect(await rejectionOf(http.post('/', { Stream: true }, { headers }))).toMatchObject({
      name: 'AuthenticationError',
    })
  })

  test('a stream that breaks off while it is peeked is a lost connection', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.truncated({ bytes: 5 }))
    const { data } = await client({}, { responseType: 'stream' }).get(path, list)
    expect(JSON.parse(await text(data)).code).toBe(0)
    expect(fake.requests).toHaveLength(2)
  })

  const answering =
    (data: Readable): AxiosAdapter =>
    async (config) => ({ status: 200, statusText: '', headers: { 'content-type': 'application/json' }, config, data })

  test.each([undefined, Object.assign(new Error('aborted'), { code: 'ECONNRESET' })])(
    'a stream that broke off before it was looked at, with %s, is a lost connection',
    async (reason) => {
      const { client } = await startCloud()
      const data = new Readable({ read() {} }).on('error', () => {}).destroy(reason)
      const call = client({ retry: false }, { adapter: answering(data), responseType: 'stream' }).get(path, list)
      expect(await rejectionOf(call)).toMatchObject({ name: 'NetworkError', code: 'ECONNRESET', mayHaveRun: true })
    },
  )

  test('a stream that was read before it was looked at is empty', async () => {
    const { client } = await startCloud()
    const data = Readable.from(['{"code":4300}'])
    await text(data)
    const response = await client({}, { adapter: answering(data), responseType: 'stream' }).get(path, list)
    expect(await text(response.data)).toBe('')
  })

  test.each([200, 500])(
    'a stream under HTTP %i whose head stalls is cut by the deadline that the caller set',
    async (status) => {
      const { client } = await startCloud()
      const clock = new ManualClock()
      const http = client({ clock }, { responseType: 'stream' })
      const stalled = new Readable({ read() {} })
      stalled.push('{"code":')
      const call = rejectionOf(
        http.get(path, {
          ...list,
          tencentCloud: { deadlineMs: 1_000 },
          adapter: async (config) => {
            const response = {
              status,
              statusText: '',
              headers: { 'content-type': 'application/json' },
              config,
              data: stalled,
            }
            if (status === 200) return response
            throw new axios.AxiosError('refused', 'ERR_BAD_RESPONSE', config, null, response)
          },
        }),
      )
      await clock.untilSleeping(1)
      clock.advance(1_000)
      expect(await call).toMatchObject({ name: 'TimeoutError', attempts: [{ reason: 'deadline' }] })
    },
  )

  test('a refused status keeps its stream readable', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.html(404))
    const error = (await rejectionOf(client({}, { responseType: 'stream' }).get(path, list))) as TencentCloudError
    expect(error).toMatchObject({ name: 'HttpError', httpStatus: 404 })
    expect(await text(error.response?.data as Readable)).toContain('<')
  })
})

describe('a success', () => {
  test('is parsed once', async () => {
    const { client } = await startCloud()
    const http = client()
    const parse = vi.spyOn(JSON, 'parse')
    try {
      const { data } = await http.get(path, list)
      expect(data.code).toBe(0)
      expect(parse.mock.calls.filter(([body]) => String(body).includes('"code"'))).toHaveLength(1)
    } finally {
      parse.mockRestore()
    }
  })

  test('reaches the caller’s own transformResponse as it came', async () => {
    const { client } = await startCloud()
    const seen: unknown[] = []
    const http = client(
      {},
      {
        transformResponse: [
          (data) => {
            seen.push(typeof data)
            return 'mine'
          },
        ],
      },
    )
    expect((await http.get(path, list)).data).toBe('mine')
    expect(seen).toEqual(['string'])
  })

  test('reaches a transformResponse that replaced axios’ own before this package was loaded as it came', async () => {
    const { url } = await startCloud()
    vi.resetModules()
    const { default: fresh } = await import('axios')
    const { transformResponse } = fresh.defaults
    onTestFinished(() => {
      Object.assign(fresh.defaults, { transformResponse })
      vi.resetModules()
    })
    fresh.defaults.transformResponse = [(data) => data]
    const { attachTencentCloud: attach } = await import('axios-tencentcloud')
    const http = fresh.create({ baseURL: `${url}/kms`, proxy: false })
    attach(http)
    expect(JSON.parse((await http.get(path, list)).data)).toMatchObject({ code: 0 })
  })

  test.each([['"\\"123\\""'], ['123'], ['null'], ['[1,{"code":4400}]'], ['plain text'], ['']])(
    'body %j arrives as axios alone would hand it on',
    async (body) => {
      const { fake, client, url } = await startCloud()
      fake.fail('ListKey', faults.body(body), faults.body(body))
      const plain = axios.create({ baseURL: `${url}/kms`, proxy: false })
      expect((await client().get(path, list)).data).toEqual((await plain.get(path, list)).data)
    },
  )

  test('with a parseReviver of the caller’s is revived as often as by axios alone', async () => {
    // axios ignores it before 1.12.
    const times = axiosHas('1.12') ? 2 : 1
    const { fake, client } = await startCloud()
    fake.answer('ListKey', { big: 5 })
    const http = client({}, {
      parseReviver: (key: string, value: unknown) => (key === 'big' ? Number(value) * 2 : value),
    } as AxiosRequestConfig)
    expect((await http.get(path, list)).data.big).toBe(5 * times)
    fake.fail('ListKey', denied)
    expect(await rejectionOf(http.get(path, list))).toMatchObject({ code: '4300' })
  })
})

test('an object that reaches the adapter as it is may have fields that are named as those of a stream', async () => {
  const { client } = await startCloud()
  const adapter: AxiosAdapter = async (config) => ({
    data: config.data,
    status: 200,
    statusText: 'OK',
    headers: {},
    config,
  })
  const http = client({}, { adapter, transformRequest: (data: unknown) => data })
  const data = { on: true, errored: true, Action: 'ListKey' }
  expect((await http.post(path, data)).data).toEqual(data)
})

describe('a stream that is the request’s body, and fails while the call waits', () => {
  const broken = { name: 'TransportError', code: 'ENOENT', attempts: [{ reason: 'not-retryable' }] }
  const credentials = {
    secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
    secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  }

  const signing = 'TC3-HMAC-SHA256'

  async function fail(stream: Readable): Promise<void> {
    stream.destroy(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
    await turn()
  }

  test.each<[string, (body: Readable) => TencentCloudOptions]>([
    ['for a signer', (body) => ({ sign: () => fail(body) })],
    ['for credentials', (body) => ({ signing, credentials: () => fail(body).then(() => credentials) })],
  ])('%s, ends the call, which sends nothing', async (_what, optionsFor) => {
    const { fake, client } = await startCloud()
    const body = new Readable({ read() {} })
    expect(await rejectionOf(client(optionsFor(body)).post(path, body, list))).toMatchObject(broken)
    expect(fake.requests).toHaveLength(0)
  })

  test('for its turn, ends the call, which sends nothing', async () => {
    const { fake, client } = await startCloud()
    const clock = new ManualClock()
    const http = client({ clock, pacing: { limit: { qps: 1 } } })
    await http.get(path, list)
    const body = new Readable({ read() {} })
    const call = rejectionOf(http.post(path, body, list))
    await clock.untilSleeping(1)
    await fail(body)
    clock.advance(2_000)
    expect(await call).toMatchObject(broken)
    expect(fake.requests).toHaveLength(1)
  })

  test('of another host, is told by an error of axios’ own', async () => {
    const { url } = await startCloud()
    const http = axios.create({ proxy: false })
    const body = new Readable({
      read() {
        this.destroy(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
      },
    })
    attachTencentCloud(http)
    const error = await rejectionOf(http.post(`${url}/kms`, body))
    expect(error).toBeInstanceOf(AxiosError)
    expect(error).not.toBeInstanceOf(TencentCloudError)
  })
})

describe('a failure', () => {
  test('passes the caller’s transformResponse once, and one that throws does not replace the typed error', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', denied, denied, faults.html(404))
    let runs = 0
    const wrapping = client(
      {},
      {
        transformResponse: [
          (data) => {
            runs++
            return { wrapped: data }
          },
        ],
      },
    )
    const error = (await rejectionOf(wrapping.get(path, list))) as TencentCloudError
    expect(error.response?.data).toEqual({ wrapped: '{"code":4300,"message":"(1)denied"}' })
    expect(runs).toBe(1)
    const throwing = client(
      {},
      {
        transformResponse: [
          () => {
            throw new RangeError('mine')
          },
        ],
      },
    )
    expect(await rejectionOf(throwing.get(path, list))).toMatchObject({ name: 'AuthorizationError' })
    expect(await rejectionOf(throwing.get(path, list))).toMatchObject({ name: 'HttpError' })
  })
})

describe('hosts', () => {
  const answer = (data: unknown): AxiosRequestConfig => ({
    adapter: async (config) => ({ status: 200, statusText: 'OK', headers: {}, config, data }),
  })
  const cases: [
    why: string,
    base: string | undefined,
    url: string,
    hosts: (string | RegExp)[],
    body: object,
    fails: boolean,
  ][] = [
    [
      'Tencent Cloud’s own',
      undefined,
      'https://kms.api.qcloud.com/v2/index.php',
      [],
      { code: 4300, message: 'x' },
      true,
    ],
    ['the baseURL’s origin', 'https://proxy.example.com/api', '/v2', [], { code: 4300, message: 'x' }, true],
    [
      'listed as a name',
      undefined,
      'https://proxy.example.com/api',
      ['proxy.example.com'],
      { code: 4300, message: 'x' },
      true,
    ],
    [
      'listed as a pattern',
      undefined,
      'https://proxy.example.com/api',
      [/example/g],
      { code: 4300, message: 'x' },
      true,
    ],
    ['another', 'https://kms.api.qcloud.com', 'https://api.example.com/x', [], { code: 4300, message: 'x' }, false],
    [
      'another, the commonest envelope of all',
      undefined,
      'https://api.example.com/x',
      [],
      { code: 200, message: 'ok' },
      false,
    ],
    [
      'another, API 3.0 with a request id',
      undefined,
      'https://api.example.com/x',
      [],
      { Response: { Error: { Code: 'Nope', Message: '' }, RequestId: '1' } },
      true,
    ],
    [
      'another, API 3.0 without',
      undefined,
      'https://api.example.com/x',
      [],
      { Response: { Error: { Code: 'Nope', Message: '' } } },
      false,
    ],
    [
      'another, a listed code with a module message',
      undefined,
      'https://api.example.com/x',
      [],
      { code: 4300, message: '(1)x' },
      true,
    ],
    [
      'another, a listed code with a codeDesc',
      undefined,
      'https://api.example.com/x',
      [],
      { code: 4300, message: 'x', codeDesc: 'Denied' },
      true,
    ],
    [
      'another, an unlisted code with a module message',
      undefined,
      'https://api.example.com/x',
      [],
      { code: 12345, message: '(1)x' },
      false,
    ],
    [
      'a bucket, whose objects are the customer’s',
      undefined,
      'https://b-125.cos.ap-beijing.myqcloud.com/o.json',
      [],
      { code: 4300, message: 'x' },
      false,
    ],
  ]
  test.each(cases)('%s: base %s, url %s', async (_why, baseURL, url, hosts, body, fails) => {
    const http = axios.create({ ...(baseURL !== undefined && { baseURL }) })
    attachTencentCloud(http, { hosts, retry: false })
    const outcome = await http.get(url, answer(JSON.stringify(body))).catch((error: unknown) => error)
    expect(outcome instanceof TencentCloudError).toBe(fails)
    if (!fails) expect(outcome).toMatchObject({ data: body })
  })

  test('transport errors of other hosts stay axios’ own, and are not repeated', async () => {
    const { fake, client, url } = await startCloud()
    fake.fail('ListKey', faults.html(502), faults.reset('before'))
    const http = client({}, { baseURL: 'https://kms.api.qcloud.com' })
    for (let count = 0; count < 2; count++) {
      const error = await rejectionOf(http.get(`${url}/kms${path}`, list))
      expect(axios.isAxiosError(error)).toBe(true)
      expect(error).not.toBeInstanceOf(TencentCloudError)
    }
    expect(fake.requests).toHaveLength(2)
  })
})

describe('any body', () => {
  const words = fc.constantFrom(
    'code',
    'message',
    'codeDesc',
    'Response',
    'Error',
    'Code',
    'Message',
    'RequestId',
    'ErrorCode',
    'ActionStatus',
    'result',
    'errmsg',
    'status',
    'data',
  )
  const json = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.constantFrom(null, '(1)x', '4400', 'Internal', 4400, 6000),
      anyText(),
      fc.dictionary(words, tie('any'), { maxKeys: 4 }),
    ),
  })).any
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    json.map((value) => JSON.stringify(value).slice(0, -3)),
    json,
    anyText(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    json.map((value) => new TextEncoder().encode(`\uFEFF${JSON.stringify(value)}`).buffer),
    json.map((value) => new Blob([JSON.stringify(value)])),
    json.map((value) => Readable.from([JSON.stringify(value)], { objectMode: false })),
    fc.anything(),
  )

  test('under any status gives a response or a TencentCloudError, nothing else', async () => {
    const http = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
    attachTencentCloud(http, { retry: false, pacing: false })
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(200, 200, 200, 301, 400, 429, 500, 502),
        fc.constantFrom('application/json', 'text/html', ''),
        async (data, status, type) => {
          const outcome = await http
            .get('/', {
              adapter: async (config) => {
                const response = { status, statusText: '', headers: { 'content-type': type }, config, data }
                if (status < 300) return response
                throw new axios.AxiosError('refused', 'ERR_BAD_RESPONSE', config, null, response)
              },
            })
            .then(
              (response) => ({ response }),
              (error: unknown) => ({ error }),
            )
          if ('error' in outcome) expect(outcome.error).toBeInstanceOf(TencentCloudError)
          else expect(outcome.response.status).toBe(200)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('a client with the middleware hands on what axios alone would', () => {
  const bodyOf =
    (data: string): AxiosAdapter =>
    async (config) => ({ data, status: 200, statusText: 'OK', headers: {}, config })

  test.each<[what: string, body: string, change: (http: AxiosInstance) => void]>([
    [
      'whose parsing an interceptor has switched off by an empty `transitional`',
      '{"a":1}',
      (http) => {
        http.interceptors.request.use((config) => ({ ...config, transitional: {} }))
      },
    ],
    [
      'whose `forcedJSONParsing` is undefined',
      '{"a":1}',
      (http) => {
        Object.assign(http.defaults, { transitional: { forcedJSONParsing: undefined } })
      },
    ],
    ['that still begins with a byte order mark', '\uFEFF{"a":1}', () => {}],
  ])('a JSON text %s stays text', async (_what, body, change) => {
    for (const attach of [() => {}, attachTencentCloud]) {
      const http = axios.create({ adapter: bodyOf(body) })
      attach(http)
      change(http)
      expect((await http.get('https://example.com/')).data).toBe(body)
    }
  })

  test('a request whose data contains itself reaches the transform that can encode it', async () => {
    const node: { name: string; parent?: unknown } = { name: 'leaf' }
    node.parent = node
    const seen: unknown[] = []
    const http = axios.create({
      transformRequest: ([first]: { name: string }[]) => first?.name,
      adapter: async (config) => {
        seen.push(config.data)
        return { data: '', status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    http.interceptors.request.use((config) => config)
    attachTencentCloud(http)
    await http.post('https://example.com/', [node])
    expect(seen).toEqual(['leaf'])
  })

  test.each(['http', 'fetch'] as const)(
    'the read part of a refused stream that breaks off, and then its failure (%s)',
    async (adapter) => {
      const { fake, client } = await startCloud()
      fake.fail('ListKey', faults.truncated({ bytes: 5 }))
      const http = client(
        { retry: false, throwErrors: false },
        { responseType: 'stream', adapter, validateStatus: () => false },
      )
      const error = await rejectionOf(http.get(path, list))
      const stream = axios.isAxiosError(error) && error.response?.data
      expect(await readBody(stream)).toMatchObject({ bytes: '{"cod', end: expect.stringMatching('Error') })
    },
  )
})

test('on another host a JSON stream that breaks off while it is held back rejects with an AxiosError', async () => {
  const { fake, url } = await startCloud()
  fake.fail('ListKey', faults.truncated({ bytes: 5 }))
  const http = axios.create({ responseType: 'stream', proxy: false })
  attachTencentCloud(http)
  const error = await rejectionOf(http.get(`${url}/kms${path}`, list))
  expect(axios.isAxiosError(error)).toBe(true)
  expect(error).not.toBeInstanceOf(TencentCloudError)
  expect(error).toMatchObject({ code: 'ECONNRESET', config: { responseType: 'stream' } })
})
