import type { TencentCloudError } from 'axios-tencentcloud'
import { expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { chatAt, fetchWith, hosts, type Reply } from './support.ts'

const fine: Reply = { body: { choices: [] } }
const throttled: Reply = { status: 429, body: { error: { message: 'x', code: '429001' } } }
const busy: Reply = { status: 429, body: { error: { message: 'x', code: '429006' } } }
const fault: Reply = { status: 500, body: { error: { message: 'x', code: '500001' } } }
const gateway: Reply = { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } }
const reset = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
})

const chat = chatAt(hosts.tokenhub)
const responses = `https://${hosts.tokenhub}/v1/responses`
const agent = 'https://yuanqi.tencent.com/openapi/v1/agent/chat/completions'
const job = `https://${hosts.tokenhub}/v1/api/video/submit`
const stateful = { model: 'm', input: 'x', previous_response_id: 'resp_1' }

test.each<[what: string, url: string, body: object | undefined, failure: Reply | Error, attempts: number]>([
  ['a chat after a throttle', chat, undefined, throttled, 2],
  ['a chat while the model is at capacity', chat, undefined, busy, 2],
  ['a chat after a fault', chat, undefined, fault, 2],
  ['a chat after a page of a gateway', chat, undefined, gateway, 2],
  ['a chat after a reset', chat, undefined, reset, 2],
  ['a message after a reset', `https://${hosts.lkeap}/anthropic/v1/messages`, undefined, reset, 2],
  ['an embedding after a reset', `https://${hosts.hunyuan}/v1/embeddings`, undefined, reset, 2],
  ['a response that keeps no state', responses, { model: 'm', input: 'x' }, reset, 2],
  ['a response that continues another, after a throttle', responses, stateful, throttled, 2],
  ['a response that continues another, after a reset', responses, stateful, reset, 1],
  ['a response that continues another, after a fault', responses, stateful, fault, 1],
  ['a response in the background, after a reset', responses, { background: true }, reset, 1],
  ['an agent after a throttle', agent, undefined, throttled, 2],
  ['an agent after a fault', agent, undefined, fault, 1],
  ['an agent after a reset', agent, undefined, reset, 1],
  ['a job after a throttle', job, undefined, throttled, 2],
  ['a job after a page of a gateway', job, undefined, gateway, 1],
  ['a question about a job, after a reset', `https://${hosts.tokenhub}/v1/api/video/query`, undefined, reset, 2],
])('%s is sent as often as it may be', async (_what, url, body, failure, attempts) => {
  const { ask, sent } = fetchWith([failure, fine])
  await ask(url, body).catch(() => {})
  expect(sent).toHaveLength(attempts)
})

test('in doubt a chat is repeated at most twice, and a fault that was answered up to maxAttempts', async () => {
  const lost = fetchWith([reset])
  expect(await rejectionOf(lost.ask(chat))).toMatchObject({ name: 'NetworkError', reason: 'max-attempts' })
  expect(lost.sent).toHaveLength(3)
  const failing = fetchWith([fault])
  expect(await rejectionOf(failing.ask(chat))).toMatchObject({ name: 'InternalServerError', reason: 'max-attempts' })
  expect(failing.sent).toHaveLength(4)
})

test('what a caller says outranks the path', async () => {
  const { call, sent } = fetchWith([reset, fine])
  await rejectionOf(call(chat, { method: 'POST', body: '{}', tencentCloud: { idempotent: false } }))
  expect(sent).toHaveLength(1)
})

test('the time of an attempt does not use up the time for a retry of a chat, and does so for other calls', async () => {
  const clock = new InstantClock()
  const slow = async (url: string) => {
    sent.push(url)
    clock.time += 90_000
    throw reset
  }
  const sent: string[] = []
  const { createTencentCloudFetch } = await import('axios-tencentcloud/fetch')
  const call = createTencentCloudFetch(slow, { clock })
  const failed = (await rejectionOf(call(chat, { method: 'POST', body: '{}' }))) as TencentCloudError
  expect([failed.reason, sent.length]).toEqual(['max-attempts', 3])
  sent.length = 0
  const read = (await rejectionOf(call('https://cvm.tencentcloudapi.com/?Action=DescribeZones'))) as TencentCloudError
  expect([read.reason, sent.length]).toEqual(['deadline', 1])
})

test('waits still end with the time for retries', async () => {
  const asked = { ...throttled, headers: { 'retry-after': '70' } }
  const { ask, sent } = fetchWith([asked], { pacing: false })
  expect(await rejectionOf(ask(chat))).toMatchObject({ reason: 'deadline' })
  expect(sent).toHaveLength(1)
})
