import { createTelemetry } from 'axios-tencentcloud/otel'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { path } from '../support/kms.ts'
import { failing, madeUpAttempt, madeUpCall } from './made-up-calls.ts'
import { startOpenTelemetry } from './opentelemetry.ts'

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

test('no secret is exported, even if the server repeats all of them in every field', async () => {
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
])('%s of any length and kind leaves spans and metrics small', async (_, fault) => {
  const { client, fake, onEvent, exported, spans } = await start()
  fake.fail('CreateKey', fault)
  await rejectionOf(client({ onEvent }).get(path, { params: { Action: 'CreateKey' } }))
  expect(spans()).toHaveLength(2)
  const text = await exported()
  expect(text.length).toBeLessThan(20_000)
  expect(text).not.toContain('<')
})

test('a server that makes up a new code each time gets no new series for each; statuses stay told apart', async () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  for (let id = 1; id <= 5_000; id++) failing(madeUpCall(id), `Made.Up${id}`).forEach(onEvent)
  for (const event of failing(madeUpCall(5_001), 'ERR_BAD_RESPONSE')) {
    onEvent(
      'attempts' in event ? { ...event, attempts: [{ ...madeUpAttempt('ERR_BAD_RESPONSE'), httpStatus: 502 }] } : event,
    )
  }
  const attempts = await sdk.series('tencentcloud.client.attempts')
  expect(attempts.length).toBeLessThanOrEqual(202)
  expect(attempts.find(({ attributes }) => attributes['tencentcloud.error.code'] === '_OTHER')?.sum).toBe(4_800)
  expect(attempts.some(({ attributes }) => attributes['error.type'] === '502')).toBe(true)
})

test('actions that are invented each time do not get a series for each', async () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  for (let id = 1; id <= 2_000; id++) failing({ ...madeUpCall(id), action: `Act${id}` }, '4000').forEach(onEvent)
  expect((await sdk.series('tencentcloud.client.give_ups')).length).toBeLessThanOrEqual(501)
})
