import { inspect } from 'node:util'
import axios from 'axios'
import {
  AuthorizationError,
  attemptsOf,
  HttpError,
  InternalServerError,
  isTencentCloudError,
  NetworkError,
  ReplayAttackError,
  ResourceNotFoundError,
  TencentCloudError,
  type TencentCloudEvent,
  ThrottlingError,
  TimeoutError,
} from 'axios-tencentcloud'
import { createTencentCloudFetch, type FetchSign } from 'axios-tencentcloud/fetch'
import { faults, limits } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { closedPort, rejectionOf } from '../support/cloud.ts'
import { IdleClock } from '../support/idle-clock.ts'
import { throttled } from '../support/kms.ts'
import { serve, startFetchCloud } from './support.ts'

const credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
const internal = faults.legacy(6000, '(10050)server internal error')
const api3 = (action: string, version = '2017-03-12') => ({
  'Content-Type': 'application/json',
  'X-TC-Action': action,
  'X-TC-Version': version,
  'X-TC-Region': 'ap-guangzhou',
})
const reasons = (outcome: unknown) => attemptsOf(outcome).map(({ decision, reason }) => `${decision}: ${reason}`)

describe('safe repeats', () => {
  test('a throttled call succeeds by itself, and its response tells the attempts', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', throttled, throttled)
    const response = await fetch()(`${legacy}?Action=ListKey`)
    expect(await response.json()).toMatchObject({ code: 0 })
    expect(attemptsOf(response)).toMatchObject([
      { number: 1, code: '4420', moduleCode: '10250', httpStatus: 200, decision: 'retry', reason: 'throttled' },
      { number: 2, code: '4420', decision: 'retry' },
      { number: 3, httpStatus: 200, decision: 'return', reason: 'success' },
    ])
    expect(fake.executionsOf('ListKey')).toHaveLength(1)
  })

  test('calls over a limit are paced, and all of them succeed', async () => {
    const clock = new IdleClock()
    const { fake, fetch, legacy } = await startFetchCloud({ now: clock.now })
    fake.limit('CreateKey', limits.fixedWindow({ max: 20 }))
    const paced = fetch({ clock }, clock.fetch)
    const responses = await Promise.all(Array.from({ length: 60 }, () => paced(`${legacy}?Action=CreateKey`)))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
    expect(fake.executionsOf('CreateKey')).toHaveLength(60)
    expect(fake.requests.length / 60).toBeLessThan(2)
  })

  test('an internal error is repeated for a read, and not for a Create', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', internal)
    expect(attemptsOf(await fetch()(`${legacy}?Action=ListKey`))).toHaveLength(2)
    fake.fail('CreateKey', internal)
    const error = await rejectionOf(fetch()(`${legacy}?Action=CreateKey`))
    expect(error).toBeInstanceOf(InternalServerError)
    expect(error).toMatchObject({ code: '6000', moduleCode: '10050', action: 'CreateKey', mayHaveRun: true })
    expect(reasons(error)).toEqual(['give-up: could-duplicate'])
    expect(fake.requestsOf('CreateKey')).toHaveLength(1)
  })

  test('init.tencentCloud says that a write may be repeated, and is checked', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('CreateKey', internal)
    const response = await fetch()(`${legacy}?Action=CreateKey`, { tencentCloud: { idempotent: true } })
    expect(attemptsOf(response)).toHaveLength(2)
    const error = await rejectionOf(fetch()(legacy, { tencentCloud: { deadlineMs: -1 } }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: expect.stringContaining('tencentCloud.deadlineMs') })
    expect(fake.requests).toHaveLength(2)
  })

  test('an injected ClientToken is the same in all attempts, so that a Create is repeated', async () => {
    const { fake, fetch, at } = await startFetchCloud()
    fake.fail('RunInstances', faults.reset('after'))
    const response = await fetch({ service: 'cvm', clientToken: 'inject' })(at('cvm'), {
      method: 'POST',
      headers: api3('RunInstances'),
      body: '{"InstanceCount":1}',
    })
    expect(attemptsOf(response)).toHaveLength(2)
    const tokens = fake.requests.map(({ params }) => params.ClientToken)
    expect(tokens[0]).toMatch(/^[\da-f-]{36}$/)
    expect(new Set(tokens).size).toBe(1)
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
  })

  test('onEvent tells of attempts, retries and the success', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    const events: TencentCloudEvent[] = []
    fake.fail('ListKey', internal)
    await fetch({ onEvent: (event) => events.push(event) })(`${legacy}?Action=ListKey`)
    expect(events.map(({ type }) => type)).toEqual(['start', 'attempt', 'retry', 'wait', 'attempt', 'success'])
  })
})

describe('signing', () => {
  test.each([
    ['TC3, JSON text', { body: '{"Limit":1,"Name":"未命名"}' }],
    ['TC3, no body', {}],
    ['TC3, JSON bytes', { body: new TextEncoder().encode('{"Limit":1}') }],
    ['TC3, a Blob', { body: new Blob(['{"Limit":1}'], { type: 'text/plain' }) }],
  ])('%s: each attempt bears a valid signature of its own', async (_what, init) => {
    const { fake, fetch, at, clock } = await startFetchCloud({ credentials: [credentials] })
    fake.fail('DescribeInstances', faults.api3('RequestLimitExceeded', 'slow down'))
    const signed = fetch({ service: 'cvm', credentials, pacing: false, retry: { baseDelayMs: 200 } })
    const response = await signed(at('cvm'), { method: 'POST', headers: api3('DescribeInstances'), ...init })
    expect(await response.json()).toMatchObject({ Response: { RequestId: expect.any(String) } })
    expect(clock.waits).toHaveLength(1)
    expect(fake.requests.map(({ verified }) => verified)).toEqual([true, true])
    expect(new Set(fake.requests.map(({ headers }) => headers['x-tc-timestamp'])).size).toBe(2)
    expect(fake.requests[0]?.headers['content-type']).toBe('application/json')
  })

  test('a form with a file is signed over the bytes that are sent', async () => {
    const { fake, fetch, at } = await startFetchCloud({ credentials: [credentials] })
    const body = new FormData()
    body.set('Name', '未命名')
    body.set('File', new File([new Uint8Array([0, 255, 13, 10])], 'ü.bin'))
    const headers = { 'X-TC-Action': 'DescribeInstances', 'X-TC-Version': '2017-03-12' }
    await fetch({ service: 'cvm', credentials })(at('cvm'), { method: 'POST', headers, body })
    expect(fake.requests).toMatchObject([{ verified: true, params: { Name: '未命名' } }])
  })

  test.each([
    ['GET', {}],
    ['POST', { method: 'POST', body: new URLSearchParams({ Name: 'a b+c' }) }],
  ])('version 1, %s: each attempt has a nonce of its own', async (_method, init) => {
    const { fake, fetch, legacy } = await startFetchCloud({ credentials: [credentials] })
    fake.fail('ListKey', throttled, faults.legacy(4500, 'replay'))
    await fetch({ credentials })(`${legacy}?Action=ListKey&Region=gz`, init)
    expect(fake.requests.map(({ verified }) => verified)).toEqual([true, true, true])
    expect(new Set(fake.requests.map(({ nonce }) => nonce)).size).toBe(3)
  })

  test('a wrong clock is corrected from the answer, and the call signed anew', async () => {
    const { fake, clock, fetch, at } = await startFetchCloud({ credentials: [credentials] })
    const slow = { ...clock, now: () => clock.now() - 3_600_000, sleep: clock.sleep, random: clock.random }
    const headers = api3('DescribeInstances')
    const response = await fetch({ service: 'cvm', credentials, clock: slow })(at('cvm'), { method: 'POST', headers })
    expect(reasons(response)).toEqual(['retry: expired', 'return: success'])
    expect(fake.requests.map(({ verified }) => verified)).toEqual([false, true])
  })

  test('credentials go to no other host', async () => {
    const seen: (string | undefined)[] = []
    const other = await serve(({ headers }, response) => {
      seen.push(headers.authorization)
      response.end('{}')
    })
    await createTencentCloudFetch(undefined, { credentials })(other, { method: 'POST', headers: api3('ListKey') })
    expect(seen).toEqual([undefined])
  })

  test.each<[string, FetchSign]>([
    ['sets headers', (request, { attempt }) => request.headers.set('Authorization', `Sign ${attempt}`)],
    [
      'returns another Request',
      async (request, { attempt, now }) => {
        expect(now).toBeGreaterThan(0)
        expect(await request.clone().text()).toBe('{"Limit":1}')
        return new Request(request, { headers: { 'X-TC-Action': 'ListKey', Authorization: `Sign ${attempt}` } })
      },
    ],
  ])('a sign that %s signs each attempt', async (_what, sign) => {
    const { fake, fetch, at } = await startFetchCloud()
    fake.fail('ListKey', faults.api3('RequestLimitExceeded', 'slow down'))
    await fetch({ sign })(at('kms'), { method: 'POST', headers: api3('ListKey'), body: '{"Limit":1}' })
    expect(fake.requests.map(({ headers }) => headers.authorization)).toEqual(['Sign 1', 'Sign 2'])
    expect(fake.requests.map(({ body }) => body)).toEqual(['{"Limit":1}', '{"Limit":1}'])
  })

  test('a sign of a form reads the bytes that are sent', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    const seen: string[] = []
    const sign: FetchSign = async (request) => {
      seen.push(await request.clone().text())
    }
    fake.fail('ListKey', throttled)
    const body = new FormData()
    body.set('Action', 'ListKey')
    await fetch({ sign })(legacy, { method: 'POST', body })
    expect(fake.requests.map(({ body }) => body)).toEqual(seen)
    expect(seen).toHaveLength(2)
  })

  test('a signature of the caller’s is not sent again once its nonce is spent', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', faults.legacy(4500, 'replay'))
    const error = await rejectionOf(fetch()(`${legacy}?Action=ListKey&Nonce=1&Timestamp=2&Signature=x&SecretId=AKIDx`))
    expect(error).toBeInstanceOf(ReplayAttackError)
    expect(reasons(error)).toEqual(['give-up: cannot-re-sign'])
  })

  test('a signed request follows no redirect: that is an HttpError', async () => {
    const seen: string[] = []
    const url = await serve(({ url = '' }, response) => {
      seen.push(url)
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const signed = createTencentCloudFetch(undefined, { credentials, service: 'kms', hosts: [url] })
    const error = await rejectionOf(signed(url, { method: 'POST', headers: api3('ListKey') }))
    expect(error).toBeInstanceOf(HttpError)
    expect(error).toMatchObject({ httpStatus: 302 })
    expect(seen).toEqual(['/'])
  })

  test.each([300, 304])('a signed request may be answered with %i, which is no redirect', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end())
    const signed = createTencentCloudFetch(undefined, { credentials, service: 'kms', hosts: [url] })
    expect(await signed(url, { headers: api3('ListKey') })).toMatchObject({ status })
  })
})

describe('a lost connection', () => {
  test.each([
    ['before the action ran', faults.reset('before')],
    ['after the action ran', faults.reset('after')],
    ['in the middle of the body', faults.truncated()],
  ])('%s is repeated for a read, and a NetworkError in doubt for a Create', async (_when, loss) => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', loss)
    expect(attemptsOf(await fetch()(`${legacy}?Action=ListKey`))).toHaveLength(2)
    fake.fail('CreateKey', loss)
    const error = await rejectionOf(fetch()(`${legacy}?Action=CreateKey`))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ mayHaveRun: true })
    expect(reasons(error)).toEqual(['give-up: could-duplicate'])
    expect(fake.requestsOf('CreateKey')).toHaveLength(1)
  })

  test('nothing was sent to a closed port; the cause is what fetch said', async () => {
    const { fetch } = await startFetchCloud()
    const closed = await closedPort()
    const error = await rejectionOf(fetch({ hosts: [closed] })(`${closed}/?Action=CreateKey`))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({
      code: 'ECONNREFUSED',
      mayHaveRun: false,
      message: expect.stringContaining('connect'),
    })
    expect(attemptsOf(error)).toHaveLength(4)
    expect(error).toMatchObject({ cause: { cause: { name: 'TypeError', message: 'fetch failed' } } })
  })

  test.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed', 'network error'])(
    'a runtime that only says "%s" means ERR_NETWORK, in doubt',
    async (message) => {
      const { fetch, legacy } = await startFetchCloud()
      const error = await rejectionOf(
        fetch({}, () => Promise.reject(new TypeError(message)))(`${legacy}?Action=CreateKey`),
      )
      expect(error).toBeInstanceOf(NetworkError)
      expect(error).toMatchObject({ code: 'ERR_NETWORK', mayHaveRun: true, attempts: { length: 1 } })
    },
  )

  test('what is no lost connection rejects as the given fetch did', async () => {
    const { fetch, legacy } = await startFetchCloud()
    const mistakes = [new TypeError('x is not a function'), new Error('no session'), 'a text']
    for (const mistake of mistakes) {
      expect(await rejectionOf(fetch({}, () => Promise.reject(mistake))(legacy))).toBe(mistake)
    }
  })

  test('a timeout of the given fetch’s own is a TimeoutError in doubt', async () => {
    const { fetch, legacy } = await startFetchCloud()
    const timeout = new DOMException('The operation timed out.', 'TimeoutError')
    const error = await rejectionOf(fetch({}, () => Promise.reject(timeout))(`${legacy}?Action=CreateKey`))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ mayHaveRun: true })
  })
})

describe('a status of 400 or more', () => {
  test('a gateway’s page is repeated for a read, and an HttpError with its beginning for a Create', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', faults.html(502))
    expect(attemptsOf(await fetch()(`${legacy}?Action=ListKey`))).toHaveLength(2)
    fake.fail('CreateKey', faults.html(502))
    const error = await rejectionOf(fetch()(`${legacy}?Action=CreateKey`))
    expect(error).toBeInstanceOf(HttpError)
    expect(error).toMatchObject({ httpStatus: 502, mayHaveRun: true, body: expect.stringContaining('<html>') })
  })

  test('without an envelope is an HttpError, with one what the envelope says', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', faults.status(404), faults.legacy(4300, '(1)denied', { status: 403 }))
    expect(await rejectionOf(fetch()(`${legacy}?Action=ListKey`))).toMatchObject({ name: 'HttpError', httpStatus: 404 })
    const error = await rejectionOf(fetch()(`${legacy}?Action=ListKey`))
    expect(error).toBeInstanceOf(AuthorizationError)
    expect(error).toMatchObject({ httpStatus: 403, moduleCode: '1' })
  })

  test('of another host is returned, as fetch does', async () => {
    const { fake, legacy, clock } = await startFetchCloud()
    fake.fail('ListKey', faults.html(502))
    const response = await createTencentCloudFetch(undefined, { clock })(`${legacy}?Action=ListKey`)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('<html>')
    expect(fake.requests).toHaveLength(1)
  })
})

describe('other hosts', () => {
  test('what is unmistakable is found there too, and nothing else', async () => {
    const { fake, legacy, clock } = await startFetchCloud()
    const strange = createTencentCloudFetch(undefined, { clock })
    fake.fail('ListKey', faults.api3('ResourceNotFound', 'gone'), faults.body({ code: 200, message: 'ok' }))
    expect(await rejectionOf(strange(`${legacy}?Action=ListKey`))).toBeInstanceOf(ResourceNotFoundError)
    expect(await (await strange(`${legacy}?Action=ListKey`)).json()).toEqual({ code: 200, message: 'ok' })
  })

  test('a lost connection rejects with what fetch rejected with', async () => {
    const error = await rejectionOf(createTencentCloudFetch()(await closedPort()))
    expect(error).toEqual(new TypeError('fetch failed'))
    expect(isTencentCloudError(error)).toBe(false)
  })
})

describe('the error', () => {
  test('has a response as axios shows it, with parsed data', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', faults.legacy(4300, '(1)denied', { headers: { 'x-thing': 'a' } }))
    const error = await rejectionOf(fetch()(`${legacy}?Action=ListKey`))
    expect(error).toBeInstanceOf(TencentCloudError)
    expect(axios.isAxiosError(error)).toBe(true)
    const { response } = error as TencentCloudError
    expect(response).toMatchObject({ status: 200, data: { code: 4300 } })
    expect(response?.headers['x-thing']).toBe('a')
  })

  test('shows no secret, wherever it stood', async () => {
    const { fake, fetch, at } = await startFetchCloud({ credentials: [credentials] })
    const planted = 'planted-token-5521'
    fake.fail('ListKey', faults.api3('ResourceNotFound', `none for ${credentials.secretKey} ${planted}`))
    const error = await rejectionOf(
      fetch({ credentials })(`${at('kms')}?Token=${planted}`, { method: 'POST', headers: api3('ListKey') }),
    )
    expect(error).toBeInstanceOf(ResourceNotFoundError)
    const printed = [inspect(error, { depth: 9 }), String(error), JSON.stringify(error)].join()
    expect(printed).toContain('none for')
    for (const secret of [planted, credentials.secretKey, credentials.secretId, 'Signature=']) {
      expect(printed).not.toContain(secret)
    }
  })
})

describe('throwErrors: false', () => {
  test('a failing response is handed back after the retries, whole', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    fake.fail('ListKey', internal, internal, internal, internal)
    const response = await fetch({ throwErrors: false })(`${legacy}?Action=ListKey`)
    expect(await response.json()).toMatchObject({ code: 6000 })
    expect(attemptsOf(response).map(({ decision }) => decision)).toEqual(['retry', 'retry', 'retry', 'give-up'])
  })

  test('a refused status is handed back, and a lost connection rejects, as fetch does', async () => {
    const { fake, fetch, legacy } = await startFetchCloud()
    const lenient = fetch({ throwErrors: false })
    fake.fail('CreateKey', faults.html(502), faults.reset('after'))
    const response = await lenient(`${legacy}?Action=CreateKey`)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('<html>')
    expect(reasons(response)).toEqual(['give-up: could-duplicate'])
    expect(await rejectionOf(lenient(`${legacy}?Action=CreateKey`))).toEqual(new TypeError('fetch failed'))
  })
})

describe('a wrong argument', () => {
  test.each([
    ['a fetch that is none', () => createTencentCloudFetch(JSON.parse('{}')), 'fetch function'],
    ['a fetch that retries already', () => createTencentCloudFetch(createTencentCloudFetch()), 'retries already'],
    ['an option', () => createTencentCloudFetch(undefined, { service: '' }), '`service`'],
    ['sign', () => createTencentCloudFetch(undefined, JSON.parse('{"sign":1}')), '`sign`'],
    [
      'axios’ option',
      () => createTencentCloudFetch(undefined, JSON.parse('{"rerunInterceptors":true}')),
      'interceptors',
    ],
  ])('%s is refused with a TypeError that names it', (_what, create, words) => {
    expect(create).toThrow(TypeError)
    expect(create).toThrow(words)
  })

  test('a call that makes no request rejects as fetch does', async () => {
    const tencentCloudFetch = createTencentCloudFetch()
    for (const call of [
      () => tencentCloudFetch('no address'),
      () => tencentCloudFetch('http://127.0.0.1', { body: 'x' }),
    ]) {
      expect(await rejectionOf(call())).toBeInstanceOf(TypeError)
    }
  })
})

test('a throttle without end is a ThrottlingError when the deadline leaves no time for another wait', async () => {
  const clock = new IdleClock()
  const { fake, fetch, legacy } = await startFetchCloud({ now: clock.now })
  fake.fail('ListKey', ...Array.from({ length: 40 }, () => throttled))
  const impatient = fetch({ clock, pacing: false, deadlineMs: 5_000 }, clock.fetch)
  const error = await rejectionOf(impatient(`${legacy}?Action=ListKey`))
  expect(error).toBeInstanceOf(ThrottlingError)
  expect(error).toMatchObject({ reason: 'deadline' })
})
