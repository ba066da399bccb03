import type { ObservedCall, TencentCloudEvent } from 'axios-tencentcloud'
import { createTelemetry } from 'axios-tencentcloud/otel'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import type { Attempt } from '../../src/retry/index.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { startOpenTelemetry } from './opentelemetry.ts'

const path = '/v2/index.php'
const long = 'x'.repeat(100_000)

async function start() {
  const cloud = await startCloud()
  const sdk = startOpenTelemetry()
  return { ...cloud, ...sdk, onEvent: createTelemetry(sdk).onEvent }
}

const secrets = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  token: 'tokenOfTheSession8f14e45fceea167a',
}

test('no secret is exported, though the server repeats each wherever it can', async () => {
  const { client, fake, url, onEvent, exported, spans } = await start()
  const all = [...Object.values(secrets), 'basicAuthPassword', 'cookie8f14e45fceea167a', 'queryPassword167a']
  for (const [position, secret] of all.entries()) {
    const echo = { 'X-TC-RequestId': secret, 'X-Request-Id': secret }
    const code = position % 2 === 0 ? `RequestLimitExceeded.${secret}` : secret
    fake.fail('ListKey', faults.api3(code, all.join(), { requestId: secret, headers: echo }))
    fake.fail(
      'CreateKey',
      faults.api3(code, all.join(), { requestId: secret, headers: echo }),
      faults.status(502, echo),
    )
  }
  const baseURL = `${url.replace('//', '//user:basicAuthPassword@')}/kms`
  const headers = { Cookie: 'cookie8f14e45fceea167a' }
  const target = `${path}?password=queryPassword167a`
  const http = client({ onEvent, credentials: secrets, signing: 'HmacSHA256' }, { baseURL })
  const own = client({ onEvent }, { baseURL })
  for (let call = 0; call < 8; call++) {
    const Action = call % 2 === 0 ? 'ListKey' : 'CreateKey'
    await http.get(target, { headers, params: { Action } }).catch(() => {})
    const params = { Action: 'CreateKey', SecretId: secrets.secretId, SecretKey: secrets.secretKey }
    const rest = { Token: secrets.token, Signature: 'signature8f14e45fceea167a' }
    await own.get(target, { headers, params: { ...params, ...rest } }).catch(() => {})
  }
  expect(spans().length).toBeGreaterThan(16)
  const text = await exported()
  expect(text).toContain('tencentcloud.client.give_ups')
  for (const secret of [...all, 'signature8f14e45fceea167a']) expect(text.split(secret)).toHaveLength(1)
  const signatures = fake.requests.map(({ url: sent }) => new URL(sent, url).searchParams.get('Signature'))
  expect(signatures.filter(Boolean).length).toBeGreaterThan(8)
  for (const signature of signatures) if (signature) expect(text.split(signature)).toHaveLength(1)
})

test.each([
  ['a code', faults.api3(long, 'no')],
  ['a message', faults.api3('InternalError', long)],
  ['a request id', faults.api3('InternalError', 'no', { requestId: long })],
  ['a header', faults.status(502, { 'x-tc-requestid': long.slice(0, 8_000) })],
  ['line breaks and markup', faults.api3('<script>\n{"a":1}\u0000', '\r\n', { requestId: '\u2028<b>' })],
])('%s of any length and sort leaves spans and metrics small', async (_, fault) => {
  const { client, fake, onEvent, exported, spans } = await start()
  fake.fail('CreateKey', fault)
  await rejectionOf(client({ onEvent }).get(path, { params: { Action: 'CreateKey' } }))
  expect(spans()).toHaveLength(2)
  const text = await exported()
  expect(text.length).toBeLessThan(20_000)
  expect(text).not.toContain('<')
})

const call = (id: number): ObservedCall => ({ id, method: 'GET', service: 'kms', action: 'ListKey', startedAt: 1 })

const attempt = (code: string): Attempt => ({
  number: 1,
  startedAt: 1,
  queuedMs: 0,
  durationMs: 1,
  code,
  decision: 'give-up',
  reason: 'not-retryable',
  delayMs: 0,
})

/** All events of a call that fails with a code. */
function failing(one: ObservedCall, code: string): TencentCloudEvent[] {
  const events = [
    { type: 'start' },
    { type: 'attempt', number: 1 },
    { type: 'give-up', attempts: [attempt(code)], durationMs: 1, cancelled: false },
  ] as const
  return events.map((event) => ({ ...event, call: one, at: 2 }))
}

test('a server that makes up a new code each time gets no new series for each; statuses stay told apart', async () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  for (let id = 1; id <= 5_000; id++) failing(call(id), `Made.Up${id}`).forEach(onEvent)
  for (const event of failing(call(5_001), 'ERR_BAD_RESPONSE')) {
    onEvent('attempts' in event ? { ...event, attempts: [{ ...attempt('ERR_BAD_RESPONSE'), httpStatus: 502 }] } : event)
  }
  const attempts = await sdk.series('tencentcloud.client.attempts')
  expect(attempts.length).toBeLessThanOrEqual(202)
  expect(attempts.find(({ attributes }) => attributes['tencentcloud.error.code'] === '_OTHER')?.sum).toBe(4_800)
  expect(attempts.some(({ attributes }) => attributes['error.type'] === '502')).toBe(true)
})

test('an action that is made up each time gets no new series for each', async () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  for (let id = 1; id <= 2_000; id++) failing({ ...call(id), action: `Act${id}` }, '4000').forEach(onEvent)
  expect((await sdk.series('tencentcloud.client.give_ups')).length).toBeLessThanOrEqual(501)
})

test('events that come twice, late, or without a beginning do no harm', () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  const events = failing(call(1), '4000')
  for (const event of [...events.slice(1), ...events, ...events]) onEvent(event)
  expect(sdk.spans()).toHaveLength(0)
  const fresh = failing(call(2), '4000')
  for (const event of [...fresh, ...fresh]) onEvent(event)
  expect(sdk.spans()).toHaveLength(2)
})

test('what is no event at all is complained of, and not thrown', () => {
  const { onEvent } = createTelemetry(startOpenTelemetry())
  for (const event of [undefined, 1, {}, { type: 'start' }, { type: 'wait', call: null }]) {
    expect(() => Reflect.apply(onEvent, undefined, [event])).not.toThrow()
  }
})

test('nothing is kept of calls that ended, nor of one whose end was lost', async () => {
  const { onEvent } = createTelemetry(startOpenTelemetry())
  const ended: WeakRef<ObservedCall>[] = []
  const lost: WeakRef<ObservedCall>[] = []
  ;(() => {
    for (let id = 1; id <= 50; id++) {
      const one = call(id)
      const events = failing(one, '4000')
      const isLost = id % 2 === 0
      for (const event of isLost ? events.slice(0, 2) : events) onEvent(event)
      const list = isLost ? lost : ended
      list.push(new WeakRef(one))
    }
  })()
  await collectGarbage()
  const kept = (list: WeakRef<ObservedCall>[]) => list.filter((ref) => ref.deref() !== undefined).length
  // One of each may still lie on the stack.
  expect(kept(ended)).toBeLessThanOrEqual(1)
  expect(kept(lost)).toBeLessThanOrEqual(1)
})

async function collectGarbage(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  const { runInNewContext } = await import('node:vm')
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 0))
    if (typeof gc === 'function') gc()
  }
}
