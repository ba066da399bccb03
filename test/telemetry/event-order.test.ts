import { SpanKind } from '@opentelemetry/api'
import type { CallEvent, TencentCloudEvent, TencentCloudOptions } from 'axios-tencentcloud'
import { createTelemetry } from 'axios-tencentcloud/otel'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { startCloud } from '../support/cloud.ts'
import { path } from '../support/kms.ts'
import { seeded } from '../support/seeded.ts'
import { startOpenTelemetry } from './opentelemetry.ts'
import { isCallEvent } from './recorder.ts'

const kinds = [
  faults.legacy(4420, '(10250)qps throttling'),
  faults.legacy(4500, '(10060)replay attack'),
  faults.legacy(6000, '(10050)internal error'),
  faults.legacy(4000, '(10007)bad parameter'),
  faults.html(502),
  faults.status(503),
  faults.reset('before'),
  faults.reset('after'),
  faults.truncated(),
] as const

/** The options of several clients, all of which have a listener. */
const sorts: readonly TencentCloudOptions[] = [
  {},
  { pacing: false },
  { throwErrors: false },
  { retry: false },
  { credentials: { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' } },
  { sign: (config) => new Promise((resolve) => setTimeout(() => resolve(config), 2)) },
  { pacing: { maxQueue: 1, limit: { qps: 50 } } },
]

/** Checks that the events of a call are complete and in order. */
function expectComplete(events: readonly CallEvent[]): void {
  expect(events[0]?.type).toBe('start')
  let begun = 0
  let judged = 0
  for (const event of events.slice(1, -1)) {
    if (event.type === 'wait') expect(event.number).toBe(judged + 1)
    else if (event.type === 'attempt') {
      expect(event.number).toBe(judged + 1)
      begun = event.number
    } else if (event.type === 'retry') {
      expect(event.attempt.number).toBe(judged + 1)
      judged = event.attempt.number
    } else throw new Error(`${event.type} in the middle of a call`)
  }
  const last = events.at(-1)
  if (last?.type !== 'success' && last?.type !== 'give-up') throw new Error(`a call ends in ${last?.type}`)
  expect(last.attempts.map(({ number }) => number)).toEqual(last.attempts.map((_, index) => index + 1))
  expect(last.attempts.length).toBeGreaterThanOrEqual(judged)
  if (last.type === 'success') expect(begun).toBe(last.attempts.length)
}

test.each([1, 2, 3])(
  'whatever happens to 200 calls, the events of each are complete, and all spans end (seed %i)',
  async (seed) => {
    const random = seeded(seed)
    const pick = <T>(list: readonly T[]): T => {
      const one = list[Math.floor(random() * list.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    }
    const { client, fake } = await startCloud()
    const sdk = startOpenTelemetry()
    const telemetry = createTelemetry(sdk)
    const events: CallEvent[] = []
    const onEvent = (event: TencentCloudEvent) => {
      if (isCallEvent(event)) events.push(event)
      telemetry.onEvent(event)
    }
    const clients = sorts.map((options) => client({ ...options, onEvent }))
    let settled = 0
    const one = async (): Promise<void> => {
      const Action = pick(['ListKey', 'CreateKey', 'DeleteKey'])
      if (random() < 0.6) fake.fail(Action, pick(kinds))
      const controller = new AbortController()
      if (random() < 0.3) setTimeout(() => controller.abort(), random() * 10)
      const tencentCloud = random() < 0.2 ? { deadlineMs: pick([1, 50, 500]) } : {}
      const config = { params: { Action }, signal: controller.signal, tencentCloud }
      await pick(clients)
        .get(path, config)
        .catch(() => {})
      settled++
    }
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 20 }, one))
    expect(settled).toBe(200)
    // What a cancelled call left running may come to its end.
    const started = () => events.filter(({ type }) => type === 'start' || type === 'attempt')
    await expect.poll(() => sdk.spans().length - started().length).toBe(0)

    const calls = new Set(events.map(({ call }) => call))
    for (const call of calls) expectComplete(events.filter((event) => event.call === call))
    const types = new Set(events.map(({ type }) => type))
    expect([...types].sort()).toEqual(['attempt', 'give-up', 'retry', 'start', 'success', 'wait'])
    const spans = sdk.spans()
    expect(spans.filter(({ kind }) => kind === SpanKind.INTERNAL)).toHaveLength(calls.size)
    const attempts = events.filter(({ type }) => type === 'attempt')
    expect(spans.filter(({ kind }) => kind === SpanKind.CLIENT)).toHaveLength(attempts.length)
    const durations = await sdk.series('tencentcloud.client.call.duration')
    expect(durations.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(calls.size)
  },
  30_000,
)
