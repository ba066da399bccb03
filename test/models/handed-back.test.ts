import { attemptsOf } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { errorFrame, role, type Script, startStreams, stop, text } from './stream-server.ts'
import { chatAt, fetchWith, hosts, type Reply } from './support.ts'

const lost = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
})

describe('a failure is handed back as a response that no client repeats', () => {
  test.each<[what: string, reply: Reply | Error, status: number, error: object, requests: number]>([
    [
      'with the body and the status of the service',
      { status: 402, body: { error: { message: 'm', code: '401007', upstream_code: 7 } } },
      402,
      { message: 'm', code: '401007', upstream_code: 7 },
      1,
    ],
    [
      'with a status for what came under 200',
      { body: { id: 'r', error: { message: 'm', type: 'runtime_error', code: '20059' } } },
      400,
      { message: 'm', type: 'runtime_error', code: '20059' },
      1,
    ],
    [
      'with an error beside a body that has none',
      { status: 429, body: { code: 'EXCEED_TOKEN_QUOTA_LIMIT', message: 'm', requestId: 'r-1' } },
      429,
      { message: 'm', code: 'EXCEED_TOKEN_QUOTA_LIMIT', request_id: 'r-1' },
      1,
    ],
    ['with a status for a lost connection, after its repeats', lost, 502, { code: 'ECONNRESET' }, 3],
    [
      'with a status for a fault, after its repeats',
      { status: 500, body: { error: { message: 'm', code: '500001' } } },
      500,
      { code: '500001' },
      4,
    ],
  ])('%s', async (_what, reply, status, error, requests) => {
    const service = 'code' in Object(Reflect.get(reply, 'body')) ? 'cloudbase' : 'lkeap'
    const { ask, sent } = fetchWith([reply], { throwErrors: 'response', service: 'tokenhub' })
    const url =
      service === 'cloudbase' ? 'https://e.api.tcloudbasegateway.com/v1/ai/x/chat/completions' : chatAt(hosts.tokenhub)
    const response = await ask(error && 'type' in error ? chatAt(hosts.lkeap) : url)
    expect(response.status).toBe(status)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.json()).toMatchObject({ error })
    expect(sent).toHaveLength(requests)
    expect(attemptsOf(response)).toHaveLength(requests)
  })

  test('with the id of the request in a header', async () => {
    const { ask } = fetchWith([{ status: 401, body: { error: { message: 'm', code: '401002', request_id: 'r' } } }], {
      throwErrors: 'response',
    })
    const { headers } = await ask(chatAt(hosts.tokenhub))
    expect([headers.get('x-request-id'), headers.get('request-id')]).toEqual(['r', 'r'])
  })

  test('with the page of a gateway as it came', async () => {
    const page: Reply = { status: 502, body: '<html>gone', headers: { 'content-type': 'text/html' } }
    const response = await fetchWith([page], { throwErrors: 'response' }).ask(chatAt(hosts.tokenhub))
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
      502,
      '<html>gone',
      'text/html',
    ])
  })
})

async function stream(script: Script) {
  const server = await startStreams(script)
  const call = createTencentCloudFetch(fetch, {
    clock: new InstantClock(),
    hosts: [new URL(server.origin).host],
    service: 'tokenhub',
    throwErrors: 'response',
  })
  return { server, send: () => call(server.chat, { method: 'POST', body: '{}' }) }
}

test('the failure in the first event of a stream becomes a body, with all of its fields', async () => {
  const { send } = await stream({ steps: [role, errorFrame('403001', 'no')] })
  const response = await send()
  expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/json'])
  expect(await response.json()).toEqual({
    error: { message: 'no', code: '403001', type: 'server_error', request_id: 'id-403001' },
  })
})

test('a stream that fails later is a success that ends with the typed error', async () => {
  const { send, server } = await stream({ steps: [text('a'), errorFrame('500001')] })
  const response = await send()
  expect(response.status).toBe(200)
  expect(await rejectionOf(response.text())).toMatchObject({ name: 'InternalServerError' })
  expect(server.received).toHaveLength(1)
})

test('a success and a cancellation stay what they are', async () => {
  const { send } = await stream({ steps: [text('a'), stop] })
  expect(await (await send()).text()).toBe(text('a') + stop)
  const { call } = fetchWith([{ body: {} }], { throwErrors: 'response' })
  const reason = new Error('enough')
  expect(await rejectionOf(call(chatAt(hosts.tokenhub), { signal: AbortSignal.abort(reason) }))).toBe(reason)
})

test('anything else is refused as an option', () => {
  const options = JSON.parse('{"throwErrors":"never"}')
  expect(() => createTencentCloudFetch(fetch, options)).toThrow('throwErrors')
})
