import { ThrottlingError, TimeoutError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { startIdleCloud } from '../support/idle-cloud.ts'
import { list, path, throttled } from '../support/kms.ts'
import { unfinishedDecision, unfinishedInterceptor, unfinishedSigner } from './unfinished.ts'

test('a Retry-After beyond the deadline ends the call at once', async () => {
  const { fake, client, clock } = await startCloud()
  fake.fail('ListKey', faults.status(503, { 'Retry-After': '61' }))
  expect(await rejectionOf(client().get(path, list))).toMatchObject({
    attempts: [{ decision: 'give-up', reason: 'deadline' }],
  })
  expect(clock.waits).toEqual([])
})

test('throttles go on until the deadline', async () => {
  const { fake, client, clock } = await startCloud()
  fake.fail('ListKey', ...Array.from({ length: 50 }, () => throttled))
  const started = clock.time
  const error = await rejectionOf(client().get(path, list))
  expect(error).toBeInstanceOf(ThrottlingError)
  expect(error).toMatchObject({ mayHaveRun: false })
  expect((error as ThrottlingError).attempts.at(-1)?.reason).toBe('deadline')
  // A turn at its very end is still used, so the wait ends a millisecond later.
  expect(clock.time - started).toBeLessThanOrEqual(60_001)
  expect(fake.requests.length).toBeGreaterThan(6)
})

test('a deadline that the caller set cuts a running attempt', async () => {
  const { fake, client } = await startCloud()
  const clock = new ManualClock()
  fake.fail('ListKey', faults.hang())
  const call = rejectionOf(client({ clock }).get(path, { ...list, tencentCloud: { deadlineMs: 5_000 } }))
  await clock.untilSleeping(1)
  clock.advance(5_000)
  const error = await call
  expect(error).toBeInstanceOf(TimeoutError)
  expect(error).toMatchObject({
    code: 'ETIMEDOUT',
    mayHaveRun: true,
    attempts: [{ reason: 'deadline', durationMs: 5_000 }],
  })
  expect(clock.sleeping).toBe(0)
})

test.each([{}, { retry: { maxRetryTimeMs: 60_000 } }, { retry: { maxRetryTimeMs: 1 } }])(
  'the time for retries never cuts a healthy long call: %o',
  async (options) => {
    const { client, clock } = await startCloud()
    const http = client(options, {
      adapter: async (config) => {
        clock.time += 600_000
        return { status: 200, statusText: '', headers: {}, config, data: '{"code":0}' }
      },
    })
    expect((await http.get(path, list)).data).toEqual({ code: 0 })
  },
)

test.each([
  ['the attachment', { deadlineMs: 5_000 }, {}],
  ['the call', {}, { deadlineMs: 5_000 }],
  ['the call, which outranks the attachment', { deadlineMs: 1 }, { deadlineMs: 5_000 }],
])('a deadline of %s cuts a running attempt', async (_, options, tencentCloud) => {
  const { fake, client } = await startCloud()
  const clock = new ManualClock()
  fake.fail('ListKey', faults.hang())
  const call = rejectionOf(client({ ...options, clock }).get(path, { ...list, tencentCloud }))
  await clock.untilSleeping(1)
  clock.advance(5_000)
  expect(await call).toMatchObject({ name: 'TimeoutError', reason: 'deadline' })
})

test.each([
  ['the attachment', { retry: { maxRetryTimeMs: 5_000 } }, {}, 5_000],
  ['the call', {}, { retry: { maxRetryTimeMs: 5_000 } }, 5_000],
  ['a longer deadline beside it', { retry: { maxRetryTimeMs: 5_000 }, deadlineMs: 90_000 }, {}, 5_000],
  ['a shorter deadline beside it', { retry: { maxRetryTimeMs: 90_000 } }, { deadlineMs: 5_000 }, 5_000],
])('the time for retries is that of %s', async (_, options, tencentCloud, mostMs) => {
  const { fake, client, clock } = await startIdleCloud()
  fake.fail('ListKey', ...Array.from({ length: 50 }, () => throttled))
  const error = await rejectionOf(client({ pacing: false, ...options }).get(path, { ...list, tencentCloud }))
  expect(error).toMatchObject({ name: 'ThrottlingError', reason: 'deadline' })
  expect(clock.elapsedMs).toBeLessThanOrEqual(mostMs)
  expect(clock.elapsedMs).toBeGreaterThan(mostMs / 4)
})

test.each([true, false])(
  'a call whose last try was cut still tells what failed before, with throwErrors: %s',
  async (throwErrors) => {
    const { fake, client } = await startCloud()
    const clock = new ManualClock()
    fake.fail('ListKey', throttled, faults.hang())
    const http = client({ clock, throwErrors, pacing: false })
    const call = rejectionOf(http.get(path, { ...list, tencentCloud: { deadlineMs: 5_000 } }))
    await clock.untilSleeping(1)
    while (fake.requests.length < 2) {
      clock.advance(500)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await clock.untilSleeping(1)
    clock.advance(5_000)
    const error = await call
    expect(error).toBeInstanceOf(ThrottlingError)
    expect(error).toMatchObject({
      code: '4420',
      reason: 'deadline',
      mayHaveRun: true,
      attempts: [
        { code: '4420', decision: 'retry' },
        { code: 'ETIMEDOUT', decision: 'give-up', reason: 'deadline' },
      ],
    })
    expect(clock.sleeping).toBe(0)
  },
)

describe('a deadline that the caller set bounds what comes before an attempt is sent', () => {
  test.each([
    ['a signer', unfinishedSigner, 0, TimeoutError],
    ['an interceptor of a retry', unfinishedInterceptor, 1, ThrottlingError],
  ])('%s that never comes ends by the deadline, and nothing more is sent', async (_what, start, sent, thrown) => {
    const { clock, fake, client } = await startIdleCloud()
    const { options, prepare } = start()
    fake.fail('ListKey', throttled)
    const http = client(options, prepare)
    const error = await rejectionOf(http.get(path, { ...list, tencentCloud: { deadlineMs: 5_000 } }))
    expect(error).toBeInstanceOf(thrown)
    expect(error).toMatchObject({ mayHaveRun: false, reason: 'deadline' })
    expect((error as TimeoutError).attempts.at(-1)).toMatchObject({ reason: 'deadline' })
    expect(clock.elapsedMs).toBe(5_000)
    expect(fake.requests).toHaveLength(sent)
  })

  test.each<[proposed: string, action: string, fault: typeof throttled, reason: string]>([
    ['a repeat ends with the failure, by the deadline', 'ListKey', throttled, 'deadline'],
    ['an end leaves that as it is', 'CreateKey', faults.legacy(6000, 'x'), 'could-duplicate'],
  ])('a decision of `retry.decide` that never comes on %s', async (_proposed, action, fault, reason) => {
    const { fake, client } = await startCloud()
    const clock = new ManualClock()
    fake.fail(action, fault)
    const { options, begun } = unfinishedDecision()
    const call = rejectionOf(
      client({ ...options, clock }).get(path, { params: { Action: action }, tencentCloud: { deadlineMs: 5_000 } }),
    )
    await begun
    await clock.untilSleeping(1)
    clock.advance(5_000)
    expect(await call).toMatchObject({ code: String(fault === throttled ? 4420 : 6000), attempts: [{ reason }] })
    expect(fake.requests).toHaveLength(1)
    expect(clock.sleeping).toBe(0)
  })

  test('a decision of `retry.decide` that comes late leaves no time for a wait beyond the deadline', async () => {
    const { fake, client, clock } = await startCloud()
    fake.fail('ListKey', faults.legacy(6000, 'x'), faults.legacy(6000, 'x'))
    for (const answer of [undefined, { decision: 'retry', delayMs: 55 } as const]) {
      const decide = () => {
        clock.time += 59_950
        return answer
      }
      expect(await rejectionOf(client({ retry: { decide } }).get(path, list))).toMatchObject({
        attempts: [{ reason: 'deadline' }],
      })
    }
    expect(clock.waits).toEqual([])
  })

  test('interceptors that use up the deadline leave nothing to send', async () => {
    const { fake, client, clock } = await startCloud()
    const http = client()
    http.interceptors.request.use((config) => {
      clock.time += 6_000
      return config
    })
    const error = await rejectionOf(http.get(path, { ...list, tencentCloud: { deadlineMs: 5_000 } }))
    expect(error).toMatchObject({ name: 'TimeoutError', mayHaveRun: false })
    expect(fake.requests).toHaveLength(0)
  })
})
