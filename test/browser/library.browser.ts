import type { AxiosRequestConfig } from 'axios'
import { faults } from 'axios-tencentcloud/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Outcome } from './page.ts'
import { serveOnLoopback } from './serve-loopback.ts'
import { openStage, type Stage, type StagePage } from './stage.ts'

const throttled = faults.legacy(4420, '(10250)qps throttling')
const internal = faults.legacy(6000, '(10050)server internal error')
const denied = faults.legacy(4300, '(1)denied')
const list = { url: '/v2/index.php', params: { Action: 'ListKey' } }
const create = { url: '/v2/index.php', params: { Action: 'CreateKey' } }

/** Serves JSON that stops after `length` bytes and never ends; resolves to its address. */
async function serveStallingJson(length: number): Promise<string> {
  const { url, close } = await serveOnLoopback((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
    response.write('{"a":"'.padEnd(length, 'x'))
  })
  onTestFinished(close)
  return url
}

let stage: Stage
let opened: StagePage
beforeAll(async () => {
  stage = await openStage()
  opened = await stage.open()
})
afterAll(() => stage?.close())
beforeEach(() => stage.fake.reset())
afterEach(() => {
  expect(opened.complaints.splice(0), 'uncaught errors, and errors on the console').toEqual([])
})

describe.each(['xhr', 'fetch'] as const)('the adapter %s', (adapter) => {
  /** One call from the page, with an instance of its own. */
  const call = (config: AxiosRequestConfig): Promise<Outcome> =>
    opened.page.evaluate(([base, config]) => kit.outcomeOf(kit.client(base).request(config)), [
      { adapter, baseURL: stage.baseURL },
      config,
    ] as const)
  const decisions = ({ attempts }: Outcome) => attempts.map(({ decision, reason }) => [decision, reason])

  describe('safe repeats', () => {
    test('a throttled call succeeds by itself, and the response tells its attempts', async () => {
      stage.fake.fail('ListKey', throttled, throttled)
      const outcome = await call(list)
      expect(outcome).toMatchObject({ content: { code: 0 }, dataType: 'Object' })
      expect(outcome.attempts).toMatchObject([
        { number: 1, code: '4420', moduleCode: '10250', httpStatus: 200, decision: 'retry', reason: 'throttled' },
        { number: 2, code: '4420', moduleCode: '10250', decision: 'retry', reason: 'throttled' },
        { number: 3, decision: 'return', reason: 'success' },
      ])
      expect(stage.fake.executionsOf('ListKey')).toHaveLength(1)
    })

    test('a throttled API 3.0 call with a JSON body and preflights succeeds by itself', async () => {
      stage.fake.fail('CreateKey', faults.api3('RequestLimitExceeded', 'slow down'))
      const outcome = await call({
        method: 'post',
        url: '/',
        data: { Alias: 'ü' },
        headers: { 'X-TC-Action': 'CreateKey', 'X-TC-Version': '2019-01-18' },
      })
      expect(outcome.attempts).toHaveLength(2)
      expect(stage.fake.requests.map(({ body }) => body)).toEqual(['{"Alias":"ü"}', '{"Alias":"ü"}'])
      expect(stage.fake.executionsOf('CreateKey')).toHaveLength(1)
    })

    test('an internal error is repeated for a read, and not for a Create', async () => {
      stage.fake.fail('ListKey', internal, internal)
      expect(await call(list)).toMatchObject({ content: { code: 0 }, attempts: { length: 3 } })
      stage.fake.fail('CreateKey', internal)
      const outcome = await call(create)
      expect(outcome.error).toMatchObject({
        name: 'InternalServerError',
        json: { code: '6000', kind: 'internal', mayHaveRun: true },
      })
      expect(decisions(outcome)).toEqual([['give-up', 'could-duplicate']])
      expect(stage.fake.requestsOf('CreateKey')).toHaveLength(1)
    })
  })

  describe('a transport failure', () => {
    const losses = [
      ['a connection that breaks', faults.reset('after')],
      ['a body that breaks off', faults.truncated()],
    ] as const
    test.each(losses)('%s is a NetworkError in doubt: repeated for a read, not for a Create', async (_what, loss) => {
      stage.fake.fail('ListKey', loss)
      const read = await call(list)
      expect(read).toMatchObject({ content: { code: 0 }, attempts: [{ code: 'ERR_NETWORK', decision: 'retry' }, {}] })
      stage.fake.fail('CreateKey', loss)
      const outcome = await call(create)
      expect(outcome.error).toMatchObject({
        name: 'NetworkError',
        classes: expect.arrayContaining(['NetworkError', 'TransportError', 'TencentCloudError']),
        json: { code: 'ERR_NETWORK', kind: 'transport', mayHaveRun: true },
      })
      expect(decisions(outcome)).toEqual([['give-up', 'could-duplicate']])
      expect(stage.fake.executionsOf('CreateKey')).toHaveLength(1)
    })

    test('a gateway’s page is an HttpError with its first characters', async () => {
      stage.fake.fail('ListKey', faults.html(502))
      expect(await call(list)).toMatchObject({ content: { code: 0 }, attempts: [{ httpStatus: 502 }, {}] })
      stage.fake.fail('CreateKey', faults.html(502))
      const { error } = await call(create)
      expect(error).toMatchObject({
        name: 'HttpError',
        json: { httpStatus: 502, mayHaveRun: true, body: expect.stringContaining('<html>') },
      })
      expect(stage.fake.requestsOf('CreateKey')).toHaveLength(1)
    })

    test.each([
      ['timeout', { timeout: 200 }],
      ['deadlineMs', { tencentCloud: { deadlineMs: 200 } }],
    ])('the call’s own %s cuts an answer that never comes, as a TimeoutError in doubt', async (_what, limit) => {
      stage.fake.fail('CreateKey', faults.hang())
      const { error } = await opened.page.evaluate(
        ([base, config]) => kit.outcomeOf(kit.realTimeClient(base).request(config)),
        [
          { adapter, baseURL: stage.baseURL },
          { ...create, ...limit },
        ] as const,
      )
      expect(error).toMatchObject({ name: 'TimeoutError', isCancel: false, json: { mayHaveRun: true } })
      expect(stage.fake.requestsOf('CreateKey')).toHaveLength(1)
    })
  })

  describe.each(['signal', 'cancelToken'] as const)('cancellation by %s', (by) => {
    test('ends a wait at once, as axios’ CanceledError, and nothing is sent afterwards', async () => {
      stage.fake.fail('ListKey', throttled)
      const { outcome, isAtOnce } = await opened.page.evaluate(
        async ([base, config, by]) => {
          const controller = new AbortController()
          const source = kit.axios.CancelToken.source()
          const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms))
          let decided = () => {}
          const waits = new Promise<void>((resolve) => {
            decided = resolve
          })
          // The wait is 2 s at least, and begins as soon as this has returned.
          const decide = () => {
            decided()
            return undefined
          }
          const http = kit.realTimeClient(base, { retry: { baseDelayMs: 20_000, decide } })
          const handle = by === 'signal' ? { signal: controller.signal } : { cancelToken: source.token }
          const ended = kit.outcomeOf(http.request({ ...config, ...handle }))
          let isAtOnce = false
          ended.then(() => {
            isAtOnce = true
          })
          await waits
          await turn(50)
          const isEarly = isAtOnce
          controller.abort()
          source.cancel()
          await turn()
          return { isAtOnce: isAtOnce && !isEarly, outcome: await ended }
        },
        [{ adapter, baseURL: stage.baseURL }, list, by] as const,
      )
      expect(outcome.error).toMatchObject({ name: 'CanceledError', isCancel: true, isTencentCloudError: false })
      expect(isAtOnce).toBe(true)
      expect(stage.fake.requests).toHaveLength(1)
    })

    test('ends a running attempt, as axios’ CanceledError, without a retry', async () => {
      stage.fake.fail('ListKey', faults.hang())
      const { error } = await opened.page.evaluate(
        ([base, config, by]) => {
          const controller = new AbortController()
          const source = kit.axios.CancelToken.source()
          setTimeout(() => {
            controller.abort()
            source.cancel()
          }, 100)
          const handle = by === 'signal' ? { signal: controller.signal } : { cancelToken: source.token }
          return kit.outcomeOf(kit.realTimeClient(base).request({ ...config, ...handle }))
        },
        [{ adapter, baseURL: stage.baseURL }, list, by] as const,
      )
      expect(error).toMatchObject({ name: 'CanceledError', isCancel: true, isTencentCloudError: false })
      await expect.poll(() => stage.fake.inFlight).toBe(0)
      expect(stage.fake.requests).toHaveLength(1)
    })
  })

  describe('response types', () => {
    const types = [
      [undefined, 'Object', 'Object'],
      ['json', 'Object', 'Object'],
      ['text', 'String', 'String'],
      ['arraybuffer', 'ArrayBuffer', 'ArrayBuffer'],
      ['blob', 'Blob', 'Blob'],
      ...(adapter === 'fetch' ? ([['stream', 'ReadableStream', 'ReadableStream']] as const) : []),
    ] as const
    const parsed = ({ content }: Outcome): unknown => (typeof content === 'string' ? JSON.parse(content) : content)

    test.each(types)('%s: a failure is found and repeated, a success arrives whole', async (responseType, dataType) => {
      const filler = 'ü'.repeat(100_000)
      stage.fake.answer('ListKey', { filler })
      stage.fake.fail('ListKey', throttled)
      const config = responseType === undefined ? list : { ...list, responseType }
      const success = await call(config)
      expect(success.attempts).toHaveLength(2)
      expect(success.dataType).toBe(dataType)
      expect(parsed(success)).toMatchObject({ code: 0, filler })

      stage.fake.fail('ListKey', denied, faults.legacy(4300, '(1)denied', { status: 403 }))
      for (const httpStatus of [200, 403]) {
        const failure = await call(config)
        expect(failure.error).toMatchObject({ name: 'AuthorizationError', json: { moduleCode: '1', httpStatus } })
        expect(failure.dataType).toBe(dataType)
        expect(parsed(failure)).toMatchObject({ code: 4300 })
      }
    })
  })

  describe('bodies', () => {
    test('a FormData with a file is sent whole in every attempt', async () => {
      stage.fake.fail('ImportKey', throttled, throttled)
      const outcome = await opened.page.evaluate(
        ([base]) => {
          const form = new FormData()
          form.append('Action', 'ImportKey')
          form.append('note', 'ü')
          form.append('file', new Blob(['some bytes'], { type: 'text/plain' }), 'key.txt')
          return kit.outcomeOf(kit.client(base).post('/v2/index.php', form))
        },
        [{ adapter, baseURL: stage.baseURL }] as const,
      )
      expect(outcome.attempts).toHaveLength(3)
      expect(stage.fake.requestsOf('ImportKey')).toHaveLength(3)
      for (const { params, body } of stage.fake.requests) {
        expect(params.note).toBe('ü')
        expect(body).toContain('some bytes')
      }
    })

    test('a Blob is sent whole in every attempt', async () => {
      stage.fake.fail('ImportKey', throttled, throttled)
      const outcome = await opened.page.evaluate(
        ([base]) => {
          const blob = new Blob(['some ', 'bytes'], { type: 'application/octet-stream' })
          return kit.outcomeOf(kit.client(base).post('/v2/index.php', blob, { params: { Action: 'ImportKey' } }))
        },
        [{ adapter, baseURL: stage.baseURL }] as const,
      )
      expect(outcome.attempts).toHaveLength(3)
      expect(stage.fake.requests.map(({ body }) => body)).toEqual(Array(3).fill('some bytes'))
    })
  })

  test('a signing interceptor of the application runs again, on the unsigned request, before every attempt', async () => {
    stage.fake.fail('CreateKey', throttled, throttled)
    const outcome = await opened.page.evaluate(
      async ([base, config]) => {
        const algorithm = { name: 'HMAC', hash: 'SHA-1' }
        const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('secret'), algorithm, false, ['sign'])
        const http = kit.client(base)
        http.interceptors.request.use(async (config) => {
          if ('Signature' in config.params) throw new Error('signed already')
          const params = {
            ...config.params,
            SecretId: 'AKIDEXAMPLE',
            Nonce: crypto.getRandomValues(new Uint32Array(1))[0],
            Timestamp: 1_700_000_000,
          }
          const text = new TextEncoder().encode(JSON.stringify(params))
          const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, text))
          return { ...config, params: { ...params, Signature: btoa(String.fromCharCode(...signature)) } }
        })
        return kit.outcomeOf(http.request(config))
      },
      [{ adapter, baseURL: stage.baseURL }, create] as const,
    )
    expect(outcome).toMatchObject({ content: { code: 0 }, attempts: { length: 3 } })
    expect(new Set(stage.fake.requests.map(({ nonce }) => nonce)).size).toBe(3)
    expect(new Set(stage.fake.requests.map(({ signature }) => signature)).size).toBe(3)
    expect(stage.fake.executionsOf('CreateKey')).toHaveLength(1)
  })

  test('an error is typed, tells all it knows, and prints no secret of the request', async () => {
    const secrets = {
      id: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
      key: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLEx',
      token: 'planted-session-token-7f3a',
      signature: '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    }
    const echo = `no such key for ${secrets.id} ${secrets.key} ${secrets.token} ${secrets.signature}`
    stage.fake.fail('DescribeKey', faults.api3('ResourceNotFound.Key', echo, { requestId: 'r-1' }))
    const { error } = await call({
      method: 'post',
      url: '/',
      params: { Token: secrets.token },
      data: { SecretKey: secrets.key },
      headers: {
        Authorization: `TC3-HMAC-SHA256 Credential=${secrets.id}/2026-01-01/kms/tc3_request, SignedHeaders=host, Signature=${secrets.signature}`,
        'X-TC-Action': 'DescribeKey',
        'X-TC-Version': '2019-01-18',
        'X-TC-Region': 'ap-beijing',
      },
    })
    expect(error).toMatchObject({
      name: 'ResourceNotFoundError',
      isTencentCloudError: true,
      isAxiosError: true,
      isCancel: false,
      json: {
        code: 'ResourceNotFound.Key',
        kind: 'not-found',
        retry: 'never',
        requestId: 'r-1',
        service: 'kms',
        action: 'DescribeKey',
        region: 'ap-beijing',
        version: '2019-01-18',
        httpStatus: 200,
        mayHaveRun: false,
        meaning: { en: expect.any(String), zh: expect.any(String) },
        attempts: [{ number: 1, decision: 'give-up', reason: 'not-retryable' }],
      },
    })
    expect(error?.classes).toEqual(['ResourceNotFoundError', 'TencentCloudError'])
    expect(error?.json.serverMessage).toContain('no such key for')
    for (const secret of Object.values(secrets)) expect(error?.printed).not.toContain(secret)
  })

  test('the error of a lost connection prints no secret either', async () => {
    stage.fake.fail('CreateKey', faults.reset('before'))
    const { error } = await call({ ...create, params: { ...create.params, SecretId: 'x', Token: 'planted-token-91' } })
    expect(error?.name).toBe('NetworkError')
    expect(error?.printed).not.toContain('planted-token-91')
  })
})

describe('a stream of the fetch adapter', () => {
  const stream = (config: AxiosRequestConfig): Promise<Outcome> =>
    opened.page.evaluate(([base, config]) => kit.outcomeOf(kit.client(base).request(config)), [
      { adapter: 'fetch', baseURL: stage.baseURL, responseType: 'stream' },
      config,
    ] as const)

  test('of events is handed on unread', async () => {
    const body = 'data: {"code":4400}\n\n'
    stage.fake.fail('ListKey', faults.body(body, { headers: { 'content-type': 'text/event-stream' } }))
    expect(await stream(list)).toMatchObject({ dataType: 'ReadableStream', content: body, attempts: { length: 1 } })
  })

  test('that breaks off while it is peeked is a lost connection', async () => {
    stage.fake.fail('ListKey', faults.truncated())
    expect(await stream(list)).toMatchObject({ content: expect.stringContaining('"code":0'), attempts: { length: 2 } })
  })

  test.each([
    ['the deadline', { tencentCloud: { deadlineMs: 200 } }, 'TimeoutError'],
    ['the user', {}, 'CanceledError'],
    ['the user, before a deadline', { tencentCloud: { deadlineMs: 60_000 } }, 'CanceledError'],
  ])('that stalls while it is peeked can be ended by %s', async (_who, options, name) => {
    const baseURL = await serveStallingJson(7)
    const { error } = await opened.page.evaluate(
      ([base, config, abortMs]) => {
        const signal = abortMs === undefined ? {} : { signal: AbortSignal.timeout(abortMs) }
        return kit.outcomeOf(kit.realTimeClient(base).request({ ...config, ...signal }))
      },
      [
        { adapter: 'fetch', baseURL, responseType: 'stream' },
        { ...list, ...options },
        name === 'CanceledError' ? 200 : undefined,
      ] as const,
    )
    expect(error?.name).toBe(name)
  })

  test.each([{}, { tencentCloud: { deadlineMs: 60_000 } }])(
    'with the call’s options %j, handed on, still ends when the user aborts',
    async (options) => {
      const baseURL = await serveStallingJson(100_000)
      const ended = await opened.page.evaluate(
        async ([base, config]) => {
          const controller = new AbortController()
          const http = kit.realTimeClient(base)
          const { data } = await http.request<ReadableStream>({ ...config, signal: controller.signal })
          controller.abort()
          const rest = new Response(data).text().catch(() => 'cut')
          return Promise.race([rest, new Promise((resolve) => setTimeout(resolve, 1_000, 'still open'))])
        },
        [
          { adapter: 'fetch', baseURL, responseType: 'stream' },
          { ...list, ...options },
        ] as const,
      )
      expect(ended).toBe('cut')
    },
  )

  test('of a refused status stays readable', async () => {
    stage.fake.fail('ListKey', faults.html(404))
    expect(await stream(list)).toMatchObject({
      error: { name: 'HttpError', json: { httpStatus: 404 } },
      dataType: 'ReadableStream',
      content: expect.stringContaining('<html>'),
    })
  })
})
