import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { serve } from '../fetch/support.ts'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { loadAtOnce, loadSlowly, run } from '../support/slow-module.ts'
import { createCvm, profileFor } from './clients.ts'

const json = { 'content-type': 'application/json' }
const answer =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    response.writeHead(status, json).end(body)
const success = answer(200, '{"Response":{"TotalCount":0,"RequestId":"r-2"}}')
const fail = (code: string) => answer(200, `{"Response":{"Error":{"Code":"${code}","Message":"no"},"RequestId":"r-1"}}`)
const reset: RequestListener = (request) => request.socket.resetAndDestroy()
const badGateway = answer(502, 'Bad Gateway')

/** A place that loads a module at its first use, and a call that comes there. */
interface Place {
  /** The module, below src/. */
  readonly module: string
  readonly answers: readonly RequestListener[]
  readonly options?: { readonly clientToken: 'inject' }
  /** Does the call create something? */
  readonly creates?: true
  /** What the call ends with; undefined for a success. */
  readonly error?: string
  readonly requests: number
  /** Requests that are sent before the module is loaded; no other may be until then. */
  readonly sentBefore: number
}

const places: readonly Place[] = [
  { module: 'engine/recovery/index.ts', answers: [fail('RequestLimitExceeded')], requests: 2, sentBefore: 1 },
  { module: 'request/index.ts', answers: [fail('RequestLimitExceeded')], requests: 2, sentBefore: 1 },
  { module: 'sdk/explain-failure.ts', answers: [badGateway], requests: 2, sentBefore: 1 },
  { module: 'sdk/explain-failure.ts', answers: [reset], requests: 2, sentBefore: 1 },
  {
    module: 'catalog/generated/texts/common.ts',
    answers: [fail('InvalidParameter')],
    error: 'InvalidParameter',
    requests: 1,
    sentBefore: 1,
  },
  {
    module: 'request/inject-client-token.ts',
    answers: [fail('RequestLimitExceeded')],
    options: { clientToken: 'inject' },
    creates: true,
    requests: 2,
    sentBefore: 0,
  },
]

/** An official client whose wrapper loads a module slowly, and a server that counts what it executes. */
async function start({ module, answers, options, creates }: Place) {
  const clock = new ManualClock()
  const { loading } = loadSlowly(module, clock)
  const { withTencentCloud } = await import('axios-tencentcloud/sdk')
  const left = [...answers]
  const server = { requests: 0 }
  const url = await serve((request, response) => {
    request.resume().on('end', () => {
      server.requests++
      const next = left.shift() ?? success
      next(request, response)
    })
  })
  const client = withTencentCloud(createCvm(profileFor(url)), { clock, ...options })
  const [action, parameters] = creates ? ['RunInstances', { ImageId: 'img-1' }] : ['DescribeInstances', {}]
  const call = (signal?: AbortSignal) => client.request(action, parameters, signal && { signal })
  return { call, server, clock, loading }
}

afterEach(() => {
  for (const { module } of places) loadAtOnce(module)
})

// The modules are loaded anew for each test, in real time.
describe('while a module loads for 500 ms', { timeout: 60_000 }, () => {
  test.each(places)(
    'a call of the SDK that needs $module waits for it, and none is lost or repeated',
    async (place) => {
      const { call, server, clock, loading } = await start(place)
      const ended = call().then(
        () => undefined,
        ({ code }: { readonly code: string }) => code,
      )
      await loading()
      expect(server.requests).toBe(place.sentBefore)
      expect(await run(clock, ended)).toBe(place.error)
      expect(server.requests).toBe(place.requests)
    },
  )

  test.each(places)(
    'an abort ends a call of the SDK that waits for $module, and nothing more is sent',
    async (place) => {
      const { call, server, clock, loading } = await start(place)
      const controller = new AbortController()
      const ended = rejectionOf(call(controller.signal))
      await loading()
      controller.abort()
      await run(clock, ended)
      expect(server.requests).toBe(place.sentBefore)
    },
  )
})
