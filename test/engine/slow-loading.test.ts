import { Readable } from 'node:stream'
import type { AxiosAdapter, AxiosRequestConfig } from 'axios'
import type { TencentCloudOptions } from 'axios-tencentcloud'
import { afterEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { loadAtOnce, loadSlowly, passTwoSeconds, run } from '../support/slow-module.ts'

interface Answer {
  readonly data: string
  readonly headers?: Readonly<Record<string, string>>
}

const failure = (code: string, headers?: Answer['headers']): Answer => ({
  data: JSON.stringify({ Response: { Error: { Code: code, Message: 'no' }, RequestId: 'r-1' } }),
  ...(headers && { headers }),
})
const success: Answer = { data: '{"Response":{"RequestId":"r-2"}}' }
const throttle = failure('RequestLimitExceeded')

/** A place that loads a module at its first use, and a call that comes there. */
interface Place {
  /** The module, below src/. */
  readonly module: string
  readonly answers: readonly Answer[]
  readonly options?: TencentCloudOptions
  readonly config?: AxiosRequestConfig
  readonly baseURL?: string
  /** What the call ends with; attempts as `code or success`. */
  readonly ends: { readonly error?: string; readonly attempts: readonly string[]; readonly requests: number }
  /** Is it needed in the middle of an exchange? As without this package, an abort ends that when its adapter ends. */
  readonly isInExchange?: true
  /** Requests that are sent before the module is loaded; no other may be until then. */
  readonly sentBefore: number
}

const credentials = { secretId: 'AKIDexample', secretKey: 'example' }
const retried = { attempts: ['RequestLimitExceeded', 'success'], requests: 2 } as const
const throttledOnce = { answers: [throttle, success], ends: retried, sentBefore: 1 } as const
const succeeds = { answers: [success], ends: { attempts: ['success'], requests: 1 } } as const
const create = { params: { Action: 'RunInstances', Version: '2017-03-12', ClientToken: 'token-1' } }

const places: readonly Place[] = [
  { module: 'engine/recovery/index.ts', ...throttledOnce },
  { module: 'pacing/turns.ts', ...throttledOnce },
  { module: 'engine/turns-setup.ts', ...throttledOnce },
  { module: 'catalog/generated/limits.ts', ...throttledOnce },
  { module: 'axios/axios-retries.ts', ...throttledOnce },
  { module: 'catalog/generated/codes.ts', ...throttledOnce },
  { module: 'catalog/generated/exceptions.ts', ...throttledOnce },
  { module: 'envelope/dialects.ts', isInExchange: true, ...throttledOnce },
  {
    module: 'request/generated/client-tokens.ts',
    answers: [failure('InternalError'), success],
    config: create,
    ends: { attempts: ['InternalError', 'success'], requests: 2 },
    sentBefore: 1,
  },
  {
    module: 'engine/recovery/clock-repair.ts',
    answers: [failure('AuthFailure.SignatureExpire', { date: 'Sun, 01 Mar 2026 01:00:00 GMT' }), success],
    options: { credentials },
    ends: { attempts: ['AuthFailure.SignatureExpire', 'success'], requests: 2 },
    sentBefore: 1,
  },
  {
    module: 'catalog/generated/texts/common.ts',
    answers: [failure('NeverHeardOf')],
    ends: { error: 'NeverHeardOf', attempts: ['NeverHeardOf'], requests: 1 },
    sentBefore: 1,
  },
  {
    module: 'catalog/by-all-lists.ts',
    answers: [{ data: '{"code":4000,"message":"(10002)no","codeDesc":"InvalidParameter"}' }],
    baseURL: 'https://gateway.example.com',
    ends: { error: '4000', attempts: ['4000'], requests: 1 },
    sentBefore: 1,
  },
  { module: 'engine/watch-call.ts', ...succeeds, options: { onEvent() {} }, sentBefore: 0 },
  { module: 'axios/change-request.ts', ...succeeds, options: { credentials }, sentBefore: 0 },
  { module: 'axios/signing.ts', ...succeeds, options: { credentials }, sentBefore: 0 },
  { module: 'engine/signing/signer.ts', ...succeeds, options: { credentials }, sentBefore: 0 },
  {
    module: 'axios/exchange-until.ts',
    isInExchange: true,
    ...succeeds,
    options: { deadlineMs: 60_000 },
    sentBefore: 0,
  },
  { module: 'axios/read-unread.ts', isInExchange: true, ...throttledOnce, config: { responseType: 'stream' } },
]

/** A client whose module loads slowly, and a server that counts what it executes. */
async function start({ module, answers, options, config, baseURL = 'https://cvm.tencentcloudapi.com' }: Place) {
  const clock = new ManualClock()
  const { loading } = loadSlowly(module, clock)
  const [{ default: axios }, { attachTencentCloud, attemptsOf }] = await Promise.all([
    import('axios'),
    import('axios-tencentcloud'),
  ])
  const left = [...answers]
  const server = { requests: 0 }
  const adapter: AxiosAdapter = async (given) => {
    if (given.signal?.aborted) throw new axios.CanceledError()
    server.requests++
    const { data, headers = {} } = left.shift() ?? success
    const body = given.responseType === 'stream' ? Readable.from([data]) : data
    const type = { 'content-type': 'application/json' }
    return { status: 200, statusText: 'OK', headers: { ...type, ...headers }, config: given, data: body }
  }
  const http = axios.create({ baseURL, adapter })
  attachTencentCloud(http, { clock, ...options })
  const params = { Action: 'DescribeInstances', Version: '2017-03-12' }
  const call = (more: AxiosRequestConfig = {}) => http.get('/', { params, ...config, ...more })
  const settle = (calling: Promise<unknown>) =>
    calling.then(
      (response) => ({ attempts: attemptsOf(response).map(({ code = 'success' }) => code) }),
      (error) => ({ error: error.code, attempts: attemptsOf(error).map(({ code = 'success' }) => code) }),
    )
  return {
    call,
    settle,
    server,
    clock,
    loading,
    isCancel: axios.isCancel,
  }
}

afterEach(() => {
  for (const { module } of places) loadAtOnce(module)
})

// The modules of a client are loaded anew for each test, in real time.
describe('while a module loads for 500 ms', { timeout: 60_000 }, () => {
  test.each(places)('a call that needs $module waits for it, and no request is lost or repeated', async (place) => {
    const { call, settle, server, clock, loading } = await start(place)
    const ended = settle(call())
    await loading()
    expect(server.requests).toBe(place.sentBefore)
    const { requests, ...outcome } = place.ends
    expect(await run(clock, ended)).toEqual(outcome)
    expect(server.requests).toBe(requests)
  })

  test.each(places)('an abort ends a call that waits for $module, and nothing more is sent', async (place) => {
    const { call, server, clock, loading, isCancel } = await start(place)
    const controller = new AbortController()
    const ended = call({ signal: controller.signal }).catch((error: unknown) => error)
    await loading()
    controller.abort()
    // All others end at once: the clock stands still.
    expect(isCancel(await (place.isInExchange ? run(clock, ended) : ended))).toBe(true)
    await passTwoSeconds(clock)
    expect(server.requests).toBe(place.sentBefore)
  })
})
