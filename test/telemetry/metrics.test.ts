import { createTelemetry } from 'axios-tencentcloud/otel'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'
import { startOpenTelemetry } from './opentelemetry.ts'

const names = { 'tencentcloud.service': 'kms', 'tencentcloud.action': 'ListKey' }

async function start() {
  const cloud = await startCloud()
  const sdk = startOpenTelemetry()
  return { ...cloud, ...sdk, onEvent: createTelemetry(sdk).onEvent }
}

test('attempts, waits and the whole call are counted and timed, in seconds', async () => {
  const { client, fake, onEvent, series, clock, allMetrics } = await start()
  fake.fail('ListKey', throttled)
  await client({ onEvent, pacing: false }).get(path, list)
  const wait = (clock.waits[0] ?? 0) / 1000
  expect(wait).toBeGreaterThan(0)
  expect(await series('tencentcloud.client.attempts')).toEqual([
    {
      attributes: {
        ...names,
        'tencentcloud.decision': 'retry',
        'tencentcloud.reason': 'throttled',
        'tencentcloud.error.code': '4420',
        'error.type': '4420',
      },
      sum: 1,
    },
    { attributes: { ...names, 'tencentcloud.decision': 'return', 'tencentcloud.reason': 'success' }, sum: 1 },
  ])
  expect(await series('tencentcloud.client.call.duration')).toEqual([{ attributes: names, sum: wait, count: 1 }])
  expect(await series('tencentcloud.client.wait.duration')).toEqual([
    { attributes: { ...names, 'tencentcloud.wait.reason': 'backoff' }, sum: wait, count: 1 },
  ])
  expect(await series('tencentcloud.client.give_ups')).toEqual([])
  const units = (await allMetrics()).map(({ descriptor }) => [descriptor.name.split('.').at(-1), descriptor.unit])
  expect(units).toEqual(
    expect.arrayContaining([
      ['duration', 's'],
      ['attempts', '{attempt}'],
    ]),
  )
})

test('the wait for a turn is measured as such', async () => {
  const { client, fake, onEvent, series } = await start()
  fake.fail('ListKey', throttled)
  await client({ onEvent }).get(path, list)
  expect(await series('tencentcloud.client.wait.duration')).toMatchObject([
    { attributes: { ...names, 'tencentcloud.wait.reason': 'pacing' }, count: 1 },
  ])
})

test('a call that gives up is counted with its reason', async () => {
  const { client, fake, onEvent, series } = await start()
  fake.fail('CreateKey', faults.legacy(6000, '(10050)internal error'))
  await rejectionOf(client({ onEvent }).get(path, { params: { Action: 'CreateKey' } }))
  const attributes = {
    'tencentcloud.service': 'kms',
    'tencentcloud.action': 'CreateKey',
    'error.type': '6000',
  }
  const failure = { ...attributes, 'tencentcloud.error.code': '6000', 'tencentcloud.reason': 'could-duplicate' }
  expect(await series('tencentcloud.client.give_ups')).toEqual([{ attributes: failure, sum: 1 }])
  expect(await series('tencentcloud.client.attempts')).toEqual([
    { attributes: { ...failure, 'tencentcloud.decision': 'give-up' }, sum: 1 },
  ])
  expect(await series('tencentcloud.client.call.duration')).toMatchObject([{ attributes, count: 1 }])
})

test('a cancelled call counts as one that gave up, and its attempt counts too', async () => {
  const { client, fake, onEvent, series } = await start()
  fake.fail('ListKey', faults.hang())
  const controller = new AbortController()
  const failed = rejectionOf(client({ onEvent }).get(path, { ...list, signal: controller.signal }))
  await expect.poll(() => fake.requests).toHaveLength(1)
  controller.abort()
  await failed
  const cancelled = { ...names, 'error.type': 'cancelled', 'tencentcloud.reason': 'cancelled' }
  expect(await series('tencentcloud.client.give_ups')).toEqual([{ attributes: cancelled, sum: 1 }])
  expect(await series('tencentcloud.client.attempts')).toEqual([
    { attributes: { ...cancelled, 'tencentcloud.decision': 'give-up' }, sum: 1 },
  ])
})

test('an attempt whose retry could not be made is counted once', async () => {
  const { client, fake, onEvent, series } = await start()
  fake.fail('ListKey', throttled)
  const deadlines = { tencentCloud: { deadlineMs: 400 } }
  await rejectionOf(
    client({ onEvent, clock: new ManualClock(), pacing: { limit: { qps: 0.1 } } }).get(path, { ...list, ...deadlines }),
  )
  const counted = await series('tencentcloud.client.attempts')
  expect(counted.map(({ sum }) => sum)).toEqual([1])
  expect(await series('tencentcloud.client.give_ups')).toMatchObject([
    { attributes: { 'tencentcloud.reason': 'deadline' }, sum: 1 },
  ])
})

test('changes of limits are counted, although they belong to no call', async () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  for (const learned of [{ qps: 20 }, { inFlight: 5 }, { tpm: 100_000 }]) {
    onEvent({
      type: 'throttle-learned',
      at: 1,
      limit: { scope: 'action', service: 'kms', action: 'ListKey', ...learned },
    })
  }
  onEvent({ type: 'fallback', at: 2, state: 'local', reason: 'redis://:password@host' })
  expect(await sdk.series('tencentcloud.client.limits_learned')).toEqual(
    ['qps', 'inFlight', 'tpm'].map((kind) => ({
      attributes: { ...names, 'tencentcloud.limit.scope': 'action', 'tencentcloud.limit.kind': kind },
      sum: 1,
    })),
  )
  expect(await sdk.series('tencentcloud.client.fallbacks')).toEqual([
    { attributes: { 'tencentcloud.fallback.state': 'local' }, sum: 1 },
  ])
  expect(await sdk.exported()).not.toContain('password')
})
