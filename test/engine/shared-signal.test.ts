import { once, setMaxListeners } from 'node:events'
import { text } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTencentCloudFetch, type TencentCloudFetch } from 'axios-tencentcloud/fetch'
import { withCallOptions } from 'axios-tencentcloud/sdk'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { startFetchCloud } from '../fetch/support.ts'
import { profileFor, wrapCvm } from '../sdk/clients.ts'
import { InstantClock } from '../support/clocks.ts'
import { type Cloud, rejectionOf, startCloud } from '../support/cloud.ts'
import { countDependents } from '../support/dependents.ts'
import { seeded } from '../support/seeded.ts'

/** No test reaches it: on its clock, waits for a retry take no time, and longer ones have no end. */
const deadlineMs = 600_000

class RetryClock extends InstantClock {
  override sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    ms < deadlineMs / 2 ? Promise.resolve() : once(signal, 'abort').then(() => signal.throwIfAborted())
}

/** A signal that outlives its calls, such as that of a server's shutdown. */
function createSharedSignal(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

/** Of each kind; `SIGNAL_CALLS=1000` for more. */
const calls = Number(process.env.SIGNAL_CALLS ?? 120)

// A web stream that was read is known to be at its end when it is collected.
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

type Call = (signal: AbortSignal, number: number) => Promise<unknown>
type Start = () => Promise<{ readonly fake: Cloud['fake']; readonly call: Call }>

const reads = { 'X-TC-Action': 'DescribeZones', 'X-TC-Version': '2017-03-12' }

const carriers: [name: string, start: Start][] = [
  [
    'axios',
    async () => {
      const { fake, url, client } = await startCloud()
      const http = client({ service: 'cvm', pacing: false, clock: new RetryClock() }, { baseURL: `${url}/cvm/` })
      const tencentCloud = { deadlineMs }
      return { fake, call: (signal) => http.post('/', {}, { headers: reads, signal, tencentCloud }) }
    },
  ],
  [
    'axios, for streams',
    async () => {
      const { fake, url, client } = await startCloud()
      const http = client(
        { service: 'cvm', pacing: false, clock: new RetryClock() },
        { baseURL: `${url}/cvm/`, responseType: 'stream' },
      )
      const tencentCloud = { deadlineMs }
      const call: Call = async (signal, number) => {
        const { data } = await http.post('/', {}, { headers: reads, signal, tencentCloud })
        if (number % 2) return text(data)
        data.destroy()
      }
      return { fake, call }
    },
  ],
  [
    'fetch',
    async () => {
      const { fake, at, fetch } = await startFetchCloud()
      const send = fetch({ service: 'cvm', pacing: false, clock: new RetryClock() })
      const request = { method: 'POST', body: '{}', headers: { ...reads, 'Content-Type': 'application/json' } }
      const call: Call = async (signal, number) => {
        // Without a deadline too: fetch itself leaves its listeners until they are collected.
        const response = await send(at('cvm'), { ...request, signal, tencentCloud: number % 2 ? { deadlineMs } : {} })
        return response.text()
      }
      return { fake, call }
    },
  ],
  [
    'the official SDK',
    async () => {
      const { fake, url } = await startCloud()
      const client = wrapCvm({ service: 'cvm', pacing: false, clock: new RetryClock() }, profileFor(url))
      const limited = withCallOptions(client, { deadlineMs })
      const call: Call = (signal, number) => (number % 2 ? limited : client).request('DescribeZones', {}, { signal })
      return { fake, call }
    },
  ],
]

const outcomes = [
  () => faults.delay(0),
  () => faults.delay(0),
  () => faults.reset('before'),
  () => faults.reset('after'),
  () => faults.truncated(),
  () => faults.html(502),
  () => faults.status(503, {}),
  () => faults.api3('InternalError', 'an internal fault'),
  () => faults.api3('InvalidParameter', 'refused'),
  () => faults.body(JSON.stringify({ Response: { filler: 'x'.repeat(100_000), RequestId: 'r' } })),
]

describe('a signal that many calls share', () => {
  test.each(carriers)(
    'has no listener left after calls of any outcome: %s',
    async (_name, start) => {
      const { fake, call } = await start()
      const random = seeded(7)
      const next = () => outcomes[Math.floor(random() * outcomes.length)] ?? outcomes[0]
      fake.fail('*', ...Array.from({ length: 4 * calls }, () => (next() ?? (() => faults.delay(0)))()))
      const { signal } = createSharedSignal()
      let begun = 0
      let succeeded = 0
      const work = async () => {
        while (begun < calls) {
          await call(signal, begun++).then(
            () => succeeded++,
            () => {},
          )
        }
      }
      await Promise.all(Array.from({ length: 20 }, work))
      expect(succeeded).toBeGreaterThan(calls / 4)
      const countAfterCollection = () => {
        collectGarbage()
        return countDependents(signal)
      }
      await expect.poll(countAfterCollection, { timeout: 20_000 }).toBe(0)
    },
    60_000,
  )

  test.each(carriers)('ends the calls in flight and has no listener left after its abort: %s', async (_name, start) => {
    const { fake, call } = await start()
    fake.fail('*', ...Array.from({ length: 10 }, () => faults.hang()))
    const controller = createSharedSignal()
    const ended = Array.from({ length: 10 }, (_, number) => rejectionOf(call(controller.signal, number)))
    await expect.poll(() => fake.inFlight).toBe(10)
    controller.abort()
    await Promise.all(ended)
    await expect.poll(() => fake.inFlight).toBe(0)
    expect(countDependents(controller.signal)).toBe(0)
  })
})

describe('a body that outlives its call', () => {
  const endless = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    })
  const events = { headers: { 'content-type': 'text/event-stream' } }

  test('of fetch is ended by the shared signal, whose listener is gone then', async () => {
    const controller = createSharedSignal()
    // Like a real fetch, its body ends with its signal.
    const send: TencentCloudFetch = createTencentCloudFetch(async (_url, init) => {
      const body = endless()
      const passed = new TransformStream<Uint8Array, Uint8Array>()
      body.pipeTo(passed.writable, init?.signal ? { signal: init.signal } : {}).catch(() => {})
      return new Response(passed.readable, events)
    })
    const response = await send('http://127.0.0.1/', { signal: controller.signal, tencentCloud: { deadlineMs } })
    expect(countDependents(controller.signal)).toBe(1)
    const read = rejectionOf(response.text())
    controller.abort()
    expect(await read).toMatchObject({ name: 'AbortError' })
    expect(countDependents(controller.signal)).toBe(0)
  })
})
