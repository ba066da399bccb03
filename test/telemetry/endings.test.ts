import { isCancel } from 'axios'
import type { TencentCloudOptions } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test, vi } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { deferred } from '../support/deferred.ts'
import { list, path, throttled } from '../support/kms.ts'
import { recorder, settle, shorts } from './recorder.ts'

/** The ways in which a call can end, and the events that it has then. */
const endings: readonly {
  readonly name: string
  readonly options?: TencentCloudOptions
  readonly deadlineMs?: number
  readonly prepare?: Parameters<Awaited<ReturnType<typeof startCloud>>['client']>[2]
  /** Another call was made before. */
  readonly after?: true
  readonly events: readonly string[]
}[] = [
  {
    name: 'its turn cannot come',
    options: { pacing: { maxQueue: 0, limit: { qps: 0.001 } } },
    after: true,
    events: ['start', 'wait 1 pacing', 'give-up 0'],
  },
  {
    name: 'the signer throws',
    options: {
      sign: () => {
        throw new Error('no key')
      },
    },
    events: ['start', 'give-up 0'],
  },
  {
    name: 'the credentials provider throws',
    options: {
      credentials: () => {
        throw new Error('no role')
      },
    },
    events: ['start', 'give-up 0'],
  },
  {
    name: 'the signer throws before a retry',
    options: {
      pacing: false,
      sign: (_, { attempt }) => {
        if (attempt === 2) throw new Error('no key')
      },
    },
    events: ['start', 'attempt 1', 'retry 1 throttled', 'wait 2 backoff', 'give-up 1'],
  },
  {
    name: 'an interceptor throws before a retry',
    options: { pacing: false, rerunInterceptors: true },
    prepare(http) {
      let runs = 0
      http.interceptors.request.use((config) => {
        runs++
        if (runs === 2) throw new TypeError('no')
        return config
      })
    },
    events: ['start', 'attempt 1', 'retry 1 throttled', 'wait 2 backoff', 'give-up 1'],
  },
  {
    name: '`decide` throws',
    options: {
      retry: {
        decide: () => {
          throw new Error('undecided')
        },
      },
    },
    events: ['start', 'attempt 1', 'give-up 0'],
  },
  {
    name: 'the adapter does not exist',
    prepare(http) {
      http.defaults.adapter = 'no-such-adapter'
    },
    events: ['start', 'attempt 1', 'give-up 0'],
  },
  {
    name: 'the wait would outlive the deadline',
    options: { clock: new ManualClock(), pacing: false },
    deadlineMs: 20,
    events: ['start', 'attempt 1', 'give-up 1'],
  },
  {
    name: 'retrying is off',
    options: { retry: false },
    events: ['start', 'attempt 1', 'give-up 1'],
  },
]

describe('a call that starts ends in exactly one event', () => {
  test.each(endings)('when $name', async ({ options, deadlineMs, prepare, after, events }) => {
    const { client, fake } = await startCloud()
    const record = recorder()
    const http = client({ ...options, onEvent: record.onEvent }, {}, prepare)
    if (after) await http.get(path, list)
    fake.fail('ListKey', throttled)
    record.events.length = 0
    await rejectionOf(http.get(path, { ...list, ...(deadlineMs && { tencentCloud: { deadlineMs } }) }))
    await settle()
    expect(shorts(record)).toEqual(events)
  })

  test('when it is cancelled while its first attempt runs', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', faults.hang())
    const record = recorder()
    const controller = new AbortController()
    const failed = rejectionOf(client({ onEvent: record.onEvent }).get(path, { ...list, signal: controller.signal }))
    await expect.poll(() => fake.requests).toHaveLength(1)
    controller.abort()
    expect(isCancel(await failed)).toBe(true)
    await settle()
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 0 cancelled'])
  })

  test.each([
    ['for its turn', {}, 'wait 2 pacing'],
    ['for its backoff', { pacing: false }, 'wait 2 backoff'],
  ] as const)('when it is cancelled while it waits %s', async (_, options, wait) => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const clock = new ManualClock()
    const record = recorder()
    const controller = new AbortController()
    const http = client({ ...options, clock, onEvent: record.onEvent })
    const failed = rejectionOf(http.get(path, { ...list, signal: controller.signal }))
    await clock.untilSleeping(1)
    controller.abort()
    expect(isCancel(await failed)).toBe(true)
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'retry 1 throttled', wait, 'give-up 1 cancelled'])
  })

  test('when it is cancelled while it is signed, even if the signer ends later', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const controller = new AbortController()
    const signing = deferred()
    const sign = vi.fn(() => signing.promise)
    const http = client({ sign, onEvent: record.onEvent })
    const failed = rejectionOf(http.get(path, { ...list, signal: controller.signal }))
    await expect.poll(() => sign).toHaveBeenCalled()
    controller.abort()
    expect(isCancel(await failed)).toBe(true)
    signing.resolve()
    await settle()
    expect(shorts(record)).toEqual(['start', 'give-up 0 cancelled'])
  })

  test('when its deadline passes while it is signed', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const sign = () => new Promise<undefined>(() => {})
    const http = client({ sign, onEvent: record.onEvent })
    await rejectionOf(http.get(path, { ...list, tencentCloud: { deadlineMs: 30 } }))
    expect(shorts(record)).toEqual(['start', 'give-up 1'])
    expect(record.events.at(-1)).toMatchObject({ attempts: [{ number: 1, reason: 'deadline' }] })
  })

  test('when its deadline cuts an attempt', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', faults.hang())
    const record = recorder()
    const clock = new ManualClock()
    const http = client({ onEvent: record.onEvent, clock })
    const failed = rejectionOf(http.get(path, { ...list, tencentCloud: { deadlineMs: 30 } }))
    await expect.poll(() => fake.requests).toHaveLength(1)
    clock.advance(30)
    expect(await failed).toMatchObject({ name: 'TimeoutError' })
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 1'])
  })

  test('when a used-up signature cannot be replaced: the last attempt then has the decision to give up', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', faults.legacy(4500, '(10060)replay attack'))
    const record = recorder()
    const signed = { params: { Action: 'ListKey', Nonce: 1, Timestamp: 1_772_323_200, Signature: 'abcdefgh' } }
    const error = await rejectionOf(
      client({ onEvent: record.onEvent, rerunInterceptors: true }, {}, (http) =>
        http.interceptors.request.use((config) => config),
      ).get(path, signed),
    )
    expect(error).toMatchObject({ reason: 'cannot-re-sign' })
    expect(record.events.at(-1)).toMatchObject({
      type: 'give-up',
      attempts: [{ decision: 'give-up', reason: 'cannot-re-sign' }],
    })
    expect(record.events.filter(({ type }) => type === 'give-up')).toHaveLength(1)
  })
})
