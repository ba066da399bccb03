import { attemptsOf } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { throttled } from '../support/kms.ts'
import { serve, startFetchCloud } from './support.ts'

function form(): FormData {
  const body = new FormData()
  body.set('Action', 'ImportKey')
  body.set('note', 'ü')
  body.set('file', new File(['some bytes'], 'key.txt', { type: 'text/plain' }))
  return body
}

describe('the body', () => {
  const bodies: [what: string, body: () => BodyInit | undefined, type: string | undefined, sent: string][] = [
    ['text', () => 'some ü', 'text/plain;charset=UTF-8', 'some ü'],
    ['nothing', () => undefined, undefined, ''],
    [
      'URLSearchParams',
      () => new URLSearchParams({ a: 'b c' }),
      'application/x-www-form-urlencoded;charset=UTF-8',
      'a=b+c',
    ],
    ['a Blob', () => new Blob(['some ', 'bytes'], { type: 'text/x-thing' }), 'text/x-thing', 'some bytes'],
    ['a typed array', () => new TextEncoder().encode('bytes'), undefined, 'bytes'],
    ['a part of a buffer', () => new DataView(new TextEncoder().encode('no bytes').buffer, 3), undefined, 'bytes'],
    ['an ArrayBuffer', () => new TextEncoder().encode('bytes').buffer, undefined, 'bytes'],
  ]

  test.each(bodies)(
    'of %s is the same in each attempt, under the type that fetch gives it',
    async (_what, body, type, sent) => {
      const { fake, fetch, legacy } = await startFetchCloud()
      fake.fail('ImportKey', throttled, throttled)
      await fetch()(`${legacy}?Action=ImportKey`, { method: 'POST', body: body() ?? null })
      expect(fake.requests.map(({ headers, body }) => [headers['content-type'], String(body)])).toEqual(
        Array(3).fill([type, sent]),
      )
    },
  )

  test.each(bodies)('of a Request with %s is the same in each attempt', async (_what, body, type, sent) => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ImportKey', throttled)
    const request = new Request(`${legacy}?Action=ImportKey`, { method: 'POST', body: body() ?? null })
    await fetch()(request)
    expect(fake.requests.map(({ headers, body }) => [headers['content-type'], String(body)])).toEqual(
      Array(2).fill([type, sent]),
    )
  })

  test('a form with a file is sent whole in each attempt, and its action is read', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ImportKey', throttled, faults.legacy(6000, 'internal'))
    const error = await rejectionOf(fetch()(legacy, { method: 'POST', body: form() }))
    expect(error).toMatchObject({ action: 'ImportKey', attempts: { length: 2 } })
    for (const { params, body } of fake.requests) {
      expect(params).toMatchObject({ Action: 'ImportKey', note: 'ü' })
      expect(body).toContain('some bytes')
    }
  })

  test('a form’s action is read from a Request, too', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('CreateKey', faults.legacy(6000, 'internal'))
    const request = new Request(legacy, { method: 'POST', body: new URLSearchParams({ Action: 'CreateKey' }) })
    expect(await rejectionOf(fetch()(request))).toMatchObject({ action: 'CreateKey', attempts: { length: 1 } })
  })

  test('what the caller writes into it after the call began is not sent', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ImportKey', throttled)
    const bytes = new TextEncoder().encode('bytes')
    const call = fetch()(`${legacy}?Action=ImportKey`, { method: 'POST', body: bytes })
    bytes.fill(0)
    await call
    expect(fake.requests.map(({ body }) => String(body))).toEqual(['bytes', 'bytes'])
  })

  test('bytes that are no UTF-8 stay as they are, whatever their type says', async () => {
    const sent: number[][] = []
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      sent.push([...Buffer.concat(chunks)])
      response.end(sent.length === 1 ? '{"code":4400,"message":""}' : '{"code":0}')
    })
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0xff])
    const trusting = createTencentCloudFetch(undefined, { clock: new InstantClock(), hosts: [url] })
    await trusting(url, { method: 'POST', body: bytes, headers: { 'content-type': 'application/json' } })
    expect(sent).toEqual([[...bytes], [...bytes]])
  })

  test('a stream is sent once, and the error says why it was not repeated', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', throttled)
    const body = new Blob(['streamed']).stream()
    const init = { method: 'POST', body, duplex: 'half' }
    const error = await rejectionOf(fetch()(`${legacy}?Action=ListKey`, init))
    expect(error).toMatchObject({ name: 'ThrottlingError', reason: 'not-replayable' })
    expect(fake.requests.map(({ body }) => String(body))).toEqual(['streamed'])
  })

  test('a Request that was used already is refused, as fetch does', async () => {
    const { fetch, legacy } = await startFetchCloud()
    const request = new Request(legacy, { method: 'POST', body: 'x' })
    await request.text()
    expect(await rejectionOf(fetch()(request))).toBeInstanceOf(TypeError)
  })
})

describe('what the given fetch is called with', () => {
  /** What reaches the given fetch. */
  async function initOf(input: string | URL | Request, init?: RequestInit & Record<string, unknown>) {
    const seen: [string, RequestInit][] = []
    const recording = createTencentCloudFetch(async (url, init) => {
      seen.push([url, init])
      return new Response('{}')
    })
    await recording(input, init)
    return seen[0] ?? []
  }

  test('keeps what only the given fetch knows, and leaves out what is ours', async () => {
    const dispatcher = { dispatch: () => true }
    const [url, init] = await initOf(new URL('http://127.0.0.1/?a'), {
      dispatcher,
      next: { revalidate: 1 },
      keepalive: true,
      tencentCloud: {},
    })
    expect(url).toBe('http://127.0.0.1/?a')
    expect(init).toEqual({ method: 'GET', headers: {}, dispatcher, next: { revalidate: 1 }, keepalive: true })
  })

  test('adds nothing that a Request does not say', async () => {
    const [, init] = await initOf(new Request('http://127.0.0.1/'))
    for (const name of ['integrity', 'keepalive', 'referrerPolicy', 'body']) expect(init).not.toHaveProperty(name)
  })

  test('keeps what a Request says', async () => {
    const request = new Request('http://127.0.0.1/', {
      method: 'PUT',
      body: 'x',
      headers: { 'X-Thing': 'ü' },
      mode: 'same-origin',
      credentials: 'include',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'origin',
      integrity: 'sha256-x',
      keepalive: true,
    })
    const [, init] = await initOf(request)
    expect(init).toMatchObject({
      method: 'PUT',
      body: 'x',
      headers: { 'x-thing': 'ü' },
      mode: 'same-origin',
      credentials: 'include',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'origin',
      integrity: 'sha256-x',
      keepalive: true,
    })
  })

  test('an init outranks the Request that it comes with', async () => {
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: 'x', headers: { a: '1' } })
    const [, init] = await initOf(request, { body: 'y', headers: { b: '2' } })
    expect(init).toMatchObject({ method: 'POST', body: 'y', headers: { b: '2' } })
    expect(init).not.toMatchObject({ headers: { a: '1' } })
  })

  test('a Request of another implementation is read as well', async () => {
    const foreign = {
      url: 'http://127.0.0.1/',
      method: 'POST',
      headers: new Map([['content-type', 'application/json']]),
      body: {},
      arrayBuffer: async () => new TextEncoder().encode('{}').buffer,
    }
    const [url, init] = await initOf(foreign as unknown as Request)
    expect([url, init]).toMatchObject([
      'http://127.0.0.1/',
      { body: '{}', headers: { 'content-type': 'application/json' } },
    ])
  })
})

test('a text of a Request whose headers the init replaces gets no type that it had not', async () => {
  const types: unknown[] = []
  const url = await serve(({ headers }, response) => {
    types.push(headers['content-type'])
    response.end()
  })
  const init = { headers: { 'X-A': '1' } }
  const request = () => new Request(url, { method: 'POST', body: 'a text' })
  await fetch(request(), init)
  await createTencentCloudFetch()(request(), init)
  expect(types).toEqual([undefined, undefined])
})

test.each(['GET', 'HEAD'])('a Request with a body that the init makes a %s is refused, as by fetch', async (method) => {
  const request = () => new Request('http://127.0.0.1:1/', { method: 'POST', body: 'a text' })
  for (const send of [fetch, createTencentCloudFetch()]) {
    expect(await rejectionOf(send(request(), { method }))).toMatchObject({
      message: expect.stringMatching(/GET.*HEAD/),
    })
  }
})

test('msw answers, at the true host names', async () => {
  const fake = createFakeTencentCloud()
  const server = setupServer(...fake.handlers(http))
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => server.close())
  fake.fail('DescribeInstances', faults.api3('RequestLimitExceeded', 'slow down'))
  const tencentCloudFetch = createTencentCloudFetch(undefined, { clock: new InstantClock() })
  const response = await tencentCloudFetch('https://cvm.tencentcloudapi.com/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-TC-Action': 'DescribeInstances', 'X-TC-Version': '2017-03-12' },
    body: '{}',
  })
  expect(await response.json()).toMatchObject({ Response: {} })
  expect(attemptsOf(response)).toHaveLength(2)
})
