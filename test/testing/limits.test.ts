import type { Limit, LimitOptions } from 'axios-tencentcloud/testing'
import { createFakeTencentCloud, faults, limits } from 'axios-tencentcloud/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deferred } from '../support/deferred.ts'
import { until } from '../support/turns.ts'
import { startLoopback } from './loopback.ts'

const epoch = 1_700_000_000_000

/** A fake with a clock of its own, and requests without a network. */
const startClocked = (limit?: Limit) => {
  const clock = { ms: epoch }
  const fake = createFakeTencentCloud({ now: () => clock.ms })
  if (limit) fake.limit('*', limit)
  const send = (query = 'Action=ListKey', service = 'kms') =>
    fake.handle(new Request(`https://${service}.api.qcloud.com/v2/index.php?${query}`))
  /** Sends a request at each of these times, in milliseconds from the start, and tells those that ran. */
  const arrive = async (times: readonly number[]) => {
    const before = fake.executions.length
    for (const time of times) {
      clock.ms = epoch + time
      await send()
    }
    return fake.executions.slice(before).map(({ number }) => (fake.requests[number - 1]?.at ?? 0) - epoch)
  }
  const words = () => fake.requests.map(({ outcome }) => outcome)
  return { clock, fake, send, arrive, words }
}

const bodyOf = async (sent: ReturnType<ReturnType<typeof startClocked>['send']>) => {
  const outcome = await sent
  return outcome.kind === 'answer' ? await outcome.response.json() : outcome.kind
}

/** A sleep that lasts until it is opened. */
const gate = () => {
  const { promise, resolve } = deferred()
  return { open: resolve, sleep: () => promise }
}

describe('by its times of arrival, a call passes', () => {
  const counted = { countRejected: true }
  const cases: [string, Limit, number[], number[]][] = [
    ['a fixed window until it is full', limits.fixedWindow({ max: 2 }), [0, 1, 2, 999, 1_000], [0, 1, 1_000]],
    [
      'two fixed windows’ worth where they meet',
      limits.fixedWindow({ max: 2 }),
      [998, 999, 1_000, 1_001, 1_002],
      [998, 999, 1_000, 1_001],
    ],
    [
      'fixed windows that start where they are told to',
      limits.fixedWindow({ max: 1, windowMs: 100, startsAt: epoch + 30 }),
      [0, 29, 30, 129, 130],
      [0, 30, 130],
    ],
    [
      'fixed windows before the one that is named',
      limits.fixedWindow({ max: 1, windowMs: 100, startsAt: epoch + 1_030 }),
      [29, 30, 129, 130],
      [29, 30, 130],
    ],
    [
      'a fixed window of which rejected calls fill nothing but their own',
      limits.fixedWindow({ max: 1, ...counted }),
      [0, 1, 2, 1_000],
      [0, 1_000],
    ],
    ['no window without room', limits.fixedWindow({ max: 0 }), [0, 1_000], []],
    [
      'a sliding window once an earlier call has left it',
      limits.slidingWindow({ max: 2 }),
      [0, 600, 999, 1_000, 1_001, 1_600],
      [0, 600, 1_000, 1_600],
    ],
    ['a sliding window of its own length', limits.slidingWindow({ max: 1, windowMs: 50 }), [0, 49, 50], [0, 50]],
    [
      'a sliding window that counts the rejected only after a quiet time',
      limits.slidingWindow({ max: 1, ...counted }),
      [0, 900, 1_800, 2_799, 3_799],
      [0, 3_799],
    ],
    ['no sliding window without room', limits.slidingWindow({ max: 0 }), [0, 1_000], []],
    [
      'a token bucket that starts full and fills evenly',
      limits.tokenBucket({ ratePerSecond: 10, capacity: 2 }),
      [0, 0, 0, 99, 100, 150, 200, 10_000, 10_000, 10_000],
      [0, 0, 100, 200, 10_000, 10_000],
    ],
    [
      'a token bucket in steps of a millisecond without rounding away',
      limits.tokenBucket({ ratePerSecond: 1, capacity: 1 }),
      Array.from({ length: 2_001 }, (_, ms) => ms),
      [0, 1_000, 2_000],
    ],
    [
      'a token bucket that counts the rejected only after a quiet time',
      limits.tokenBucket({ ratePerSecond: 10, capacity: 1, ...counted }),
      [0, 90, 180, 270, 370],
      [0, 370],
    ],
  ]
  test.each(cases)('%s', async (_, limit, arrivals, passed) => {
    expect(await startClocked(limit).arrive(arrivals)).toEqual(passed)
  })
})

describe('whatever the times of arrival,', () => {
  const arrivals = fc
    .array(fc.oneof(fc.constant(0), fc.nat({ max: 40 }), fc.nat({ max: 1_500 })), { maxLength: 60 })
    .map((gaps) => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)))
  const max = fc.integer({ min: 1, max: 6 })
  const windowMs = fc.integer({ min: 1, max: 1_000 })
  const countRejected = fc.boolean()

  test('a fixed window lets no more than max run, and rejects nobody while it has room', async () => {
    const startsAt = fc.integer({ min: -2_000, max: 2_000 })
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        max,
        windowMs,
        startsAt,
        countRejected,
        async (times, max, windowMs, start, counts) => {
          const options = { max, windowMs, startsAt: epoch + start, countRejected: counts }
          const ran = await startClocked(limits.fixedWindow(options)).arrive(times)
          const perWindow = (list: number[]) => {
            const sizes = new Map<number, number>()
            for (const time of list) {
              const index = Math.floor((time - start) / windowMs)
              sizes.set(index, (sizes.get(index) ?? 0) + 1)
            }
            return sizes
          }
          const expected = [...perWindow(times)].map(([index, size]) => [index, Math.min(size, max)])
          expect([...perWindow(ran)]).toEqual(expected)
        },
      ),
    )
  })

  test('a sliding window lets no more than max run in any window, and rejects nobody while it has room', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, max, windowMs, countRejected, async (times, max, windowMs, countRejected) => {
        const { arrive, fake } = startClocked(limits.slidingWindow({ max, windowMs, countRejected }))
        await arrive(times)
        const ranUntil = (end: number, from: number) =>
          fake.requests.filter(
            ({ number, at, outcome }) =>
              number < end && at > from - windowMs && (countRejected || outcome === 'success'),
          ).length
        for (const { number, at, outcome } of fake.requests) {
          expect(outcome).toBe(ranUntil(number, at) < max ? 'success' : 'limited')
        }
      }),
    )
  })

  test('a token bucket lets no more than capacity and inflow run in any time', async () => {
    const rate = fc.integer({ min: 1, max: 50 })
    await fc.assert(
      fc.asyncProperty(arrivals, max, rate, countRejected, async (times, capacity, ratePerSecond, countRejected) => {
        const limit = limits.tokenBucket({ ratePerSecond, capacity, countRejected })
        const ran = await startClocked(limit).arrive(times)
        for (const [first, from] of ran.entries()) {
          for (const [last, to] of ran.entries()) {
            if (last < first) continue
            expect((last - first + 1) * 1_000).toBeLessThanOrEqual(capacity * 1_000 + ratePerSecond * (to - from))
          }
        }
        if (times.length > 0) expect(ran[0]).toBe(times[0])
      }),
    )
  })

  test('calls in flight are never more than max, and a place that gets free is taken', async () => {
    const steps = fc.array(fc.constantFrom('arrive', 'answer first', 'answer last'), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(steps, max, async (steps, max) => {
        const waiting: (() => void)[] = []
        const sleep = () => new Promise<void>((resolve) => waiting.push(resolve))
        const fake = createFakeTencentCloud({ sleep })
        fake.limit('*', limits.inFlight({ max }))
        fake.latency('*', ({ outcome }) => (outcome === 'success' ? 1 : 0))
        const sent: Promise<unknown>[] = []
        let inFlight = 0
        for (const step of steps) {
          if (step === 'arrive') {
            const call = fake.handle(new Request('https://kms.api.qcloud.com/?Action=Sign'))
            const expected = inFlight < max ? 'success' : 'limited'
            sent.push(call)
            await until(() => fake.requests.length === sent.length)
            expect(fake.requests.at(-1)?.outcome).toBe(expected)
            if (expected === 'success') inFlight++
            else await call
          } else {
            const answer = step === 'answer first' ? waiting.shift() : waiting.pop()
            if (answer) inFlight--
            answer?.()
          }
          await until(() => fake.inFlight === inFlight)
          expect(inFlight).toBeLessThanOrEqual(max)
        }
        for (const answer of waiting) answer()
        await Promise.all(sent)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a call over the limit is answered', () => {
  const one = { max: 0 }
  const empty = { ratePerSecond: 0.001, capacity: 1 }
  const kinds: [string, Limit, string][] = [
    ['fixedWindow', limits.fixedWindow(one), 'RequestLimitExceeded'],
    ['slidingWindow', limits.slidingWindow(one), 'RequestLimitExceeded'],
    ['tokenBucket', limits.tokenBucket(empty), 'RequestLimitExceeded'],
    ['inFlight', limits.inFlight(one), 'InvalidRequest.RequestConcurrencyExceeded'],
  ]
  test.each(kinds)('in its dialect (%s), and does not run', async (kind, limit, code) => {
    const { fake, send, words } = startClocked(limit)
    if (kind === 'tokenBucket') await send() // takes the only token
    const ran = fake.executions.length
    expect(await bodyOf(send())).toEqual({ code: 4420, message: expect.stringMatching(/^\(10250\)./) })
    expect(await bodyOf(send('Action=A', 'cvm'))).toEqual({ code: 4400, message: expect.stringMatching(/./) })
    const api3 = await bodyOf(send('Action=A&Version=2019-01-18'))
    expect(api3.Response).toEqual({ Error: { Code: code, Message: expect.any(String) }, RequestId: expect.any(String) })
    expect(words().slice(ran)).toEqual(['limited', 'limited', 'limited'])
    expect(fake.executions).toHaveLength(ran)
  })

  test('as the limit’s own fault says', async () => {
    const fault = faults.legacy(4400, '(9001)slow down')
    const { send, words } = startClocked(limits.fixedWindow({ max: 0, fault }))
    expect(await bodyOf(send())).toEqual({ code: 4400, message: '(9001)slow down' })
    expect(words()).toEqual(['limited'])
  })
})

describe('what counts together:', () => {
  const onlyOne = (options: LimitOptions = {}) => limits.slidingWindow({ max: 1, ...options })
  const tc3 = (secretId: string, region: string, host = 'cvm.tencentcloudapi.com') =>
    new Request(`https://${host}/`, {
      headers: {
        'X-TC-Action': 'A',
        'X-TC-Region': region,
        Authorization: `TC3-HMAC-SHA256 Credential=${secretId}/2023-11-14/cvm/tc3_request, SignedHeaders=host, Signature=x`,
      },
    })
  const calls: [string, string][] = [
    ['AKIDa', 'ap-beijing'],
    ['AKIDa', 'ap-guangzhou'],
    ['AKIDb', 'ap-beijing'],
    ['AKIDa', 'ap-beijing'],
  ]
  test.each([
    [[], [1]],
    [['secretId'], [1, 3]],
    [['region'], [1, 2]],
    [
      ['secretId', 'region'],
      [1, 2, 3],
    ],
  ] as const)('per %j', async (per, ran) => {
    const { fake } = startClocked(onlyOne({ per }))
    for (const [secretId, region] of calls) await fake.handle(tc3(secretId, region))
    expect(fake.executions.map(({ number }) => number)).toEqual(ran)
  })

  test.each([
    ['kms-gz.api.qcloud.com', '', 'gz'],
    ['cvm.ap-guangzhou.tencentcloudapi.com', '', 'ap-guangzhou'],
    ['kms.ap-guangzhou.internal.tencentcloudapi.com', '', 'ap-guangzhou'],
    ['kms.internal.tencentcloudapi.com', '', undefined],
    ['cmq-queue.api.qcloud.com', '', undefined],
    ['kms-gz.api.qcloud.com', '?Region=bj', 'bj'],
  ])('the region of %s/%s is %s', async (host, query, region) => {
    const { fake } = startClocked()
    await fake.handle(new Request(`https://${host}/${query}`))
    expect(fake.requests[0]?.region).toBe(region)
  })

  test('the calls of one target, whatever those of others do; and only the most specific limit counts a call', async () => {
    const { fake, send, words } = startClocked()
    fake.limit('*', onlyOne())
    fake.limit({ service: 'KMS' }, onlyOne())
    fake.limit('CreateKey', onlyOne())
    fake.limit({ service: 'kms', action: 'CreateKey' }, onlyOne())
    for (const [action, service] of [
      ['CreateKey', 'kms'],
      ['CreateKey', 'cvm'],
      ['ListKey', 'kms'],
      ['ListKey', 'cvm'],
    ]) {
      await send(`Action=${action}`, service)
      await send(`Action=${action}`, service)
    }
    expect(words()).toEqual(Array(4).fill(['success', 'limited']).flat())
  })
})

describe('a limit is judged', () => {
  test('before queued faults, which a limited call does not use up', async () => {
    const { fake, send, arrive, words } = startClocked(limits.fixedWindow({ max: 1 }))
    fake.fail('*', faults.html(), faults.html())
    await send()
    await send()
    expect(words()).toEqual(['fault', 'limited'])
    await arrive([1_000])
    expect(words()).toEqual(['fault', 'limited', 'fault'])
  })

  test('after nonces and signatures: what these refuse is not counted', async () => {
    const { send, words } = startClocked(limits.fixedWindow({ max: 2 }))
    for (const nonce of [1, 1, 1, 2, 3]) await send(`Action=A&Nonce=${nonce}`)
    expect(words()).toEqual(['success', 'replay', 'replay', 'success', 'limited'])
  })
})

describe('a limit changed while running', () => {
  const many = (count: number, at: number) => Array<number>(count).fill(at)

  test.each([
    ['fixedWindow', limits.fixedWindow({ max: 5 }), limits.fixedWindow({ max: 8 }), limits.fixedWindow({ max: 2 })],
    [
      'slidingWindow',
      limits.slidingWindow({ max: 5 }),
      limits.slidingWindow({ max: 8 }),
      limits.slidingWindow({ max: 2 }),
    ],
  ])('goes on with what was counted (%s): raised, lowered, taken away', async (_, first, raised, lowered) => {
    const { fake, arrive } = startClocked(first)
    expect(await arrive(many(10, 0))).toHaveLength(5)
    fake.limit('*', raised)
    expect(await arrive(many(10, 1))).toHaveLength(3)
    fake.limit('*', lowered)
    expect(await arrive(many(10, 999))).toHaveLength(0)
    expect(await arrive(many(10, 1_001))).toHaveLength(2)
    fake.unlimit('*')
    expect(await arrive(many(10, 1_002))).toHaveLength(10)
  })

  test('fills a token bucket at the old rate until then, and at the new one from then on', async () => {
    const { clock, fake, arrive } = startClocked(limits.tokenBucket({ ratePerSecond: 1, capacity: 5 }))
    expect(await arrive(many(10, 0))).toHaveLength(5)
    clock.ms = epoch + 2_000
    fake.limit('*', limits.tokenBucket({ ratePerSecond: 100, capacity: 5 }))
    expect(await arrive(many(10, 2_000))).toHaveLength(2)
    expect(await arrive(many(10, 2_030))).toHaveLength(3)
    fake.limit('*', limits.tokenBucket({ ratePerSecond: 100, capacity: 1 }))
    expect(await arrive(many(10, 9_000))).toHaveLength(1)
  })

  test('knows the calls in flight from before', async () => {
    const { open, sleep } = gate()
    const fake = createFakeTencentCloud({ sleep })
    fake.latency('*', ({ outcome }) => (outcome === 'success' ? 1 : 0))
    const send = () => fake.handle(new Request('https://kms.api.qcloud.com/?Action=A'))
    fake.limit('*', limits.inFlight({ max: 3 }))
    const running = [send(), send(), send()]
    await expect.poll(() => fake.executions).toHaveLength(3)
    fake.limit('*', limits.inFlight({ max: 2 }))
    await send()
    expect(fake.requests.at(-1)?.outcome).toBe('limited')
    open()
    await Promise.all(running)
    await Promise.all([send(), send(), send()])
    expect(fake.requests.slice(4).map(({ outcome }) => outcome)).toEqual(['success', 'success', 'limited'])
  })

  test('to another kind counts afresh', async () => {
    const { fake, arrive } = startClocked(limits.fixedWindow({ max: 2 }))
    expect(await arrive(many(3, 0))).toHaveLength(2)
    fake.limit('*', limits.slidingWindow({ max: 2 }))
    expect(await arrive(many(3, 0))).toHaveLength(2)
  })

  test('counts the rejected for later, where it is told to', async () => {
    const { fake, arrive } = startClocked(limits.fixedWindow({ max: 2, countRejected: true }))
    expect(await arrive(many(6, 0))).toHaveLength(2)
    fake.limit('*', limits.fixedWindow({ max: 7, countRejected: true }))
    expect(await arrive(many(6, 0))).toHaveLength(1)
  })

  test('is uncovered again when a more specific one is taken away, and reset() takes all', async () => {
    const { fake, send, words } = startClocked(limits.fixedWindow({ max: 0 }))
    fake.limit({ service: 'kms' }, limits.fixedWindow({ max: 9 }))
    await send()
    fake.unlimit({ service: 'kms' })
    await send()
    fake.unlimit('CreateKey') // has none
    await send()
    expect(words()).toEqual(['success', 'limited', 'limited'])
    fake.reset()
    await send()
    expect(words()).toEqual(['success'])
  })
})

test('one limit may serve two targets and two fakes, and counts each apart', async () => {
  const limit = limits.fixedWindow({ max: 1 })
  const [one, two] = [startClocked(limit), startClocked(limit)]
  one.fake.limit('CreateKey', limit)
  for (const { send } of [one, two]) await send()
  await one.send('Action=CreateKey')
  expect([...one.words(), ...two.words()]).toEqual(['success', 'success', 'success'])
})

test('a call over a limit in flight holds a place until its answer when rejected ones count', async () => {
  const { open, sleep } = gate()
  const fake = createFakeTencentCloud({ sleep })
  fake.limit('*', limits.inFlight({ max: 0, countRejected: true }))
  fake.latency('*', 1)
  const send = () => fake.handle(new Request('https://kms.api.qcloud.com/?Action=A'))
  const waiting = send()
  await expect.poll(() => fake.requests).toHaveLength(1)
  fake.limit('*', limits.inFlight({ max: 1 }))
  const second = send()
  await expect.poll(() => fake.requests).toHaveLength(2)
  open()
  await Promise.all([waiting, second])
  await send()
  expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['limited', 'limited', 'success'])
})

describe('over loopback', () => {
  const rates: [string, Limit][] = [
    ['fixedWindow', limits.fixedWindow({ max: 3 })],
    ['slidingWindow', limits.slidingWindow({ max: 3 })],
    ['tokenBucket', limits.tokenBucket({ ratePerSecond: 3, capacity: 3 })],
  ]
  test.each(rates)('%s lets three of five run in a second, and three more in the next', async (_, limit) => {
    const clock = { ms: epoch }
    const { fake, kms } = await startLoopback({ now: () => clock.ms })
    fake.limit({ service: 'kms' }, limit)
    const five = async () => {
      const responses = await Promise.all([1, 2, 3, 4, 5].map(() => kms.get('/', { params: { Action: 'ListKey' } })))
      return responses.map(({ data }) => data.code).sort()
    }
    expect(await five()).toEqual([0, 0, 0, 4420, 4420])
    clock.ms += 1_000
    expect(await five()).toEqual([0, 0, 0, 4420, 4420])
    expect(fake.executionsOf('ListKey')).toHaveLength(6)
  })

  test('inFlight lets two of five run at the same time, and two more once these are answered', async () => {
    const { open, sleep } = gate()
    const { fake, kms } = await startLoopback({ sleep })
    fake.limit({ service: 'kms', action: 'Sign' }, limits.inFlight({ max: 2 }))
    fake.latency('Sign', 50)
    const calls = [1, 2, 3, 4, 5].map(() => kms.post('/', {}, { headers: { 'X-TC-Action': 'Sign' } }))
    await expect.poll(() => fake.requests).toHaveLength(5)
    expect([fake.executions.length, fake.inFlight]).toEqual([2, 5])
    open()
    const codes = (await Promise.all(calls)).map(({ data }) => data.Response.Error?.Code ?? 'ok').sort()
    const refused = 'InvalidRequest.RequestConcurrencyExceeded'
    expect(codes).toEqual([refused, refused, refused, 'ok', 'ok'])
    await Promise.all([1, 2].map(() => kms.post('/', {}, { headers: { 'X-TC-Action': 'Sign' } })))
    expect(fake.executions).toHaveLength(4)
  })

  test('a client that gives up frees its place', async () => {
    const { fake, listening, kms } = await startLoopback()
    fake.limit('*', limits.inFlight({ max: 1 }))
    fake.fail('*', faults.hang())
    const client = new AbortController()
    const hanging = fetch(listening.urlOf('kms'), { signal: client.signal })
    await expect.poll(() => fake.requests).toHaveLength(1)
    expect((await kms.get('/')).data.code).toBe(4420)
    client.abort()
    await expect(hanging).rejects.toThrow()
    await expect.poll(() => fake.inFlight).toBe(0)
    expect((await kms.get('/')).data.code).toBe(0)
  })
})

describe('a bad argument throws a TypeError that names it:', () => {
  // What JavaScript may pass and TypeScript would not let through.
  const bad = <Value>(value: unknown) => value as Value
  const fake = createFakeTencentCloud()
  const limit = limits.inFlight({ max: 1 })
  const cases: [string, () => unknown, RegExp][] = [
    ['a limit that is none', () => fake.limit('*', bad({ max: 1 })), /argument 2 is not a limit/],
    ['a bad target', () => fake.limit('', limit), /limit: the target/],
    ['a bad target of unlimit', () => fake.unlimit(bad({ region: 'gz' })), /unlimit: target.*"region"/],
    ['no options', () => limits.fixedWindow(bad(undefined)), /limits.fixedWindow: the options/],
    ['no max', () => limits.fixedWindow(bad({})), /limits.fixedWindow: "max"/],
    ['a broken max', () => limits.slidingWindow({ max: 1.5 }), /limits.slidingWindow: "max"/],
    ['a negative max', () => limits.inFlight({ max: -1 }), /limits.inFlight: "max"/],
    ['a max without end', () => limits.inFlight({ max: Number.POSITIVE_INFINITY }), /"max"/],
    ['a window without length', () => limits.fixedWindow({ max: 1, windowMs: 0 }), /"windowMs"/],
    ['a window of text', () => limits.slidingWindow({ max: 1, windowMs: bad('1s') }), /"windowMs"/],
    ['a start that is no time', () => limits.fixedWindow({ max: 1, startsAt: Number.NaN }), /"startsAt"/],
    ['a start of a sliding window', () => limits.slidingWindow(bad({ max: 1, startsAt: 0 })), /"startsAt"/],
    ['a window of calls in flight', () => limits.inFlight(bad({ max: 1, windowMs: 1 })), /"windowMs"/],
    ['no rate', () => limits.tokenBucket(bad({ capacity: 1 })), /limits.tokenBucket: "ratePerSecond"/],
    ['a rate of 0', () => limits.tokenBucket({ ratePerSecond: 0, capacity: 1 }), /"ratePerSecond"/],
    ['a bucket too small for a token', () => limits.tokenBucket({ ratePerSecond: 1, capacity: 0.5 }), /"capacity"/],
    ['an unknown key', () => limits.inFlight({ max: 1, per: bad(['uin']) }), /"per"/],
    ['a key that is no list', () => limits.inFlight({ max: 1, per: bad('region') }), /"per"/],
    ['countRejected of no kind', () => limits.inFlight({ max: 1, countRejected: bad(1) }), /"countRejected"/],
    ['a fault that is none', () => limits.inFlight({ max: 1, fault: bad({}) }), /"fault" must be a fault/],
    ['a fault that executes', () => limits.inFlight({ max: 1, fault: faults.reset('after') }), /"fault" must not exec/],
  ]
  test.each(cases)('%s', (_, call, message) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(message)
  })
})
