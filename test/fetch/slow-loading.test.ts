import type { TencentCloudFetchOptions, TencentCloudRequestInit, UnderlyingFetch } from 'axios-tencentcloud/fetch'
import { afterEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { loadAtOnce, loadSlowly, passTwoSeconds, run } from '../support/slow-module.ts'

const failure = (code: string) => `{"Response":{"Error":{"Code":"${code}","Message":"no"},"RequestId":"r-1"}}`
const json = (body: string) => () => Response.json(JSON.parse(body))
const success = json('{"Response":{"RequestId":"r-2"}}')
const throttle = json(failure('RequestLimitExceeded'))
const lost = () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('no'), { code: 'ECONNRESET' }) })
}
const frames = 'data: {"choices":[{"delta":{"content":"hi"}}]}\n\ndata: [DONE]\n\n'
const stream = () => new Response(frames, { headers: { 'content-type': 'text/event-stream' } })

/** A place that loads a module at its first use, and a call that comes there. */
interface Place {
  /** The module, below src/. */
  readonly module: string
  readonly answers: readonly (() => Response)[]
  readonly options?: TencentCloudFetchOptions
  readonly init?: TencentCloudRequestInit
  readonly url?: string
  /** Is the input a Request? */
  readonly asRequest?: true
  /** What the call ends with, and the requests that it made. */
  readonly ends: { readonly status?: number; readonly error?: string; readonly requests: number }
  /** Requests that are sent before the module is loaded; no other may be until then. */
  readonly sentBefore: number
  /** Has the call failed already when the module is needed? Then an abort comes too late: the failure is handed over. */
  readonly hasEnded?: true
}

const cvm = 'https://cvm.tencentcloudapi.com/'
const read = `${cvm}?Action=DescribeInstances&Version=2017-03-12`
const credentials = { secretId: 'AKIDexample', secretKey: 'example' }
const repeated = { ends: { status: 200, requests: 2 }, sentBefore: 1 } as const
const once = { answers: [success], ends: { status: 200, requests: 1 }, sentBefore: 0 } as const

const places: readonly Place[] = [
  { module: 'engine/recovery/index.ts', answers: [throttle, success], ...repeated },
  { module: 'request/index.ts', answers: [throttle, success], ...repeated },
  { module: 'fetch/name-rejection.ts', answers: [lost, success], ...repeated },
  {
    module: 'fetch/failure-response.ts',
    answers: [json(failure('InvalidParameter'))],
    options: { throwErrors: 'response' },
    ends: { status: 400, requests: 1 },
    sentBefore: 1,
    hasEnded: true,
  },
  { module: 'fetch/read-given-request.ts', asRequest: true, ...once },
  { module: 'fetch/signing.ts', options: { credentials }, ...once },
  {
    module: 'fetch/complete-request.ts',
    options: { credentials },
    init: { tencentCloud: { action: 'DescribeInstances', version: '2017-03-12', region: 'ap-guangzhou' } },
    url: cvm,
    ...once,
  },
  {
    module: 'engine/missing-fields.ts',
    options: { credentials },
    init: { tencentCloud: { action: 'DescribeInstances', version: '2017-03-12', region: 'ap-guangzhou' } },
    url: cvm,
    ...once,
  },
  {
    module: 'fetch/client-token.ts',
    options: { clientToken: 'inject' },
    url: `${cvm}?Action=RunInstances&Version=2017-03-12`,
    ...once,
  },
  {
    module: 'fetch/event-stream.ts',
    answers: [stream],
    url: 'https://api.hunyuan.cloud.tencent.com/v1/chat/completions',
    init: { method: 'POST', body: '{"model":"hunyuan-turbo","stream":true,"messages":[]}' },
    ends: { status: 200, requests: 1 },
    sentBefore: 1,
  },
]

/** A fetch whose module loads slowly, and a server that counts what it executes. */
async function start({ module, answers, options, init, url = read, asRequest }: Place) {
  const clock = new ManualClock()
  const { loading } = loadSlowly(module, clock)
  const { createTencentCloudFetch } = await import('axios-tencentcloud/fetch')
  const left = [...answers]
  const server = { requests: 0 }
  const below: UnderlyingFetch = async (_url, { signal } = {}) => {
    signal?.throwIfAborted()
    server.requests++
    return (left.shift() ?? success)()
  }
  const send = createTencentCloudFetch(below, { clock, ...options })
  const call = (signal?: AbortSignal) => {
    const given = { ...init, ...(signal && { signal }) }
    return asRequest ? send(new Request(url, given)) : send(url, given)
  }
  return { call, server, clock, loading }
}

afterEach(() => {
  for (const { module } of places) loadAtOnce(module)
})

// The modules are loaded anew for each test, in real time.
describe('while a module loads for 500 ms', { timeout: 60_000 }, () => {
  test.each(places)('a fetch that needs $module waits for it, and no request is lost or repeated', async (place) => {
    const { call, server, clock, loading } = await start(place)
    const ended = call().then(
      ({ status }) => ({ status }),
      ({ code }) => ({ error: code }),
    )
    await loading()
    expect(server.requests).toBe(place.sentBefore)
    const { requests, ...outcome } = place.ends
    expect(await run(clock, ended)).toEqual(outcome)
    expect(server.requests).toBe(requests)
  })

  test.each(places)('an abort ends a fetch that waits for $module, and nothing more is sent', async (place) => {
    const { call, server, clock, loading } = await start(place)
    const controller = new AbortController()
    const ended = call(controller.signal).catch((error: unknown) => error)
    await loading()
    controller.abort(new Error('no longer wanted'))
    await passTwoSeconds(clock)
    expect(await ended).toMatchObject(place.hasEnded ? { status: 400 } : { message: 'no longer wanted' })
    expect(server.requests).toBe(place.sentBefore)
  })
})
