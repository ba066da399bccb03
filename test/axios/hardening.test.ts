import http from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import axios, { Axios, type AxiosInstance, type AxiosRequestConfig, isCancel } from 'axios'
import {
  attachTencentCloud,
  attemptsOf,
  HttpError,
  InternalServerError,
  type TencentCloudError,
  type TencentCloudOptions,
  TimeoutError,
} from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'

const throttled = faults.legacy(4420, '(10250)qps throttling')
const path = '/v2/index.php'
const list = { params: { Action: 'ListKey' } }
const run = { headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } }
const never = new Promise<never>(() => {})

function formOf(action: string): FormData {
  const form = new FormData()
  form.append('Action', action)
  return form
}

describe('a write is not executed twice', () => {
  test.each(['an interceptor', 'sign'])('by a ClientToken that %s makes anew for each attempt', async (who) => {
    const { fake, client, url } = await startCloud()
    fake.fail('RunInstances', faults.reset('after'))
    const sign = (config: { data?: unknown; headers: { set(name: string, value: string): unknown } }) => {
      const data = typeof config.data === 'string' ? JSON.parse(config.data) : config.data
      config.data = { ...data, ClientToken: crypto.randomUUID() }
      config.headers.set('Authorization', `TC3 Signature=${crypto.randomUUID()}`)
    }
    const http = client(who === 'sign' ? { service: 'cvm', sign } : { service: 'cvm' }, {
      baseURL: `${url}/cvm`,
    })
    if (who !== 'sign') {
      http.interceptors.request.use((config) => {
        sign(config)
        return config
      })
    }
    expect(await rejectionOf(http.post('/', {}, run))).toMatchObject({ attempts: [{ reason: 'could-duplicate' }] })
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
  })

  test.each(['postForm', 'post'] as const)('by %s, whose encoded body does not show the action', async (method) => {
    const { fake, client } = await startCloud()
    fake.fail('*', faults.status(503))
    expect(await rejectionOf(client()[method](path, { Action: 'RunInstances' }))).toBeInstanceOf(HttpError)
    expect(fake.requests).toHaveLength(1)
  })
})

describe('what contradicts itself about the action counts as the worst of what it says', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  test.each<[places: string, config: AxiosRequestConfig]>([
    ['params, the url', { url: `${path}?Action=RunInstances`, params: { Action: 'DescribeX' } }],
    ['a header, params', { headers: { 'X-TC-Action': 'DescribeX' }, params: { Action: 'RunInstances' } }],
    ['params, a form', { params: { Action: 'DescribeX' }, data: 'Action=RunInstances', headers: form }],
    ['params, an object', { params: { Action: 'DescribeX' }, data: { Action: 'RunInstances' } }],
    ['params, FormData', { params: { Action: 'DescribeX' }, data: formOf('RunInstances') }],
    ['a value and its second', { params: new URLSearchParams('Action=DescribeX&Action=RunInstances') }],
    ['a list and its second', { params: { Action: ['DescribeX', 'RunInstances'] } }],
  ])('in %s', async (_places, config) => {
    const { fake, client } = await startCloud()
    fake.fail('*', ...Array(4).fill(faults.reset('after')))
    const error = await rejectionOf(client().request({ method: 'post', url: path, ...config }))
    expect(error).toMatchObject({ action: 'DescribeX', attempts: [{ reason: 'could-duplicate' }] })
    expect(fake.requests).toHaveLength(1)
  })

  test('but what the caller says it is counts alone', async () => {
    const { fake, client } = await startCloud()
    fake.fail('*', faults.status(502))
    const params = new URLSearchParams('Action=DescribeX&Action=RunInstances')
    await client()
      .get(path, { params, tencentCloud: { action: 'DescribeX' } })
      .catch(() => {})
    expect(fake.requests).toHaveLength(2)
  })
})

describe('what comes before an attempt is sent can be ended', () => {
  const pending: [what: string, prepare: (http: AxiosInstance) => void, options: object][] = [
    ['a signer', () => {}, { sign: () => never }],
    ['a decision of the user’s', () => {}, { retry: { decide: () => never } }],
    [
      'an interceptor of a retry',
      (http) => {
        let runs = 0
        http.interceptors.request.use((config) =>
          ++runs > 1 ? never : { ...config, params: { ...config.params, Signature: 's', Nonce: runs } },
        )
      },
      {},
    ],
  ]

  test.each(pending)('%s: by an abort', async (_what, prepare, options) => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    const controller = new AbortController()
    const call = rejectionOf(client(options, {}, prepare).get(path, { ...list, signal: controller.signal }))
    await new Promise((resolve) => setTimeout(resolve, 20))
    controller.abort()
    expect(isCancel(await call)).toBe(true)
  })

  test.each(pending.filter(([what]) => what !== 'a decision of the user’s'))(
    '%s: by the deadline, and nothing more is sent',
    async (_what, prepare, options) => {
      const { fake, client } = await startCloud()
      const clock = new ManualClock()
      fake.fail('ListKey', throttled)
      const call = rejectionOf(
        client({ ...options, clock }, {}, prepare).get(path, { ...list, tencentCloud: { deadlineMs: 5_000 } }),
      )
      for (let turn = 0; turn < 50; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        clock.advance(200)
      }
      const error = await call
      expect(error).toBeInstanceOf(TimeoutError)
      expect(error).toMatchObject({ mayHaveRun: false })
      expect((error as TimeoutError).attempts.at(-1)).toMatchObject({ reason: 'deadline' })
      expect(fake.requests.length).toBeLessThanOrEqual(1)
    },
  )

  test.each<[proposed: string, action: string, fault: typeof throttled, reason: string]>([
    ['a repeat ends with the failure, by the deadline', 'ListKey', throttled, 'deadline'],
    ['an end leaves that as it is', 'CreateKey', faults.legacy(6000, 'x'), 'could-duplicate'],
  ])('a decision of the user’s that never comes on %s', async (_proposed, action, fault, reason) => {
    const { fake, client } = await startCloud()
    const clock = new ManualClock()
    fake.fail(action, fault)
    let tellAsked = () => {}
    const asked = new Promise<void>((resolve) => {
      tellAsked = resolve
    })
    const decide = () => {
      tellAsked()
      return never
    }
    const call = rejectionOf(
      client({ retry: { decide }, clock }).get(path, {
        params: { Action: action },
        tencentCloud: { deadlineMs: 5_000 },
      }),
    )
    await asked
    await clock.untilSleeping(1)
    clock.advance(5_000)
    expect(await call).toMatchObject({ code: String(fault === throttled ? 4420 : 6000), attempts: [{ reason }] })
    expect(fake.requests).toHaveLength(1)
    expect(clock.sleeping).toBe(0)
  })

  test('a decision of the user’s that comes late leaves no time for a wait beyond the deadline', async () => {
    const { fake, client, clock } = await startCloud()
    fake.fail('ListKey', faults.legacy(6000, 'x'), faults.legacy(6000, 'x'))
    for (const answer of [undefined, { decision: 'retry', delayMs: 55 } as const]) {
      const decide = () => {
        clock.time += 59_950
        return answer
      }
      expect(await rejectionOf(client({ retry: { decide } }).get(path, list))).toMatchObject({
        attempts: [{ reason: 'deadline' }],
      })
    }
    expect(clock.waits).toEqual([])
  })

  test('interceptors that use up the deadline leave nothing to send', async () => {
    const { fake, client, clock } = await startCloud()
    const http = client()
    http.interceptors.request.use((config) => {
      clock.time += 6_000
      return config
    })
    const error = await rejectionOf(http.get(path, { ...list, tencentCloud: { deadlineMs: 5_000 } }))
    expect(error).toMatchObject({ name: 'TimeoutError', mayHaveRun: false })
    expect(fake.requests).toHaveLength(0)
  })
})

describe('the user’s things stay as they are', () => {
  test('transforms that a signing interceptor adds are added once to each attempt', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', throttled, throttled)
    let nonce = 0
    let transforms = 0
    const http = client()
    http.interceptors.request.use((config) => ({
      ...config,
      params: { ...config.params, Nonce: ++nonce, Signature: `s${nonce}` },
      transformRequest: [(data: unknown) => ({ wrap: data }), ...[config.transformRequest ?? []].flat()],
      transformResponse: [
        ...[config.transformResponse ?? []].flat(),
        (data: unknown) => {
          transforms++
          return data
        },
      ],
    }))
    await http.post(path, { a: 1 }, { params: { Action: 'CreateKey' } })
    expect(fake.requests.map((request) => request.body)).toEqual(Array(3).fill('{"wrap":{"a":1}}'))
    expect(transforms).toBe(1)
  })

  test.each([
    ['URLSearchParams', () => new URLSearchParams({ Action: 'ListKey' })],
    [
      'FormData',
      () => {
        const form = new FormData()
        form.set('Action', 'ListKey')
        form.set('File', new File(['x'], 'x.txt'))
        return form
      },
    ],
  ] as const)('%s that an interceptor signs in place is signed anew for each attempt', async (_name, make) => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(4500, 'replay'), faults.legacy(4500, 'replay'))
    let nonce = 100
    const http = client()
    http.interceptors.request.use((config) => {
      config.data.append('Nonce', `${++nonce}`)
      config.data.append('Signature', `s${nonce}`)
      return config
    })
    await http.post(path, make())
    expect(fake.requests.map((request) => request.params.Nonce)).toEqual(['101', '102', '103'])
  })

  test('params that `sign` changes in place are signed anew for each attempt', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    let nonce = 0
    await client({
      sign: (config) => {
        config.params.append('Nonce', `${++nonce}`)
      },
    }).get(path, { params: new URLSearchParams({ Action: 'ListKey' }) })
    expect(fake.requests.map((request) => request.url.match(/Nonce/g)?.length)).toEqual([1, 1, 1])
  })

  test('`sign` sees the unsigned request again when error.config is sent again', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(4000, '(1)no'))
    const seen: unknown[] = []
    const http = client({
      sign(config) {
        seen.push([config.params.Signature, config.headers.get('Authorization')])
        return {
          ...config,
          headers: { ...config.headers, Authorization: 'x' },
          params: { ...config.params, Signature: 's', Nonce: seen.length },
        } as unknown as typeof config
      },
    })
    const error = (await rejectionOf(http.get(path, list))) as TencentCloudError
    await http.request(error.config ?? {})
    expect(seen).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })

  test('what an interceptor or signer throws in a later attempt arrives as it was thrown', async () => {
    const { fake, client } = await startCloud()
    for (const thrown of ['no credentials', { redirect: true }, undefined]) {
      fake.fail('ListKey', throttled)
      const http = client({
        sign: (_config, { attempt }) => {
          if (attempt > 1) throw thrown
        },
      })
      expect(await http.get(path, list).catch((error: unknown) => [error])).toEqual([thrown])
    }
  })

  test('transformResponse is intact on every config that the user can get hold of', async () => {
    const { fake, client } = await startCloud()
    const configs: { transformResponse?: unknown }[] = []
    const http = client({ throwErrors: false, rerunInterceptors: true, retry: { maxAttempts: 2 } })
    http.interceptors.request.use((config) => {
      configs.push(config)
      return config
    })
    fake.fail('ListKey', faults.html(502), faults.html(502))
    const rejection = (await rejectionOf(http.get(path, list))) as { config: object }
    const throwing = client()
    throwing.interceptors.request.use((config) => {
      configs.push(config)
      return config
    })
    fake.fail('ListKey', faults.legacy(4000, '(1)no'))
    const error = (await rejectionOf(throwing.get(path, list))) as TencentCloudError
    configs.push(rejection.config, error.config ?? {})
    expect(configs[0]?.transformResponse).toEqual(axios.defaults.transformResponse)
    for (const config of [configs[0], ...configs.slice(2)])
      expect(config?.transformResponse).toEqual(axios.defaults.transformResponse)
    expect((await http.request(rejection.config)).data).toMatchObject({ code: 0 })
  })

  const credentials = {
    secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
    secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  }
  const waits: [what: string, optionsFor: (cancel: () => void) => TencentCloudOptions][] = [
    ['a signer', (cancel) => ({ sign: cancel })],
    ['a signer that takes its time', (cancel) => ({ sign: () => Promise.resolve().then(cancel) })],
    ['a credentials provider', (cancel) => ({ credentials: () => Promise.resolve(credentials).finally(cancel) })],
    ['a listener', (cancel) => ({ onEvent: ({ type }) => type === 'start' && cancel() })],
  ]
  test.each(waits)('a call that is cancelled while %s has it is not sent any more', async (_what, optionsFor) => {
    const { fake, client } = await startCloud()
    for (const way of ['signal', 'cancelToken'] as const) {
      const controller = new AbortController()
      const source = axios.CancelToken.source()
      const cancel = () => (way === 'signal' ? controller.abort() : source.cancel())
      const call = client(optionsFor(cancel)).get(path, {
        params: { Action: 'CreateKey' },
        signal: controller.signal,
        cancelToken: source.token,
      })
      expect(isCancel(await rejectionOf(call))).toBe(true)
    }
    // Whatever was on its way is there before this one.
    await client().get(path, list)
    expect(fake.requests.map(({ action }) => action)).toEqual(['ListKey'])
  })

  test('the reason of a cancelToken is kept, with a deadline too', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.hang())
    const source = axios.CancelToken.source()
    const call = rejectionOf(
      client({ clock: new ManualClock() }).get(path, {
        ...list,
        cancelToken: source.token,
        tencentCloud: { deadlineMs: 5_000 },
      }),
    )
    while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    source.cancel('user left')
    expect(await call).toMatchObject({ message: 'user left', code: 'ERR_CANCELED' })
  })
})

describe('streams', () => {
  test('of an answer that is not used are let go, so that a retry gets the connection', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.body('x'.repeat(3_000_000), { status: 502, headers: { 'content-type': 'text/html' } }))
    const httpAgent = new http.Agent({ maxSockets: 1, keepAlive: true })
    const { data } = await client({}, { responseType: 'stream', httpAgent }).get(path, list)
    expect(JSON.parse(await text(data)).code).toBe(0)
    httpAgent.destroy()
  })

  test('of text, as a mock makes them, arrive whole', async () => {
    const instance = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
    attachTencentCloud(instance)
    const { data } = await instance.get('/', {
      responseType: 'stream',
      adapter: async (config) => ({
        status: 200,
        statusText: '',
        headers: { 'content-type': 'application/json' },
        config,
        data: Readable.from(['{"hello":', '"wörld"}']),
      }),
    })
    expect(await text(data)).toBe('{"hello":"wörld"}')
  })

  test('handed on under a deadline leave no listener on a signal that outlives them, and obey it', async () => {
    const { fake, client } = await startCloud()
    fake.answer('ListKey', { filler: 'x'.repeat(200_000) })
    const controller = new AbortController()
    let listeners = 0
    const { addEventListener, removeEventListener } = controller.signal
    Object.assign(controller.signal, {
      addEventListener(...args: Parameters<typeof addEventListener>) {
        listeners++
        return addEventListener.apply(this, args)
      },
      removeEventListener(...args: Parameters<typeof removeEventListener>) {
        listeners--
        return removeEventListener.apply(this, args)
      },
    })
    const request = {
      ...list,
      signal: controller.signal,
      responseType: 'stream',
      tencentCloud: { deadlineMs: 60_000 },
    } as const
    const instance = client({ clock: new ManualClock() })
    for (let count = 0; count < 3; count++) await text((await instance.get(path, request)).data)
    expect(listeners).toBeLessThanOrEqual(0)
    const { data } = await instance.get(path, request)
    controller.abort()
    expect(data.destroyed).toBe(true)
  })
})

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

describe('instances', () => {
  test('of the bare class Axios, and with adapter: null, work as they do without the middleware', async () => {
    const { fake, url, clock } = await startCloud()
    const bare = new Axios({
      baseURL: `${url}/kms`,
      proxy: false,
      responseType: 'json',
      transformResponse: [...[axios.defaults.transformResponse ?? []].flat()],
    })
    attachTencentCloud(bare as AxiosInstance, { service: 'kms', clock })
    fake.fail('ListKey', throttled)
    expect((await bare.get(path, list)).data).toMatchObject({ code: 0 })
    const nulled = axios.create({ baseURL: `${url}/kms`, proxy: false, adapter: null as never })
    attachTencentCloud(nulled, { service: 'kms', clock })
    expect((await nulled.get(path, list)).data).toMatchObject({ code: 0 })
  })

  test('made by create() from an attached one have no middleware of their own', async () => {
    const { fake, client } = await startCloud()
    const child = client().create()
    fake.fail('ListKey', throttled)
    expect((await child.get(path, list)).data.code).toBe(4420)
    attachTencentCloud(child).detach()
  })

  test('a second detach() of an old attachment does not touch a new one', () => {
    const instance = axios.create()
    const first = attachTencentCloud(instance)
    first.detach()
    const second = attachTencentCloud(instance)
    first.detach()
    expect(() => attachTencentCloud(instance)).toThrow(/already/)
    second.detach()
  })

  test.each<[what: string, freeze: (instance: AxiosInstance) => unknown]>([
    ['that is frozen', (instance) => Object.freeze(instance)],
    ['whose list of interceptors is frozen', ({ interceptors }) => Object.freeze(interceptors.request.handlers)],
  ])('%s is refused, and keeps nothing of the middleware', async (_what, freeze) => {
    const instance = axios.create({ adapter: async (config) => ({ config, data: 'x' }) as never })
    freeze(instance)
    for (let time = 0; time < 2; time++) {
      expect(() => attachTencentCloud(instance)).toThrow(TypeError)
      expect(() => attachTencentCloud(instance)).not.toThrow(/already/)
    }
    expect(instance.interceptors.request.handlers).toEqual([])
    expect(attemptsOf(await instance.get('https://kms.api.qcloud.com/'))).toEqual([])
  })

  test('whose interceptors were cleared can be attached to again, and the old attachment leaves that alone', async () => {
    const { fake, url, clock } = await startCloud()
    const instance = axios.create({ baseURL: `${url}/kms`, proxy: false })
    const first = attachTencentCloud(instance, { service: 'kms', clock })
    instance.interceptors.request.clear()
    const second = attachTencentCloud(instance, { service: 'kms', clock })
    first.detach()
    expect(() => attachTencentCloud(instance)).toThrow(/already/)
    fake.fail('ListKey', throttled)
    expect(attemptsOf(await instance.get(path, list))).toHaveLength(2)
    second.detach()
    expect(Object.getOwnPropertySymbols(instance)).toEqual([])
  })

  test('detach() after the interceptors were cleared takes no interceptor of the user’s off', () => {
    const instance = axios.create()
    const attachment = attachTencentCloud(instance)
    instance.interceptors.request.clear()
    instance.interceptors.request.use((config) => config)
    attachment.detach()
    expect(instance.interceptors.request.handlers).toEqual([expect.anything()])
    expect(Object.getOwnPropertySymbols(instance)).toEqual([])
  })

  test('whose defaults carry wrong options of ours are refused at attach', () => {
    const instance = axios.create({ tencentCloud: { bogus: 1 } as never })
    expect(() => attachTencentCloud(instance)).toThrow('`tencentCloud.bogus`')
  })
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
