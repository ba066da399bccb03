import { attemptsOf, HttpError, InternalServerError, ThrottlingError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { turn } from '../support/turns.ts'
import { serve, startFetchCloud } from './support.ts'

const failure = '{"code":4300,"message":"(1)denied"}'

/** A fetch that trusts an address, and the responses that the given fetch gave to it. */
function watched(url: string) {
  const given: Response[] = []
  const tencentCloudFetch = createTencentCloudFetch(
    async (address, init) => {
      const response = await fetch(address, init)
      given.push(response)
      return response
    },
    { service: 'kms', clock: new InstantClock(), hosts: [url], retry: false },
  )
  return { given, fetch: tencentCloudFetch }
}

/** Answers with a body, in one piece. */
const serveBody = (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200) =>
  serve((_request, response) => response.writeHead(status, headers).end(body))

describe('a success', () => {
  test.each([
    ['JSON', '{"code":0,"data":[1]}', 'application/json; charset=utf-8'],
    ['JSON over 64 kB', `{"code":0,"data":"${'ü'.repeat(200_000)}"}`, 'application/json'],
    ['text', 'plain words', 'text/plain'],
    ['HTML over 64 kB', `<!doctype html>${'<p>ü</p>'.repeat(20_000)}`, 'text/html'],
    ['no type', '  {"code":0}', ''],
    ['nothing', '', 'application/json'],
    ['JSON with a failure in other bytes', failure, 'image/png'],
  ])('%s: fetch’s own Response or its clone, unread, with its whole body', async (_what, body, type) => {
    const url = await serveBody(body, type === '' ? {} : { 'content-type': type })
    const { given, fetch } = watched(url)
    const response = await fetch(url)
    if (type === 'image/png') expect(response).toBe(given[0])
    expect(response).toBeInstanceOf(Response)
    expect([...response.headers]).toEqual([...(given[0]?.headers ?? [])])
    expect(response).toMatchObject({ bodyUsed: false, status: 200, url: `${url}/`, redirected: false, type: 'basic' })
    expect(await response.clone().text()).toBe(body)
    expect(await response.text()).toBe(body)
    expect(attemptsOf(response)).toMatchObject([{ decision: 'return', httpStatus: 200 }])
  })

  test('a body that grows is handed on once it cannot be a failure, and is read no further than its reader goes', async () => {
    let written = 0
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const write = () => {
        while (written < 64 * 1_048_576) {
          written += 65_536
          if (!response.write('{"a":[1,'.padEnd(65_536))) return response.once('drain', write)
        }
      }
      write()
    })
    const response = await watched(url).fetch(url)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    expect(new TextDecoder().decode(value).startsWith('{"a":[1,')).toBe(true)
    // The connection's own buffers fill; this process takes no more than it reads.
    await vi.waitFor(async () => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(written).toBe(before)
    }, 20_000)
    expect(written).toBeLessThan(32 * 1_048_576)
    await reader?.cancel()
  })

  test.each(['text/event-stream', 'application/octet-stream', 'application/x-ndjson'])(
    'under %s is not waited for: the response comes with its headers',
    async (type) => {
      const url = await serve((_request, response) => {
        response.writeHead(200, { 'content-type': type }).flushHeaders()
      })
      const { given, fetch } = watched(url)
      const clone = vi.spyOn(Response.prototype, 'clone')
      onTestFinished(() => clone.mockRestore())
      expect(await fetch(url)).toBe(given[0])
      expect(clone).not.toHaveBeenCalled()
    },
  )

  test('with a Content-Length over 64 kB is not looked into', async () => {
    const url = await serveBody('{'.padEnd(70_000), { 'content-type': 'application/json', 'content-length': '70000' })
    const clone = vi.spyOn(Response.prototype, 'clone')
    onTestFinished(() => clone.mockRestore())
    expect((await (await watched(url).fetch(url)).text()).length).toBe(70_000)
    expect(clone).not.toHaveBeenCalled()
  })

  test('keeps the properties that the given fetch has set, and itself if it has methods of its own', async () => {
    const set = Object.defineProperty(new Response('{"code":0}'), 'url', { value: 'https://set.example/' })
    const changed = Object.assign(new Response('{"code":0}'), { json: async () => 'of its own' })
    const given = [set, changed]
    const tencentCloudFetch = createTencentCloudFetch(async () => given.shift() ?? new Response())
    expect(await tencentCloudFetch('https://example.com')).toMatchObject({ url: 'https://set.example/' })
    const response = await tencentCloudFetch('https://example.com')
    expect(response).toBe(changed)
    expect(await response.json()).toBe('of its own')
    expect(await response.text()).toBe('{"code":0}')
  })

  test('is not parsed here', async () => {
    const body = '{"code":0,"data":"text"}'
    const url = await serveBody(body, { 'content-type': 'application/json' })
    const parse = vi.spyOn(JSON, 'parse')
    onTestFinished(() => parse.mockRestore())
    await watched(url).fetch(url)
    expect(parse).not.toHaveBeenCalledWith(body)
  })

  test('of HEAD and 204 has no body, and is returned', async () => {
    const url = await serve(({ method }, response) => {
      response.writeHead(method === 'HEAD' ? 200 : 204, { 'content-type': 'application/json' }).end()
    })
    const { fetch } = watched(url)
    expect(await fetch(url, { method: 'HEAD' })).toMatchObject({ status: 200, body: null })
    expect(await fetch(url)).toMatchObject({ status: 204, body: null })
  })

  test('that the given fetch has read already is returned as it is', async () => {
    const url = await serveBody(failure, { 'content-type': 'application/json' })
    const reading = createTencentCloudFetch(
      async (address, init) => {
        const response = await fetch(address, init)
        await response.text()
        return response
      },
      { hosts: [url] },
    )
    expect(await reading(url)).toMatchObject({ bodyUsed: true })
  })
})

describe('a failure under 200', () => {
  test.each([
    ['JSON', 'application/json'],
    ['HTML', 'text/html; charset=utf-8'],
    ['text', 'text/plain'],
    ['no type', ''],
  ])('is found under %s', async (_what, type) => {
    const url = await serveBody(`\uFEFF \n${failure}`, type === '' ? {} : { 'content-type': type })
    expect(await rejectionOf(watched(url).fetch(url))).toMatchObject({ name: 'AuthorizationError', code: '4300' })
  })

  test('of API 3.0 is found on any host', async () => {
    const url = await serveBody('{"Response":{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"r-1"}}', {
      'content-type': 'application/json',
    })
    const error = await rejectionOf(createTencentCloudFetch(undefined, { retry: false })(url))
    expect(error).toBeInstanceOf(InternalServerError)
    expect(error).toMatchObject({ requestId: 'r-1' })
  })

  test('of object storage is found as XML', async () => {
    const xml =
      '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>slower</Message><RequestId>r</RequestId></Error>'
    const url = await serveBody(xml, { 'content-type': 'application/xml' })
    const { fetch } = watched(url)
    const error = await rejectionOf(fetch(url, { tencentCloud: { service: 'cos' } }))
    expect(error).toMatchObject({ code: 'SlowDown', requestId: 'r' })
  })

  test('that comes in small pieces is found', async () => {
    const url = await serve(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      for (const piece of [' ', '{"co', 'de":43', '00,"message":"', '(1)denied"}']) {
        response.write(piece)
        await turn()
      }
      response.end()
    })
    expect(await rejectionOf(watched(url).fetch(url))).toMatchObject({ code: '4300' })
  })
})

describe('a refused status', () => {
  test('of an event stream is not waited for', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(500, { 'content-type': 'text/event-stream' }).flushHeaders()
    })
    expect(await rejectionOf(watched(url).fetch(url))).toBeInstanceOf(HttpError)
  })

  test('whose body breaks off is an HttpError all the same', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(500, { 'content-type': 'text/html', 'content-length': '1000' })
      response.write('<html>', () => response.destroy())
    })
    expect(await rejectionOf(watched(url).fetch(url))).toMatchObject({ name: 'HttpError', httpStatus: 500 })
  })

  test('lets go of a long page: its connection is closed, and nothing of it is kept', async () => {
    const closed: Promise<void>[] = []
    const url = await serve((_request, response) => {
      closed.push(new Promise((resolve) => response.once('close', resolve)))
      response.writeHead(502, { 'content-type': 'text/html' })
      response.write('x'.repeat(100_000))
    })
    const error = await rejectionOf(watched(url).fetch(url))
    expect(error).toMatchObject({ name: 'HttpError', body: expect.stringMatching(/^x{500}$/) })
    await Promise.all(closed)
    expect(closed).toHaveLength(1)
  })
})

test('an answer that is followed by a retry is let go of', async () => {
  const closed: Promise<void>[] = []
  const url = await serve((_request, response) => {
    if (closed.length > 0) return response.end('{"code":0}')
    closed.push(new Promise((resolve) => response.once('close', resolve)))
    response.writeHead(503, { 'content-type': 'text/html' })
    response.write('x'.repeat(100_000))
  })
  const clock = new InstantClock()
  await createTencentCloudFetch(undefined, { clock, hosts: [url], service: 'kms' })(`${url}?Action=ListKey`)
  await Promise.all(closed)
  expect(closed).toHaveLength(1)
})

test('redirects are followed as the init says', async () => {
  const seen: (string | undefined)[] = []
  const url = await serve(({ url }, response) => {
    seen.push(url)
    if (url === '/endless') response.writeHead(302, { location: url }).end()
    else if (url === '/') response.writeHead(302, { location: '/there' }).end()
    else response.end('arrived')
  })
  const { fetch } = watched(url)
  expect(await fetch(url)).toMatchObject({ status: 200, redirected: true, url: `${url}/there` })
  expect(await fetch(url, { redirect: 'manual' })).toMatchObject({ status: 302 })

  const retrying = createTencentCloudFetch(undefined, { clock: new InstantClock(), hosts: [url], service: 'kms' })
  const refused = { name: 'TransportError', code: 'ERR_FR_TOO_MANY_REDIRECTS', attempts: [{ decision: 'give-up' }] }
  seen.length = 0
  expect(await rejectionOf(retrying(url, { redirect: 'error' }))).toMatchObject(refused)
  expect(seen).toEqual(['/'])
  expect(await rejectionOf(retrying(`${url}/endless`))).toMatchObject(refused)
})

test('a throttled streaming call is repeated before its stream begins', async () => {
  const { fake, fetch, at } = await startFetchCloud()
  fake.fail('ChatCompletions', faults.api3('RequestLimitExceeded', 'slow down'), faults.api3('LimitExceeded', 'quota'))
  const init = { method: 'POST', headers: { 'X-TC-Action': 'ChatCompletions', 'X-TC-Version': '2023-09-01' } }
  const error = await rejectionOf(fetch({ service: 'hunyuan' })(at('hunyuan'), init))
  expect(error).not.toBeInstanceOf(ThrottlingError)
  expect(attemptsOf(error).map(({ code }) => code)).toEqual(['RequestLimitExceeded', 'LimitExceeded'])
})

test('a body that breaks off while it is looked into is handed on as fetch does: on other hosts, and unless errors are thrown', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 })
    response.write('{"a":', () => response.socket?.end())
  })
  for (const options of [{}, { hosts: [url], throwErrors: false, retry: false } as const]) {
    const response = await createTencentCloudFetch(undefined, options)(url)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(TypeError)
  }
})
