import { type Channel, channel } from 'node:diagnostics_channel'
import axios, { AxiosError, isCancel } from 'axios'
import {
  attachTencentCloud,
  attemptsOf,
  TencentCloudError,
  type TencentCloudEvent,
  type TencentCloudOptions,
} from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'

const path = '/v2/index.php'
const list = { params: { Action: 'ListKey' } }
const create = { params: { Action: 'CreateKey' } }
const throttled = faults.legacy(4420, '(10250)qps throttling', { requestId: 'r-1' })

interface Recorder {
  readonly events: TencentCloudEvent[]
  readonly onEvent: (event: TencentCloudEvent) => void
}

function recorder(): Recorder {
  const events: TencentCloudEvent[] = []
  return { events, onEvent: (event) => void events.push(event) }
}

/** `attempt 1` and the like. */
function shortOf(event: TencentCloudEvent): string {
  switch (event.type) {
    case 'wait':
      return `wait ${event.number} ${event.reason}`
    case 'attempt':
      return `attempt ${event.number}`
    case 'retry':
      return `retry ${event.attempt.number} ${event.attempt.reason}`
    case 'success':
      return `success ${event.attempts.length}`
    case 'give-up':
      return `give-up ${event.attempts.length}${event.cancelled ? ' cancelled' : ''}`
    default:
      return event.type
  }
}

const shorts = ({ events }: Recorder) => events.map(shortOf)

function subscribed(): Recorder & { readonly channel: Channel } {
  const record = recorder()
  const listener = (message: unknown) => record.onEvent(message as TencentCloudEvent)
  const found = channel('axios-tencentcloud')
  found.subscribe(listener)
  onTestFinished(() => {
    found.unsubscribe(listener)
  })
  return { ...record, channel: found }
}

/** Lets whatever is about to happen happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('the events of a call are told in their order', () => {
  test('of a success', async () => {
    const { client, url, clock } = await startCloud()
    const record = recorder()
    await client({ onEvent: record.onEvent }).get(`${path}?Region=ap-guangzhou#top`, {
      params: { Action: 'ListKey', SecretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3' },
    })
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'success 1'])
    expect(record.events[0]?.call).toEqual({
      id: expect.any(Number),
      service: 'kms',
      action: 'ListKey',
      region: 'ap-guangzhou',
      version: undefined,
      method: 'GET',
      url: `${url}/kms${path}`,
      startedAt: clock.time,
    })
    expect(new Set(record.events.map(({ call }) => call)).size).toBe(1)
  })

  test('of throttles that are waited for with backoff', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    const record = recorder()
    const response = await client({ onEvent: record.onEvent, pacing: false }).get(path, list)
    expect(shorts(record)).toEqual([
      'start',
      'attempt 1',
      'retry 1 throttled',
      'wait 2 backoff',
      'attempt 2',
      'retry 2 throttled',
      'wait 3 backoff',
      'attempt 3',
      'success 3',
    ])
    expect(record.events.at(-1)).toMatchObject({ attempts: attemptsOf(response) })
    expect(record.events[2]).toMatchObject({ attempt: { code: '4420', moduleCode: '10250', requestId: 'r-1' } })
    const times = record.events.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  test('of throttles after which a turn is waited for', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const record = recorder()
    await client({ onEvent: record.onEvent }).get(path, list)
    expect(shorts(record)).toEqual([
      'start',
      'attempt 1',
      'retry 1 throttled',
      'wait 2 pacing',
      'attempt 2',
      'success 2',
    ])
  })

  test('of a failure, whose error and attempts they tell', async () => {
    const { client, fake } = await startCloud()
    fake.fail('CreateKey', faults.legacy(6000, '(10050)internal error'))
    const record = recorder()
    const error = await rejectionOf(client({ onEvent: record.onEvent }).get(path, create))
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 1'])
    const last = record.events.at(-1)
    expect(last?.type === 'give-up' && last.error).toBe(error)
    expect(last).toMatchObject({ cancelled: false, attempts: [{ reason: 'could-duplicate' }] })
  })

  test('of a failure that is handed back', async () => {
    const { client, fake } = await startCloud()
    fake.fail('CreateKey', faults.legacy(6000, '(10050)internal error'))
    const record = recorder()
    await client({ onEvent: record.onEvent, throwErrors: false }).get(path, create)
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 1'])
    expect(record.events.at(-1)).not.toHaveProperty('error')
  })

  test('of a failure on a host that is not Tencent Cloud’s', async () => {
    const record = recorder()
    const http = axios.create({ proxy: false })
    attachTencentCloud(http, { onEvent: record.onEvent })
    await rejectionOf(http.get(`${await closedPort()}/x`))
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 0'])
    expect(record.events.at(-1)).toMatchObject({ cancelled: false, error: { code: 'ECONNREFUSED' } })
  })

  test('apart for each of several calls at once', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const record = recorder()
    const http = client({ onEvent: record.onEvent })
    await Promise.all(Array.from({ length: 30 }, () => http.get(path, list)))
    const calls = new Set(record.events.map(({ call }) => call))
    expect(calls.size).toBe(30)
    for (const one of calls) {
      const types = record.events.filter(({ call }) => call === one).map(({ type }) => type)
      expect(types[0]).toBe('start')
      expect(types.at(-1)).toBe('success')
      expect(types.filter((type) => type === 'start' || type === 'success')).toHaveLength(2)
    }
    expect(new Set([...calls].map((call) => call?.id)).size).toBe(30)
  })
})

/** How a call can come to its end, and the events that it then has. */
const endings: readonly {
  readonly name: string
  readonly options?: TencentCloudOptions
  readonly deadlineMs?: number
  readonly prepare?: Parameters<Awaited<ReturnType<typeof startCloud>>['client']>[2]
  /** Another call went before it. */
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
      resign: () => {
        throw new Error('no key')
      },
    },
    events: ['start', 'give-up 0'],
  },
  {
    name: 'the credentials cannot be had',
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
      resign: (_, { attempt }) => {
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
    name: 'the adapter is none',
    prepare(http) {
      http.defaults.adapter = 'no-such-adapter'
    },
    events: ['start', 'attempt 1', 'give-up 0'],
  },
  {
    name: 'the wait would outlive the deadline',
    options: { pacing: false },
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
    await vi.waitFor(() => expect(fake.requests).toHaveLength(1))
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

  test('when it is cancelled while it is signed, which comes to its end too late to be told of', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const controller = new AbortController()
    let sign = () => {}
    const resign = vi.fn(
      () =>
        new Promise<undefined>((resolve) => {
          sign = () => resolve(undefined)
        }),
    )
    const http = client({ resign, onEvent: record.onEvent })
    const failed = rejectionOf(http.get(path, { ...list, signal: controller.signal }))
    await vi.waitFor(() => expect(resign).toHaveBeenCalled())
    controller.abort()
    expect(isCancel(await failed)).toBe(true)
    sign()
    await settle()
    expect(shorts(record)).toEqual(['start', 'give-up 0 cancelled'])
  })

  test('when its deadline passes while it is signed', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const resign = () => new Promise<undefined>(() => {})
    const http = client({ resign, onEvent: record.onEvent })
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
    await vi.waitFor(() => expect(fake.requests).toHaveLength(1))
    clock.advance(30)
    expect(await failed).toMatchObject({ name: 'TimeoutError' })
    expect(shorts(record)).toEqual(['start', 'attempt 1', 'give-up 1'])
  })

  test('when a signature that is spent cannot be replaced: the last attempt is then no retry any more', async () => {
    const { client, fake } = await startCloud()
    fake.fail('ListKey', faults.legacy(4500, '(10060)replay attack'))
    const record = recorder()
    const signed = { params: { Action: 'ListKey', Nonce: 1, Timestamp: 1_772_323_200, Signature: 'abcdefgh' } }
    const error = await rejectionOf(
      client({ onEvent: record.onEvent, rerunInterceptors: true }, {}, (http) =>
        http.interceptors.request.use((config) => config),
      ).get(path, signed),
    )
    expect(error).toMatchObject({ reason: 'cannot-resign' })
    expect(record.events.at(-1)).toMatchObject({
      type: 'give-up',
      attempts: [{ decision: 'give-up', reason: 'cannot-resign' }],
    })
    expect(record.events.filter(({ type }) => type === 'give-up')).toHaveLength(1)
  })
})

describe('no event holds a secret', () => {
  const secretId = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'
  const secrets = [secretId, 'topsecretpassword', 'EliP9YW3pW28FpsEdkXtWcGeI', 'hex8f14e45fceea167a']
  const everything = (record: Recorder) =>
    record.events.map((event) => [JSON.stringify(event), String(Reflect.get(event, 'error'))]).join()
  const withSecrets = {
    params: { Action: 'ListKey', SecretId: secretId, Signature: 'EliP9YW3pW28FpsEdkXtWcGeI' },
    headers: { Authorization: 'hex8f14e45fceea167a', Cookie: 'hex8f14e45fceea167a' },
  }

  test('of the URL, or of an answer that repeats them', async () => {
    const { client, fake, url } = await startCloud()
    const baseURL = `${url.replace('//', '//user:topsecretpassword@')}/kms`
    const echo = (code: string) => faults.api3(code, secrets.join(), { requestId: 'hex8f14e45fceea167a' })
    fake.fail('ListKey', echo('RequestLimitExceeded.hex8f14e45fceea167a'), echo('hex8f14e45fceea167a'))
    const record = recorder()
    await rejectionOf(client({ onEvent: record.onEvent }, { baseURL }).get(path, withSecrets))
    expect(shorts(record)).toContain('retry 1 throttled')
    for (const secret of secrets) expect(everything(record)).not.toContain(secret)
  })

  test('of an error that axios or an interceptor threw, of which they tell a copy', async () => {
    const record = recorder()
    const http = axios.create()
    attachTencentCloud(http, { onEvent: record.onEvent })
    const error = await rejectionOf(
      http.get('https://example.com/', {
        ...withSecrets,
        adapter: async (config) => {
          throw new AxiosError(`failed: ${secrets[3]}`, 'ERR_BAD_REQUEST', config)
        },
      }),
    )
    expect(error).not.toBeInstanceOf(TencentCloudError)
    expect(record.events.at(-1)).toMatchObject({ error: { code: 'ERR_BAD_REQUEST', message: 'failed: [redacted]' } })
    expect(Reflect.get(record.events.at(-1) ?? {}, 'error')).not.toHaveProperty('config')
    for (const secret of secrets) expect(everything(record)).not.toContain(secret)
  })

  test('of one that was cancelled', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const controller = new AbortController()
    const failed = client({ onEvent: record.onEvent, resign: () => new Promise<undefined>(() => {}) }).get(path, {
      ...withSecrets,
      signal: controller.signal,
    })
    await vi.waitFor(() => expect(record.events).toHaveLength(1))
    controller.abort()
    await rejectionOf(failed)
    expect(record.events.at(-1)).toMatchObject({ cancelled: true, error: { name: 'CanceledError' } })
    for (const secret of secrets) expect(everything(record)).not.toContain(secret)
  })
})

describe('a listener', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('listener')
      },
    ],
    ['rejects', () => Promise.reject(new Error('listener'))],
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library
    ['returns a thenable that rejects', () => ({ then: (_: unknown, fail: (e: Error) => void) => fail(Error('l')) })],
  ])('that %s changes nothing, and is complained of', async (_, onEvent) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warn.mockRestore())
    const { client, fake } = await startCloud()
    fake.fail('ListKey', throttled)
    const response = await client({ onEvent, pacing: false }).get(path, list)
    expect(attemptsOf(response).map(({ reason }) => reason)).toEqual(['throttled', 'success'])
    await settle()
    expect(warn).toHaveBeenCalledTimes(6)
  })

  test('of the diagnostics channel gets the same events, of every attachment, as long as it listens', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const all = subscribed()
    await client({ onEvent: record.onEvent }).get(path, list)
    expect(all.events).toEqual(record.events)
    all.events.forEach((event, index) => {
      expect(event).toBe(record.events[index])
    })
    await client().get(path, list)
    expect(shorts(all)).toEqual(['start', 'attempt 1', 'success 1', 'start', 'attempt 1', 'success 1'])
  })

  test('that nobody gave costs a success nothing: the request is not even read', async () => {
    const { client } = await startCloud()
    const describe_ = await import('../../src/axios/describe-call.ts')
    const spy = vi.spyOn(describe_, 'describeCall')
    onTestFinished(() => spy.mockRestore())
    await client().get(path, list)
    expect(spy).not.toHaveBeenCalled()
  })
})
