import axios, { type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'
import { attachTencentCloud, attemptsOf, TimeoutError } from 'axios-tencentcloud'
import { expect, test } from 'vitest'
import { InstantClock, ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

const create = { params: { Action: 'CreateKey' } }

/** Signs as version 1 does: with another nonce at each run. */
const signing = (run: number) => (config: InternalAxiosRequestConfig) => ({
  ...config,
  params: { ...config.params, Nonce: `${run}00000000000000`, Timestamp: run, Signature: `signature ${run}` },
})

test('an interceptor that answers a retry by an adapter of its own is believed, and the call keeps its attempts', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', throttled)
  let runs = 0
  const cached: AxiosAdapter = async (config) => ({
    status: 200,
    statusText: 'OK',
    headers: {},
    config,
    data: { code: 0, from: 'a cache' },
  })
  const http = client({ clock: new InstantClock() })
  http.interceptors.request.use((config) => {
    runs++
    return runs === 1 ? signing(runs)(config) : { ...config, adapter: cached }
  })
  const response = await http.get(path, list)
  expect(response.data).toEqual({ code: 0, from: 'a cache' })
  expect(attemptsOf(response).map(({ number, decision }) => [number, decision])).toEqual([
    [1, 'retry'],
    [2, 'return'],
  ])
  expect(fake.requests).toHaveLength(1)
})

test('an interceptor that wraps the adapter gets the real answer of each attempt, a failing one too', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', throttled, throttled)
  const seen: unknown[] = []
  let runs = 0
  const http = client({ clock: new InstantClock() })
  http.interceptors.request.use((config) => {
    const inner = axios.getAdapter(config.adapter, config)
    return {
      ...signing(++runs)(config),
      async adapter(final) {
        const response = await inner(final)
        seen.push(typeof response.data === 'string' ? JSON.parse(response.data).code : response.data.code)
        return response
      },
    }
  })
  await http.get(path, list)
  // The first attempt is wrapped from outside, and shows what the call ended with.
  expect(seen.sort()).toEqual([0, 0, 4420])
})

test('a wrapper that asks the adapter again after the deadline has passed sends nothing', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', throttled)
  const clock = new ManualClock()
  let runs = 0
  const http = client({ clock, pacing: false, retry: { baseDelayMs: 0 } })
  http.interceptors.request.use(async (config) => {
    const inner = axios.getAdapter(config.adapter, config)
    runs++
    // The second run outlasts the call's deadline.
    if (runs === 2) await clock.sleep(60_000, new AbortController().signal)
    return { ...signing(runs)(config), adapter: (final) => inner(final).catch(() => inner(final)) }
  })
  const call = rejectionOf(http.get(path, { ...create, tencentCloud: { deadlineMs: 30_000 } }))
  // The deadline and the interceptor.
  await clock.untilSleeping(2)
  clock.advance(30_000)
  const error = await call
  clock.advance(60_000)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(error).toBeInstanceOf(TimeoutError)
  expect(fake.executionsOf('CreateKey')).toHaveLength(0)
  expect(fake.requests).toHaveLength(1)
})

test('an adapter whose responses have no config is fit for retries', async () => {
  const answers = ['{"code":4400,"message":"(10250)slow down"}', '{"code":0,"key":"k"}']
  const http = axios.create({
    baseURL: 'https://kms.api.qcloud.com',
    adapter: async () =>
      JSON.parse(`{"status":200,"statusText":"","headers":{},"data":${JSON.stringify(answers.shift())}}`),
  })
  attachTencentCloud(http, { clock: new InstantClock() })
  expect((await http.get(path, list)).data).toEqual({ code: 0, key: 'k' })
})

test('a paramsSerializer that signs is run for each attempt, and what it sent before is not what is compared', async () => {
  const sent: string[] = []
  const answers = ['{"code":6000,"message":"(10050)internal"}', '{"code":0}']
  let nonce = 0
  const http = axios.create({
    baseURL: 'https://kms.api.qcloud.com',
    paramsSerializer: { serialize: () => `Action=ListKey&Nonce=${++nonce}&Timestamp=1&Signature=s${nonce}` },
    adapter: async (config) => {
      sent.push(axios.getUri(config))
      return { status: 200, statusText: '', headers: {}, config, data: answers.shift() }
    },
  })
  attachTencentCloud(http, { clock: new InstantClock() })
  await http.get(path, list)
  expect(new Set(sent).size).toBe(2)
})
