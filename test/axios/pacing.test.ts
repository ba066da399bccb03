import axios, { type AxiosAdapter, type AxiosInstance, isCancel } from 'axios'
import { attachTencentCloud, attemptsOf, type TencentCloudError, ThrottlingError } from 'axios-tencentcloud'
import { faults, limits } from 'axios-tencentcloud/testing'
import { describe, expect, test, vi } from 'vitest'
import { Client } from '../../src/engine/client.ts'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { deferred } from '../support/deferred.ts'
import { spyOnGates } from '../support/gates.ts'
import { IdleClock } from '../support/idle-clock.ts'
import { startIdleCloud } from '../support/idle-cloud.ts'
import { list, path } from '../support/kms.ts'
import { until } from '../support/turns.ts'

const listOf = (Action: string) => ({ params: { Action } })

const limited = () =>
  startIdleCloud().then((cloud) => {
    cloud.fake.limit({ service: 'kms' }, limits.fixedWindow({ max: 20 }))
    return cloud
  })

const batch = { retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY } }

describe('a limit that is not configured', () => {
  test.each([
    ['fixed windows', limits.fixedWindow({ max: 20 })],
    ['a sliding window', limits.slidingWindow({ max: 20 })],
    ['a token bucket', limits.tokenBucket({ ratePerSecond: 20, capacity: 20 })],
  ])(
    'is learned: of 500 calls at once over %s all succeed, in little more time and requests than it takes',
    async (_, limit) => {
      const { fake, clock, client } = await startIdleCloud()
      fake.limit({ service: 'kms' }, limit)
      const http = client(batch)
      await Promise.all(Array.from({ length: 500 }, () => http.get(path, list)))
      expect(fake.executionsOf('ListKey')).toHaveLength(500)
      expect(clock.elapsedMs).toBeLessThan(24_000 * 1.15)
      expect(fake.requests.length).toBeLessThan(500 * 1.2)
      expect(clock.sleeping).toBe(0)
    },
  )

  test('is learned from the calls that were in flight before the first throttle', async () => {
    const { clock, fake, client } = await limited()
    const http = client(batch)
    // One after the other: the twenty-first of the second is the first to be throttled.
    for (let call = 0; call < 60; call++) await http.get(path, list)
    expect(fake.requests.length).toBeLessThan(70)
    expect(clock.elapsedMs).toBeLessThan(4_000)
  })

  test('holds for its action alone', async () => {
    const { clock, fake, client } = await startIdleCloud()
    fake.limit('ListKey', limits.fixedWindow({ max: 5 }))
    const http = client(batch)
    const slow = Promise.all(Array.from({ length: 50 }, () => http.get(path, list)))
    await Promise.all(Array.from({ length: 50 }, () => http.get(path, listOf('DescribeKey'))))
    expect(clock.elapsedMs).toBeLessThan(1_000)
    await slow
    expect(clock.elapsedMs).toBeGreaterThan(8_000)
  })

  test('holds for its account alone', async () => {
    const { clock, fake, client } = await startIdleCloud()
    fake.limit({ service: 'kms' }, limits.fixedWindow({ max: 5, per: ['secretId'] }))
    const http = client(batch)
    const of = (SecretId: string) => ({ params: { Action: 'ListKey', SecretId } })
    const slow = Promise.all(Array.from({ length: 50 }, () => http.get(path, of('AKIDone'))))
    await http.get(path, of('AKIDtwo'))
    expect(clock.elapsedMs).toBeLessThan(1_000)
    await slow
  })

  test('of the whole account or address holds for other actions too', async () => {
    const { fake, clock, client } = await startIdleCloud()
    const http = client()
    const uin = faults.api3('RequestLimitExceeded.UinLimitExceeded', 'too many requests of this account')
    fake.fail('ListKey', uin, uin, uin)
    const held = http.get(path, list)
    await until(() => fake.requests.length === 2)
    const other = await http.get(path, listOf('DescribeKey'))
    expect(attemptsOf(other)[0]?.queuedMs).toBeGreaterThan(0)
    await held
    expect(clock.sleeping).toBe(0)
  })

  test('of the whole account is learned by itself, though one is told for each action', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const http = client({ ...batch, pacing: { limit: { qps: 5 } } })
    fake.fail('ListKey', faults.api3('RequestLimitExceeded.UinLimitExceeded', 'too many requests of this account'))
    await http.get(path, list)
    const before = clock.elapsedMs
    await Promise.all(Array.from({ length: 60 }, (_, number) => http.get(path, listOf(`DescribeKey${number % 20}`))))
    // At 5/s for all of them together it would take 12 s.
    expect(clock.elapsedMs - before).toBeLessThan(8_000)
  })

  test('of the whole account leaves the call that met it in its place, however full the queue is', async () => {
    const { fake, client } = await startIdleCloud()
    const http = client({ pacing: { maxQueue: 0 } })
    fake.fail('ListKey', faults.api3('RequestLimitExceeded.UinLimitExceeded', 'too many requests of this account'))
    expect((await http.get(path, list)).data).toMatchObject({ code: 0 })
  })

  test('a throttled call waits for its turn and not by the dice, and is told how long', async () => {
    const { fake, client } = await startIdleCloud()
    fake.fail('ListKey', faults.legacy(4420, '(10250)qps throttling'))
    const attempts = attemptsOf(await client().get(path, list))
    expect(attempts.map(({ reason, delayMs }) => [reason, delayMs])).toEqual([
      ['throttled', 0],
      ['success', 0],
    ])
    expect(attempts[1]?.queuedMs).toBeGreaterThan(0)
  })

  test('a Retry-After is waited for by the call, and by those that come after it', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const http = client()
    fake.fail('ListKey', faults.status(429, { 'Retry-After': '7' }))
    const first = http.get(path, list)
    await until(() => fake.requests.length === 1)
    await Promise.all([first, http.get(path, list)])
    expect(clock.elapsedMs).toBeGreaterThanOrEqual(7_000)
    expect(fake.requests).toHaveLength(3)
  })
})

describe('a known limit', () => {
  test('is kept: 500 calls at once meet no throttle, in bursts of what a second allows', async () => {
    const { clock, fake, client } = await limited()
    const http = client({ ...batch, pacing: { limit: { qps: 20 } } })
    await Promise.all(Array.from({ length: 500 }, () => http.get(path, list)))
    expect(fake.requests).toHaveLength(500)
    expect(clock.elapsedMs).toBeLessThan(24_000 * 1.05)
  })

  test.each([
    ['action', 50, 2_100],
    ['service', 100, 4_200],
  ] as const)('shared by each %s: %i calls of two actions each share it', async (scope, shared, atMost) => {
    const { clock, client } = await startIdleCloud()
    const http = client({ ...batch, pacing: { limit: { qps: 25, scope } } })
    const calls = Array.from({ length: 100 }, (_, number) => http.get(path, listOf(number % 2 ? 'ListKey' : 'GetKey')))
    await Promise.all(calls)
    expect(clock.elapsedMs).toBeGreaterThan((shared / 25 - 1) * 1_000 - 1)
    expect(clock.elapsedMs).toBeLessThan(atMost)
  })

  test('is kept by calls that take their time to be signed', async () => {
    const { clock, fake, client } = await startIdleCloud()
    let slow = true
    const http = client({
      ...batch,
      pacing: { limit: { qps: 20 } },
      async sign(config) {
        if (slow) await clock.sleep(3_000, new AbortController().signal)
        slow = false
        config.headers.set('Authorization', 'signed')
      },
    })
    await Promise.all(Array.from({ length: 100 }, () => http.get(path, list)))
    const times = fake.requests.map(({ at }) => at)
    const inAnySecond = times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length)
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(20)
  })

  test('of less than one a second is kept too', async () => {
    const { clock, client } = await startIdleCloud()
    const http = client({ ...batch, pacing: { limit: { qps: 0.5 } } })
    await Promise.all([http.get(path, list), http.get(path, list), http.get(path, list)])
    expect(clock.elapsedMs).toBeGreaterThanOrEqual(4_000)
    expect(clock.elapsedMs).toBeLessThan(4_200)
  })
})

describe('a call that cannot have its turn', () => {
  test('is refused at once when too many wait: a ThrottlingError, and nothing was sent', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const http = client({ pacing: { limit: { qps: 1 }, maxQueue: 2 } })
    const three = Promise.all([http.get(path, list), http.get(path, list), http.get(path, list)])
    const error = (await rejectionOf(http.get(path, list))) as TencentCloudError
    expect(error).toBeInstanceOf(ThrottlingError)
    expect(error).toMatchObject({
      reason: 'queue-full',
      code: 'ERR_PACING_QUEUE_FULL',
      mayHaveRun: false,
      attempts: [],
    })
    expect(error).toMatchObject({ service: 'kms', action: 'ListKey', retry: 'throttle' })
    expect(String(error)).toContain('maxQueue')
    expect(clock.elapsedMs).toBe(0)
    await three
    expect(fake.requests).toHaveLength(3)
  })

  test('is refused at once when that would be after its deadline, not after the wait', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const http = client({ pacing: { limit: { qps: 1 } } })
    const calls = Array.from({ length: 6 }, () => http.get(path, { ...list, tencentCloud: { deadlineMs: 3_500 } }))
    const settled = Promise.allSettled(calls)
    const error = (await rejectionOf(calls[5] ?? Promise.resolve())) as TencentCloudError
    expect(clock.elapsedMs).toBe(0)
    expect(error).toMatchObject({
      name: 'ThrottlingError',
      reason: 'deadline',
      code: 'ERR_PACING_DEADLINE',
      attempts: [],
    })
    const results = await settled
    expect(results.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), 'rejected', 'rejected'])
    expect(fake.requests).toHaveLength(4)
  })

  test('after it was throttled, ends with that failure, and tells the time spent where', async () => {
    const { fake, clock, client } = await startIdleCloud()
    fake.fail('ListKey', ...Array(100).fill(faults.legacy(4420, '(10250)qps throttling')))
    const error = (await rejectionOf(client().get(path, list))) as TencentCloudError
    expect(error).toMatchObject({ name: 'ThrottlingError', code: '4420', reason: 'deadline' })
    expect(error.attempts.at(-1)).toMatchObject({ decision: 'give-up', reason: 'deadline' })
    const totalMs = clock.elapsedMs
    expect(error.timeSpent).toEqual({ totalMs, queuedMs: totalMs, backoffMs: 0, preparingMs: 0, sendingMs: 0 })
    expect(error.message).toMatch(
      /gave up: deadline, after ([\d.]+) ms \(queued \1, backoff 0, preparing 0, sending 0\)\]/,
    )
    // It waits until its time has passed: a turn that comes right at the end is used.
    expect(clock.elapsedMs).toBe(60_001)
  })

  test('waits until its deadline has passed, while the learned rate is not confirmed', async () => {
    const { clock, fake, client } = await startIdleCloud()
    fake.limit({ service: 'kms' }, limits.fixedWindow({ max: 5 }))
    const http = client()
    const refusedAt: number[] = []
    const failures = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const failure = await http.get(path, { ...list, tencentCloud: { deadlineMs: 2_500 } }).then(
          () => [],
          (error) => [error],
        )
        if (failure.length > 0) refusedAt.push(clock.elapsedMs)
        return failure
      }),
    )
    expect(refusedAt.length).toBeGreaterThan(40)
    expect([...new Set(refusedAt)]).toEqual([2_501])
    expect(failures.flat().at(-1)).toMatchObject({ name: 'ThrottlingError', reason: 'deadline' })
  })

  test('is handed its typed error with throwErrors: false too, since there is nothing to hand back', async () => {
    const { client } = await startIdleCloud()
    const http = client({ throwErrors: false, pacing: { limit: { qps: 1 }, maxQueue: 0 } })
    const first = http.get(path, list)
    expect(await rejectionOf(http.get(path, list))).toMatchObject({ reason: 'queue-full' })
    await first
  })

  test('is let go at once by an abort while it waits, and leaves nothing behind', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const http = client({ pacing: { limit: { qps: 1 } } })
    const controller = new AbortController()
    const first = http.get(path, list)
    const second = rejectionOf(http.get(path, { ...list, signal: controller.signal }))
    await first
    controller.abort()
    expect(isCancel(await second)).toBe(true)
    expect(clock.elapsedMs).toBe(0)
    expect(clock.sleeping).toBe(0)
    expect(fake.requests).toHaveLength(1)
  })

  test('is sent when its error.config is sent again and there is room', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const http = client({ pacing: { limit: { qps: 1 }, maxQueue: 0 } })
    const first = http.get(path, list)
    const error = (await rejectionOf(http.get(path, list))) as TencentCloudError
    await first
    await clock.sleep(1_100, new AbortController().signal)
    expect((await http.request(error.config ?? {})).data).toMatchObject({ code: 0 })
    expect(fake.executionsOf('ListKey')).toHaveLength(2)
  })
})

describe('pacing leaves alone', () => {
  /** An adapter whose answers take `ms` on the clock. */
  const slow =
    (clock: IdleClock, ms: number): AxiosAdapter =>
    async (config) => {
      await clock.sleep(ms, new AbortController().signal)
      return { status: 200, statusText: 'OK', headers: {}, config, data: '{"Response":{"RequestId":"r-1"}}' }
    }

  test('calls that take long: 200 model answers of 30 s do not wait for one another', async () => {
    const clock = new IdleClock()
    const http = axios.create({ baseURL: 'https://hunyuan.tencentcloudapi.com', adapter: slow(clock, 30_000) })
    attachTencentCloud(http, { clock })
    await Promise.all(
      Array.from({ length: 200 }, () => http.post('/', {}, { headers: { 'X-TC-Action': 'ChatCompletions' } })),
    )
    expect(clock.elapsedMs).toBeLessThan(41_000)
  })

  test('other hosts', async () => {
    const clock = new IdleClock()
    let requests = 0
    const http = axios.create({
      adapter: async (config) => {
        requests++
        return {
          status: 200,
          statusText: 'OK',
          headers: {},
          config,
          data: '{"code":4420,"message":"(10250)slow","codeDesc":"x"}',
        }
      },
    })
    attachTencentCloud(http, { clock, retry: false, pacing: { limit: { qps: 1 } } })
    await Promise.allSettled(Array.from({ length: 50 }, () => http.get('https://api.example.com/')))
    expect(requests).toBe(50)
    expect(clock.elapsedMs).toBe(0)
  })

  test('few calls after a burst that met no limit: they are not told apart any more', async () => {
    const { clock, fake, client } = await startIdleCloud()
    const gates = spyOnGates()
    const http = client()
    await Promise.all(Array.from({ length: 60 }, () => http.get(path, list)))
    const describing = vi.spyOn(Client.prototype, 'findLimits')
    await http.get(path, list)
    expect(describing).not.toHaveBeenCalled()
    describing.mockRestore()
    expect(gates().map(({ inFlight }) => inFlight)).toEqual([0])
    expect(fake.requests).toHaveLength(61)
    expect(clock.elapsedMs).toBe(0)
  })

  test('everything, when it is turned off', async () => {
    const { clock, fake, client } = await limited()
    const http = client({ pacing: false, retry: false })
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => http.get(path, list)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
    expect(fake.requests).toHaveLength(100)
    expect(clock.elapsedMs).toBe(0)
  })
})

test('a signer that never answers, or that calls the same instance itself, holds up the others for some seconds and not for ever', async () => {
  const { clock, client } = await startIdleCloud()
  const asked: string[] = []
  const http = client({
    pacing: { limit: { qps: 1, scope: 'account' } },
    async sign(config) {
      asked.push(config.params.Action)
      if (config.params.Action === 'Hang') await new Promise<never>(() => {})
      if (config.params.Action === 'ListKey') await http.get(path, listOf('GetToken'))
    },
  })
  void http.get(path, listOf('Hang'))
  expect((await http.get(path, list)).data).toMatchObject({ code: 0 })
  expect(asked).toEqual(['Hang', 'ListKey', 'GetToken'])
  expect(clock.elapsedMs).toBeLessThan(15_000)
})

test('a request whose signer is done only when its deadline has passed is not sent, as its caller was told', async () => {
  const { fake, client } = await startIdleCloud()
  const clock = new ManualClock()
  const signing = deferred()
  const http = client({ clock, sign: () => signing.promise })
  const call = rejectionOf(http.get(path, { ...listOf('CreateKey'), tencentCloud: { deadlineMs: 1_000 } }))
  await clock.untilSleeping(1)
  clock.advance(1_000)
  signing.resolve()
  expect(await call).toMatchObject({ name: 'TimeoutError', mayHaveRun: false })
  // Whatever was on its way is there before this one.
  await client().get(path, list)
  expect(fake.requests.map(({ action }) => action)).toEqual(['ListKey'])
})

describe('a place in flight is given back', () => {
  test.each<[string, (http: AxiosInstance) => Promise<unknown>]>([
    ['by an adapter that does not exist', (http) => http.get(path, { ...list, adapter: 'nope' as never })],
    [
      'by an adapter that throws at once',
      (http) =>
        http.get(path, {
          ...list,
          adapter: () => {
            throw new TypeError('broken')
          },
        }),
    ],
    ['by a call that fails for good', (http) => http.get(path, listOf('Broken'))],
  ])('%s', async (_, fail) => {
    const { fake, client } = await startIdleCloud()
    fake.fail('Broken', ...Array(200).fill(faults.html(502)))
    const gates = spyOnGates()
    const http = client()
    for (let call = 0; call < 25; call++) await rejectionOf(fail(http))
    expect(gates().map(({ inFlight }) => inFlight)).toEqual([0])
    await http.get(path, list)
  })
})

test('a first attempt that was signed by an interceptor, waits, and is found expired is signed anew and sent', async () => {
  const { clock, fake, client } = await startIdleCloud()
  fake.limit({ service: 'kms' }, limits.fixedWindow({ max: 1, windowMs: 60_000 }))
  let signatures = 0
  const http = client({ retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY } }, (instance) => {
    instance.interceptors.request.use((config) => {
      config.params = {
        ...config.params,
        Timestamp: Math.floor(clock.now() / 1_000),
        Nonce: ++signatures,
        Signature: `s${signatures}`,
      }
      return config
    })
  })
  await Promise.all(Array.from({ length: 12 }, () => http.get(path, list)))
  expect(fake.executionsOf('ListKey')).toHaveLength(12)
})
