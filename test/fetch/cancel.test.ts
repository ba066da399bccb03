import { getEventListeners } from 'node:events'
import { isTencentCloudError, TimeoutError } from 'axios-tencentcloud'
import { createTencentCloudFetch, type TencentCloudFetch, type UnderlyingFetch } from 'axios-tencentcloud/fetch'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test, vi } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { deferred } from '../support/deferred.ts'
import { spyOnGates } from '../support/gates.ts'
import { throttled } from '../support/kms.ts'
import { serve, startFetchCloud } from './support.ts'

const credentials = { secretId: 'AKIDEXAMPLE', secretKey: 'x'.repeat(32) }
/** For a machine that is busy. */
const patient = { timeout: 20_000 }
const never = <T>() => new Promise<T>(() => {})

/** What a phase needs to be reached, and to be sure that the call is in it. */
interface Phase {
  readonly call: (signal: AbortSignal) => Promise<Response>
  readonly reached: () => unknown
  /** What must be over afterwards. */
  readonly clock: ManualClock
}

/** Answers each request with its headers and the first bytes of a body. */
const stalling: UnderlyingFetch = async () => {
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')) })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

const phases: [what: string, start: () => Promise<Phase>][] = [
  [
    'the body of a Request is read',
    async () => {
      const body = new ReadableStream()
      const request = { method: 'POST', body, duplex: 'half' }
      const clock = new ManualClock()
      const call = (signal: AbortSignal) =>
        createTencentCloudFetch(() => never(), { clock })(new Request('http://127.0.0.1', { ...request, signal }))
      return { call, clock, reached: () => expect(body.locked).toBe(true) }
    },
  ],
  [
    'credentials are fetched',
    async () => {
      const clock = new ManualClock()
      const provider = vi.fn(() => never<typeof credentials>())
      const tencentCloudFetch = createTencentCloudFetch(() => never(), { clock, credentials: provider })
      const call = (signal: AbortSignal) => tencentCloudFetch('https://kms.tencentcloudapi.com', { signal })
      return { call, clock, reached: () => expect(provider).toHaveBeenCalled() }
    },
  ],
  [
    'it waits for its turn',
    async () => {
      const clock = new ManualClock()
      const tencentCloudFetch = createTencentCloudFetch(async () => new Response('{}'), {
        clock,
        pacing: { limit: { qps: 1 } },
      })
      await tencentCloudFetch('https://kms.api.qcloud.com/?Action=A')
      const call = (signal: AbortSignal) => tencentCloudFetch('https://kms.api.qcloud.com/?Action=A', { signal })
      return { call, clock, reached: () => clock.untilSleeping(1) }
    },
  ],
  [
    'it is sent, by a fetch that ignores its signal',
    async () => {
      const clock = new ManualClock()
      const given = vi.fn(() => never<Response>())
      const call = (signal: AbortSignal) => createTencentCloudFetch(given, { clock })('http://127.0.0.1', { signal })
      return { call, clock, reached: () => expect(given).toHaveBeenCalled() }
    },
  ],
  [
    'its answer is looked into',
    async () => {
      const clock = new ManualClock()
      const given = vi.fn(stalling)
      const hosts = ['127.0.0.1']
      const call = (signal: AbortSignal) =>
        createTencentCloudFetch(given, { clock, hosts })('http://127.0.0.1', { signal })
      return { call, clock, reached: () => expect(given).toHaveBeenCalled() }
    },
  ],
  [
    'it waits for a retry',
    async () => {
      const clock = new ManualClock()
      const given = async () => new Response('{"code":4400,"message":"slow down"}')
      const tencentCloudFetch = createTencentCloudFetch(given, { clock, pacing: false })
      const call = (signal: AbortSignal) => tencentCloudFetch('https://kms.api.qcloud.com/?Action=ListKey', { signal })
      return { call, clock, reached: () => clock.untilSleeping(1) }
    },
  ],
]

describe('an abort', () => {
  test.each(phases)('while %s rejects with the signal’s reason, and leaves nothing behind', async (_what, start) => {
    const gates = spyOnGates()
    const { call, reached, clock } = await start()
    const controller = new AbortController()
    const reason = { any: 'reason' }
    const ended = rejectionOf(call(controller.signal))
    await vi.waitFor(reached, patient)
    controller.abort(reason)
    expect(await ended).toBe(reason)
    expect(clock.sleeping).toBe(0)
    await expect.poll(() => gates().reduce((sum, gate) => sum + gate.inFlight, 0)).toBe(0)
    // A Request listens to its caller's signal as long as it lives.
    if (!_what.includes('Request')) expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  test('counts also where the given fetch hears of it first, and rejects with something else', async () => {
    const controller = new AbortController()
    controller.signal.addEventListener('abort', (event) => event.stopImmediatePropagation())
    const given: UnderlyingFetch = async () => {
      controller.abort('my reason')
      throw new DOMException('timed out', 'TimeoutError')
    }
    const { signal } = controller
    expect(await rejectionOf(createTencentCloudFetch(given)('http://127.0.0.1', { signal }))).toBe('my reason')
  })

  test('before the call sends nothing', async () => {
    const given = vi.fn(stalling)
    const signal = AbortSignal.abort()
    const error = await rejectionOf(createTencentCloudFetch(given)('http://127.0.0.1', { signal }))
    expect(error).toBe(signal.reason)
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(given).not.toHaveBeenCalled()
  })

  test('ends the request on the wire', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', faults.hang())
    const controller = new AbortController()
    const ended = rejectionOf(fetch()(`${legacy}?Action=ListKey`, { signal: controller.signal }))
    await expect.poll(() => fake.inFlight).toBe(1)
    controller.abort()
    expect(await ended).toMatchObject({ name: 'AbortError' })
    await expect.poll(() => fake.inFlight).toBe(0)
    expect(fake.requests).toHaveLength(1)
  })

  test('of a signal that times out rejects with its TimeoutError', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', faults.hang())
    const error = await rejectionOf(fetch()(`${legacy}?Action=ListKey`, { signal: AbortSignal.timeout(20) }))
    expect(error).toBeInstanceOf(DOMException)
    expect(error).toMatchObject({ name: 'TimeoutError' })
    expect(isTencentCloudError(error)).toBe(false)
  })

  test('of a Request’s own signal counts, unless the init takes it away', async () => {
    const controller = new AbortController()
    const request = () => new Request('http://127.0.0.1', { signal: controller.signal })
    const tencentCloudFetch = createTencentCloudFetch(async () => new Response('{}'))
    controller.abort()
    expect(await rejectionOf(tencentCloudFetch(request()))).toBe(controller.signal.reason)
    expect(await tencentCloudFetch(request(), { signal: null })).toMatchObject({ status: 200 })
  })

  test('after the response was handed on ends its body', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    })
    const controller = new AbortController()
    for (const tencentCloud of [{}, { deadlineMs: 60_000 }]) {
      const { signal } = controller
      const response = await createTencentCloudFetch(undefined, { hosts: [url] })(url, { signal, tencentCloud })
      expect(response.ok).toBe(true)
      if ('deadlineMs' in tencentCloud) {
        const ended = rejectionOf(response.text())
        controller.abort()
        expect(await ended).toMatchObject({ name: 'AbortError' })
      } else await response.body?.cancel()
    }
  })

  test('has one listener on the signal, however many calls it may cancel', async () => {
    const { signal } = new AbortController()
    const call = createTencentCloudFetch(() => never(), { pacing: false })
    for (let calls = 0; calls < 20; calls++) void call('http://127.0.0.1', { signal })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  })

  test('a late answer of a fetch that ignores its signal is let go of', async () => {
    const cancelled = vi.fn()
    const answer = deferred<Response>()
    const given: UnderlyingFetch = () => answer.promise
    const controller = new AbortController()
    const ended = rejectionOf(createTencentCloudFetch(given)('http://127.0.0.1', { signal: controller.signal }))
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    await ended
    answer.resolve(new Response(new ReadableStream({ cancel: cancelled })))
    await expect.poll(() => cancelled).toHaveBeenCalled()
  })
})

describe('the deadline', () => {
  const deadline = async (given: UnderlyingFetch | undefined, url: string): Promise<unknown> => {
    const clock = new ManualClock()
    const limited: TencentCloudFetch = createTencentCloudFetch(given, { clock, hosts: [url], service: 'kms' })
    const ended = rejectionOf(limited(`${url}?Action=CreateKey`, { tencentCloud: { deadlineMs: 1_000 } }))
    await clock.untilSleeping(1)
    clock.advance(1_000)
    const error = await ended
    expect(clock.sleeping).toBe(0)
    return error
  }

  test('that the caller set cuts a running attempt, as a TimeoutError in doubt', async () => {
    const { fake, legacy } = await startFetchCloud()
    fake.fail('CreateKey', faults.hang())
    const error = await deadline(undefined, legacy)
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ mayHaveRun: true, attempts: [{ decision: 'give-up', reason: 'deadline' }] })
    await expect.poll(() => fake.inFlight).toBe(0)
  })

  test.each([
    ['a fetch that ignores its signal', () => never<Response>()],
    ['an answer that stops in the middle', stalling],
  ])('cuts %s', async (_what, given) => {
    expect(await deadline(given, 'http://127.0.0.1/')).toBeInstanceOf(TimeoutError)
  })

  test('does not cut the body of a response that was handed on', async () => {
    const { fake, clock, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', throttled)
    const manual = new ManualClock()
    const response = await fetch({ clock: manual, retry: false, throwErrors: false })(`${legacy}?Action=ListKey`, {
      tencentCloud: { deadlineMs: 1_000 },
    })
    manual.advance(10_000)
    expect(await response.json()).toMatchObject({ code: 4420 })
    expect(manual.sleeping).toBe(0)
    expect(clock.waits).toEqual([])
  })
})
