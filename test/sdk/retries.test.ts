import { attemptsOf, isTencentCloudError, type TencentCloudError, type TencentCloudEvent } from 'axios-tencentcloud'
import { withCallOptions, withTencentCloud } from 'axios-tencentcloud/sdk'
import { faults } from 'axios-tencentcloud/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { InstantClock, ManualClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { createCvm, fakeAtTrueHosts, wrapCvm, wrapKms } from './clients.ts'

const { fake } = fakeAtTrueHosts()

/** Moves the machine's time, which the SDK signs with, by what is waited. */
class MachineClock extends InstantClock {
  override chance = 0.99

  constructor() {
    super()
    vi.useFakeTimers({ toFake: ['Date'] })
  }

  override now = (): number => Date.now()

  override sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    this.waits.push(ms)
    vi.setSystemTime(Date.now() + ms)
  }
}
afterEach(() => {
  vi.useRealTimers()
})

const throttle = () => faults.api3('RequestLimitExceeded', 'slow down')
const internal = () => faults.api3('InternalError', 'oh')

describe.each(['TC3-HMAC-SHA256', 'HmacSHA256', 'HmacSHA1'] as const)('signed with %s', (signMethod) => {
  test.each(['GET', 'POST'] as const)(
    'by %s, each attempt is signed anew, and verified by the server',
    async (reqMethod) => {
      const options = { clock: new MachineClock(), pacing: false, retry: { baseDelayMs: 1_500 } } as const
      const client = wrapKms(options, { signMethod, httpProfile: { reqMethod } })
      fake.fail('ListKeys', faults.legacy(4400, 'slow'), throttle(), internal(), faults.html(502))
      const result = await client.ListKeys({ Limit: 3, Role: 0 })
      const requests = fake.requestsOf('ListKeys')
      expect(requests.map(({ verified }) => verified)).toEqual(Array(5).fill(true))
      expect(requests.map(({ method }) => method)).toEqual(Array(5).fill(reqMethod))
      expect(new Set(requests.map(({ signature }) => signature)).size).toBe(5)
      expect(requests.map(({ params }) => Number(params.Limit))).toEqual(Array(5).fill(3))
      expect(fake.executionsOf('ListKeys')).toHaveLength(1)
      expect(attemptsOf(result).map(({ code, reason }) => [code, reason])).toEqual([
        ['4400', 'throttled'],
        ['RequestLimitExceeded', 'throttled'],
        ['InternalError', 'internal-fault'],
        ['ERR_BAD_RESPONSE', 'in-doubt'],
        [undefined, 'success'],
      ])
    },
  )

  test('a replay of a nonce, or of a second, is repeated with a new signature', async () => {
    const clock = new MachineClock()
    const client = wrapCvm({ clock, pacing: false }, { signMethod })
    fake.fail('RunInstances', faults.api3('InvalidRequest.ReplayAttack', 'seen before'))
    await client.RunInstances({})
    const [first, second] = fake.requestsOf('RunInstances')
    expect(second?.signature).not.toBe(first?.signature)
    expect(second?.verified).toBe(true)
  })
})

test('a machine whose clock is wrong is told so, at once, since the SDK signs by it', async () => {
  fake.fail('DescribeZones', faults.api3('AuthFailure.SignatureExpire', 'expired'))
  const error = await rejectionOf(wrapCvm().DescribeZones())
  expect(error).toMatchObject({ name: 'RequestExpiredError', reason: 'foreign-clock' })
  expect(String(error)).toContain('set the clock right')
  expect(fake.requests).toHaveLength(1)
})

describe('a write', () => {
  test.each([
    ['RunInstances', internal, 'could-duplicate'],
    ['RunInstances', () => faults.html(504), 'could-duplicate'],
    ['RunInstances', () => faults.reset('after'), 'could-duplicate'],
    ['StopInstances', () => faults.reset('after'), 'could-overwrite'],
  ] as const)('%s is not repeated when it may have run', async (action, fault, reason) => {
    fake.fail(action, fault())
    const client = wrapCvm()
    const call = action === 'RunInstances' ? client.RunInstances({}) : client.StopInstances({ InstanceIds: [] })
    expect(await rejectionOf(call)).toMatchObject({ reason, mayHaveRun: true })
    expect(fake.requestsOf(action)).toHaveLength(1)
  })

  test('is repeated when it was throttled', async () => {
    fake.fail('RunInstances', throttle(), throttle())
    await wrapCvm().RunInstances({})
    expect([fake.requestsOf('RunInstances'), fake.executionsOf('RunInstances')]).toMatchObject([
      { length: 3 },
      { length: 1 },
    ])
  })

  test.each(['POST', 'GET'] as const)(
    "is repeated, and runs once, with clientToken: 'inject' by %s",
    async (reqMethod) => {
      const req = { ImageId: 'img-1' }
      fake.fail('RunInstances', faults.reset('after'), internal())
      await wrapCvm({ clientToken: 'inject' }, { httpProfile: { reqMethod } }).RunInstances(req)
      const tokens = fake.requestsOf('RunInstances').map(({ params }) => params.ClientToken)
      expect(tokens).toEqual(Array(3).fill(expect.stringMatching(/^[0-9a-f-]{36}$/)))
      expect(new Set(tokens).size).toBe(1)
      expect(fake.executionsOf('RunInstances')).toHaveLength(1)
      expect(req).toEqual({ ImageId: 'img-1' })
    },
  )

  test("keeps a ClientToken of its caller's", async () => {
    fake.fail('RunInstances', faults.reset('after'))
    await wrapCvm({ clientToken: 'inject' }).RunInstances({ ClientToken: 'mine' })
    expect(fake.requestsOf('RunInstances').map(({ params }) => params.ClientToken)).toEqual(['mine', 'mine'])
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
  })
})

test('calls are paced at a limit that is known', async () => {
  const clock = new ManualClock()
  const client = wrapCvm({ clock, pacing: { limit: { qps: 1 }, maxQueue: 2 } })
  const calls = Array.from({ length: 3 }, () => client.DescribeZones())
  await expect.poll(() => fake.requests).toHaveLength(1)
  expect(await rejectionOf(client.DescribeZones())).toMatchObject({
    name: 'ThrottlingError',
    code: 'ERR_PACING_QUEUE_FULL',
    attempts: [],
  })
  for (const sent of [2, 3]) {
    await clock.untilSleeping(1)
    clock.advance(1_100)
    await expect.poll(() => fake.requests).toHaveLength(sent)
  }
  const queued = (await Promise.all(calls)).map((result) => attemptsOf(result)[0]?.queuedMs)
  expect(queued).toEqual([0, 1_100, 2_200])
})

test('outages draw on the retry budget', async () => {
  fake.fail('DescribeZones', ...Array.from({ length: 20 }, () => faults.html(503)))
  const client = wrapCvm({ retry: { budget: { capacity: 2, earned: 0 } } })
  const errors = [await rejectionOf(client.DescribeZones()), await rejectionOf(client.DescribeZones())]
  expect(errors).toMatchObject(Array(2).fill({ reason: 'budget-exhausted' }))
  expect(fake.requests).toHaveLength(4)
})

test('a deadline bounds the waits, and the failure before them is what is thrown', async () => {
  fake.fail('DescribeZones', throttle())
  const client = withCallOptions(withTencentCloud(createCvm(), { clock: new ManualClock(), pacing: false }), {
    deadlineMs: 90,
  })
  expect(await rejectionOf(client.DescribeZones())).toMatchObject({ name: 'ThrottlingError', reason: 'deadline' })
})

describe('options of calls', () => {
  test('come from withCallOptions, one layer over the other, or stand beside the options of the SDK', async () => {
    const client = withTencentCloud(createCvm(), { retry: { baseDelayMs: 1 } })
    const idempotent = withCallOptions(withCallOptions(client, { retry: false, deadlineMs: 50_000 }), {
      idempotent: true,
      retry: {},
    })
    for (const send of [
      () => idempotent.RunInstances({}),
      () => client.request('RunInstances', {}, { headers: {}, ...{ tencentCloud: { idempotent: true } } }),
      () => Reflect.apply(client.RunInstances, client, [{}, { tencentCloud: { idempotent: true } }]),
    ]) {
      fake.reset()
      fake.fail('RunInstances', internal())
      await send()
      expect(fake.requestsOf('RunInstances')).toHaveLength(2)
    }
    fake.fail('RunInstances', internal())
    expect(await rejectionOf(client.RunInstances({}))).toMatchObject({ reason: 'could-duplicate' })
  })

  test('share the retry budget and the pacing of their client', async () => {
    fake.fail('DescribeZones', ...Array.from({ length: 9 }, () => faults.html(503)))
    const client = wrapCvm({ retry: { budget: { capacity: 1, earned: 0 } } })
    const other = withCallOptions(client, { idempotent: true })
    for (const one of [client, other]) await rejectionOf(one.DescribeZones())
    expect(fake.requests).toHaveLength(3)
  })
})

test('with throwErrors: false a call is retried, and ends with what the SDK throws', async () => {
  fake.fail('DescribeZones', throttle(), faults.api3('ResourceNotFound', 'gone', { requestId: 'r-9' }))
  const error = await rejectionOf(wrapCvm({ throwErrors: false }).DescribeZones())
  expect(isTencentCloudError(error)).toBe(false)
  expect(error).toMatchObject({ message: 'gone', code: 'ResourceNotFound', requestId: 'r-9' })
  expect(attemptsOf(error).map(({ reason }) => reason)).toEqual(['throttled', 'not-retryable'])
})

test('listeners are told of each call, without a secret', async () => {
  const events: TencentCloudEvent[] = []
  fake.fail('DescribeZones', throttle())
  await wrapCvm({ onEvent: (event) => events.push(event), pacing: false }).DescribeZones()
  expect(events.map(({ type }) => type)).toEqual(['start', 'attempt', 'retry', 'wait', 'attempt', 'success'])
  expect(events[0]?.call).toMatchObject({
    service: 'cvm',
    action: 'DescribeZones',
    url: 'https://cvm.tencentcloudapi.com/',
  })
  expect(JSON.stringify(events)).not.toMatch(/AKID|OfTheExample/)
})

test('an error knows the user’s codes, and is overruled by retry.decide', async () => {
  fake.fail('DescribeZones', faults.api3('My.Code', 'x'), faults.api3('My.Code', 'x'))
  const seen: TencentCloudError[] = []
  const client = wrapCvm({
    catalog: [{ service: 'cvm', code: 'My.Code', class: 'ResourceConflictError', retry: 'never' }],
    retry: {
      decide({ error, attempt }) {
        seen.push(error)
        return attempt === 1 ? { decision: 'retry', delayMs: 0 } : undefined
      },
    },
  })
  expect(await rejectionOf(client.DescribeZones())).toMatchObject({ name: 'ResourceConflictError' })
  expect(seen).toMatchObject([{ cause: { code: 'My.Code' } }, { cause: { code: 'My.Code' } }])
})
