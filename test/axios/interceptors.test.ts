import axios, { type AxiosAdapter, AxiosError, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { attachTencentCloud, attemptsOf, isTencentCloudError, ThrottlingError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

let nonce = 0
/** A signing interceptor as people write it: it would sign its own signature if it ever saw one. */
const sign = (config: InternalAxiosRequestConfig) => {
  expect(config.params).not.toHaveProperty('Signature')
  const params = { ...config.params, Nonce: ++nonce, Timestamp: 1 }
  return { ...config, params: { ...params, Signature: JSON.stringify(params) } }
}

describe('a user’s request interceptors', () => {
  test.each(['before', 'after'] as const)(
    'added %s attach: a signing one runs again from the unsigned request for every attempt',
    async (when) => {
      const { fake, client } = await startCloud()
      fake.fail('ListKey', throttled, throttled)
      const addSigner = (http: AxiosInstance) => {
        http.interceptors.request.use(sign)
      }
      const http = client({}, {}, when === 'before' ? addSigner : undefined)
      if (when === 'after') addSigner(http)
      await http.get(path, list)
      const nonces = fake.requests.map((request) => request.nonce)
      expect(new Set(nonces).size).toBe(3)
      expect(fake.executionsOf('ListKey')).toHaveLength(1)
    },
  )

  test('that do not sign run once, however often the call is sent', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    let runs = 0
    const http = client()
    http.interceptors.request.use((config) => {
      runs++
      config.headers.set('X-Trace', `${runs}`)
      return config
    })
    await http.get(path, list)
    expect(runs).toBe(1)
    expect(fake.requests.map((request) => request.headers['x-trace'])).toEqual(['1', '1', '1'])
  })

  test('rerunInterceptors: true runs them for every attempt, false never again', async () => {
    const { fake, client } = await startCloud()
    for (const [rerunInterceptors, expected] of [
      [true, 2],
      [false, 1],
    ] as const) {
      fake.fail('ListKey', throttled)
      let runs = 0
      await client({ rerunInterceptors }, {}, (http) => {
        http.interceptors.request.use((config) => {
          runs++
          return config
        })
      }).get(path, list)
      expect(runs).toBe(expected)
    }
  })

  test('that change params and data in place do not pile up their changes', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', throttled, throttled)
    const http = client({}, {}, (instance) => {
      instance.interceptors.request.use((config) => {
        config.data.list.push('x')
        config.params.Nonce = ++nonce
        config.params.Signature = `s${nonce}`
        return config
      })
    })
    await http.post(path, { list: [] }, { params: { Action: 'CreateKey' } })
    expect(fake.requests.map((request) => request.body)).toEqual(Array(3).fill('{"list":["x"]}'))
  })

  test('that throw in a later attempt end the call with their own error', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled)
    let runs = 0
    const http = client({}, {}, (instance) => {
      instance.interceptors.request.use((config) => {
        if (++runs === 2) throw new AxiosError('token service is down', 'ERR_NETWORK')
        return sign(config)
      })
    })
    const error = await rejectionOf(http.get(path, list))
    expect(isTencentCloudError(error)).toBe(false)
    expect((error as Error).message).toBe('token service is down')
  })

  test('that are removed while a call waits do not run again', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled)
    const http = client()
    const id = http.interceptors.request.use((config) => {
      http.interceptors.request.eject(id)
      return sign(config)
    })
    await http.get(path, list)
    expect(fake.requests).toHaveLength(2)
  })
})

describe('a user’s response interceptors', () => {
  test('run once, on the final outcome, though added first', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled)
    fake.fail('CreateKey', faults.legacy(4000, '(10000)invalid'))
    const seen: unknown[] = []
    const http = client({}, {}, (instance) => {
      instance.interceptors.response.use(
        (response) => {
          seen.push(response.data.code)
          return response.data
        },
        (error) => {
          seen.push(error.name)
          throw error
        },
      )
    })
    expect(await http.get(path, list)).toMatchObject({ code: 0 })
    await rejectionOf(http.get(path, { params: { Action: 'CreateKey' } }))
    expect(seen).toEqual([0, 'InvalidParameterError'])
  })

  test('that send error.config again begin a new call, with new attempts and the call’s own options', async () => {
    const { fake, client } = await startCloud()
    const failure = faults.legacy(4400, 'quota')
    fake.fail('CreateKey', ...Array(10).fill(failure))
    let resent = 0
    const http = client({ service: 'none' })
    http.interceptors.response.use(undefined, (error) => {
      if (resent++ > 0) throw error
      return http.request(error.config)
    })
    const error = await rejectionOf(
      http.post(
        path,
        { a: 'long body '.repeat(5) },
        { params: { Action: 'CreateKey' }, tencentCloud: { service: 'kms' } },
      ),
    )
    expect(error).toBeInstanceOf(ThrottlingError)
    expect(error).toMatchObject({ service: 'kms', attempts: { length: 5 } })
    expect(fake.requests).toHaveLength(10)
    expect(new Set(fake.requests.map((request) => request.body)).size).toBe(1)
  })
})

describe('the request', () => {
  test('is encoded once an attempt, never twice', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', throttled, throttled)
    let encodings = 0
    const http = client(
      {},
      {
        transformRequest: [
          (data) => {
            encodings++
            return JSON.stringify({ wrapped: data })
          },
        ],
      },
    )
    await http.post(path, { a: 1 }, { params: { Action: 'CreateKey' } })
    expect(encodings).toBe(1)
    expect(fake.requests.map((request) => request.body)).toEqual(Array(3).fill('{"wrapped":{"a":1}}'))
  })

  test.each([
    [
      'a plain object as a form',
      { Action: 'CreateKey', Key: 'a b' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['a plain object as multipart', { Action: 'CreateKey', Key: 'a b' }, { 'content-type': 'multipart/form-data' }],
    ['URLSearchParams', new URLSearchParams({ Action: 'CreateKey', Key: 'a b' }), {}],
    [
      'FormData',
      (() => {
        const form = new FormData()
        form.set('Action', 'CreateKey')
        form.set('Key', 'a b')
        return form
      })(),
      {},
    ],
  ])('with %s is repeated whole', async (_name, data, headers) => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', throttled)
    await client().post(path, data, { headers })
    expect(fake.requests.map((request) => request.params.Key)).toEqual(['a b', 'a b'])
  })

  test('with a stream as body is sent once, and the error says why', async () => {
    const { Readable } = await import('node:stream')
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled)
    const error = await rejectionOf(client().post(path, Readable.from(['Action=ListKey']), list))
    expect(error).toMatchObject({ name: 'ThrottlingError', attempts: [{ reason: 'not-replayable' }] })
    expect((error as Error).message).toContain('Blob or FormData')
  })

  test('a Content-Length that the caller set is kept', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', throttled)
    await client().post(path, 'abc', {
      params: { Action: 'CreateKey' },
      headers: { 'Content-Length': '3', 'Content-Type': 'text/plain' },
    })
    expect(fake.requests.map((request) => request.headers['content-length'])).toEqual(['3', '3'])
  })

  test('progress, and the limits of axios, go on working', async () => {
    const { fake, client } = await startCloud()
    fake.answer('ListKey', { data: 'x'.repeat(5_000) })
    let loaded = 0
    await client().get(path, {
      ...list,
      onDownloadProgress: (event) => {
        loaded = event.loaded
      },
    })
    expect(loaded).toBeGreaterThan(5_000)
    const error = await rejectionOf(client({}, { maxContentLength: 100 }).get(path, list))
    expect(error).toMatchObject({ name: 'TransportError', code: 'ERR_BAD_RESPONSE', mayHaveRun: true })
    expect((error as { attempts: unknown[] }).attempts).toHaveLength(1)
  })
})

describe('adapters', () => {
  test('of a mock, set on the instance after attach, are used and retried through', async () => {
    const http = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
    attachTencentCloud(http, { clock: { now: Date.now, sleep: async () => {}, random: () => 0 } })
    let calls = 0
    http.defaults.adapter = async (config) => ({
      status: 200,
      statusText: 'OK',
      headers: {},
      config,
      data: ++calls < 3 ? { code: 4420, message: '(10250)qps throttling' } : { code: 0, keys: [] },
    })
    expect((await http.get(path, list)).data).toEqual({ code: 0, keys: [] })
    expect(calls).toBe(3)
  })

  test('that a caching interceptor puts into the config answer instead of the network', async () => {
    const { fake, client } = await startCloud()
    const http = client()
    const cached: AxiosAdapter = async (config) => ({
      status: 200,
      statusText: 'OK',
      headers: {},
      config,
      data: { cached: true },
    })
    http.interceptors.request.use((config) => ({ ...config, adapter: cached }))
    expect((await http.get(path, list)).data).toEqual({ cached: true })
    expect(fake.requests).toHaveLength(0)
  })

  test('that wrap the one they find may ask it again after a failure, and what comes then is parsed', async () => {
    const { fake, client } = await startCloud()
    const http = client()
    http.interceptors.request.use((config) => {
      const adapter = axios.getAdapter(config.adapter, config)
      config.adapter = (final) => adapter(final).catch(() => adapter({ ...final }))
      return config
    })
    fake.fail('ListKey', faults.legacy(4300, '(1)denied'))
    expect((await http.get(path, list)).data).toMatchObject({ code: 0 })
  })

  test('that wrap the one they find see one request a call', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled)
    let wrapped = 0
    const http = client()
    http.interceptors.request.use((config) => {
      const inner = axios.getAdapter(config.adapter)
      return {
        ...config,
        adapter: (final) => {
          wrapped++
          return inner(final)
        },
      }
    })
    await http.get(path, list)
    expect(wrapped).toBe(1)
    expect(fake.requests).toHaveLength(2)
  })

  test.each(['http', 'fetch'] as const)(
    '%s: throttled, reset, refused and aborted calls behave alike',
    async (adapter) => {
      const { fake, client } = await startCloud()
      const http = client({}, { adapter })
      fake.fail('ListKey', throttled, faults.reset('before'), faults.html(502))
      const response = await http.get(path, list)
      expect(attemptsOf(response).map(({ reason }) => reason)).toEqual(['throttled', 'in-doubt', 'in-doubt', 'success'])
      const refused = await rejectionOf(
        client({}, { adapter, baseURL: await closedPort() }).get(path, { params: { Action: 'CreateKey' } }),
      )
      expect(refused).toMatchObject({ name: 'NetworkError', mayHaveRun: false, attempts: { length: 4 } })
    },
  )

  test('the config that an interceptor and a response show is the one that the user would see without the middleware', async () => {
    const { client } = await startCloud()
    const http = client()
    const plain = axios.create()
    const response = await http.get(path, list)
    expect(response.config.adapter).toEqual(plain.defaults.adapter)
    expect(response.config.transformResponse).toEqual(plain.defaults.transformResponse)
    const again = await http.request(response.config)
    expect(again.data.code).toBe(0)
  })
})
