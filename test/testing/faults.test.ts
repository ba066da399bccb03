import type { Fault, Target } from 'axios-tencentcloud/testing'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { expectTimed, startLoopback } from './loopback.ts'

const create = { params: { Action: 'CreateKey' } }

describe('a fault that answers', () => {
  const requestId = '00000000-0000-4000-8000-000000000001'
  const cases: [string, Fault, number, string, unknown][] = [
    ['legacy', faults.legacy(4000, '(9123)bad'), 200, 'application/json', { code: 4000, message: '(9123)bad' }],
    [
      'legacy with more fields',
      faults.legacy('5400', '', { codeDesc: 'PartialSuccess', data: { done: 1 }, requestId: 'r', status: 400 }),
      400,
      'application/json',
      { code: '5400', message: '', codeDesc: 'PartialSuccess', data: { done: 1 }, requestId: 'r' },
    ],
    [
      'API 3.0',
      faults.api3('InternalError', 'oops'),
      200,
      'application/json',
      { Response: { Error: { Code: 'InternalError', Message: 'oops' }, RequestId: requestId } },
    ],
    [
      'API 3.0 with a given RequestId',
      faults.api3('InternalError', 'oops', { requestId: 'mine' }),
      200,
      'application/json',
      { Response: { Error: { Code: 'InternalError', Message: 'oops' }, RequestId: 'mine' } },
    ],
    ['an object', faults.body({ retcode: 1 }), 200, 'application/json', { retcode: 1 }],
    ['a string', faults.body('busy', { status: 503 }), 503, 'text/plain; charset=utf-8', 'busy'],
    [
      'bytes',
      faults.body(new TextEncoder().encode('<a/>'), { headers: { 'Content-Type': 'text/xml' } }),
      200,
      'text/xml',
      '<a/>',
    ],
    ['a page', faults.html(504), 504, 'text/html', expect.stringContaining('<h1>504</h1>')],
    ['an empty body', faults.status(503), 503, '', ''],
    ['no body at all', faults.status(204), 204, '', ''],
  ]
  test.each(cases)('%s arrives as it was built, and nothing ran', async (_, fault, status, type, body) => {
    const { fake, kms } = await startLoopback()
    fake.fail('CreateKey', fault)
    const response = await kms.get('/', create)
    expect([response.status, response.headers['content-type'] ?? '', response.data]).toEqual([status, type, body])
    expect(fake.executions).toEqual([])
    expect(fake.requests[0]?.outcome).toBe('fault')
    expect((await kms.get('/', create)).data.codeDesc).toBe('Success')
  })

  const executing: [string, Fault][] = [
    ['legacy', faults.legacy(6000, '', { executed: true })],
    ['api3', faults.api3('InternalError', '', { executed: true })],
    ['body', faults.body('', { executed: true })],
    ['html', faults.html(502, { executed: true })],
    ['status', faults.status(500, {}, { executed: true })],
  ]
  test.each(executing)('%s may have run all the same', async (_, fault) => {
    const { fake, kms } = await startLoopback()
    fake.fail('*', fault)
    await kms.get('/', create)
    expect(fake.executionsOf('CreateKey')).toHaveLength(1)
    expect(fake.requests[0]?.outcome).toBe('fault')
  })

  test("its headers win over the fake's", async () => {
    const { fake, kms } = await startLoopback({ responseHeaders: { server: 'fake', via: 'v' } })
    fake.fail('*', faults.status(503, { 'Retry-After': '2', Server: 'stgw', Date: 'never' }))
    const { headers } = await kms.get('/')
    expect(headers).toMatchObject({ 'retry-after': '2', server: 'stgw', via: 'v', date: 'never' })
  })
})

describe('over loopback', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a reset %s execution is a TCP reset, and %i executions', async (when, executions) => {
    const { fake, listening, kms } = await startLoopback()
    fake.fail('CreateKey', faults.reset(when), faults.reset(when))
    expect(await rejectionOf(kms.get('/', create))).toMatchObject({ code: 'ECONNRESET' })
    const failure = await rejectionOf(fetch(`${listening.urlOf('kms')}?Action=CreateKey`))
    expect(failure).toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect(fake.executions).toHaveLength(executions * 2)
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['reset', 'reset'])
  })

  test('a truncated success ran, promises its whole length and stops early', async () => {
    const { fake, listening, kms } = await startLoopback()
    fake.answer('CreateKey', { keyId: 'k'.repeat(100) })
    fake.fail('CreateKey', faults.truncated({ bytes: 10 }), faults.truncated())
    const response = await fetch(`${listening.urlOf('kms')}?Action=CreateKey`)
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100)
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"code":0,')
    expect(await rejectionOf(Promise.resolve(reader?.read()))).toBeInstanceOf(TypeError)
    expect(await rejectionOf(kms.get('/', create))).toMatchObject({ isAxiosError: true })
    expect(fake.executions).toHaveLength(2)
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['truncated', 'truncated'])
  })

  test('a hang answers nothing until the client goes away', async () => {
    const { fake, listening } = await startLoopback()
    fake.fail('*', faults.hang(), faults.hang({ executed: true }))
    for (const executions of [0, 1]) {
      const client = new AbortController()
      const failure = rejectionOf(fetch(`${listening.urlOf('kms')}?Action=CreateKey`, { signal: client.signal }))
      await expect.poll(() => fake.inFlight).toBe(1)
      client.abort()
      expect(await failure).toMatchObject({ name: 'AbortError' })
      await expect.poll(() => fake.inFlight).toBe(0)
      expect(fake.executions).toHaveLength(executions)
    }
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['hang', 'hang'])
  })

  test('reset() breaks the connections that wait', async () => {
    const { fake, kms } = await startLoopback()
    fake.fail('*', faults.hang())
    const failure = rejectionOf(kms.get('/'))
    await expect.poll(() => fake.inFlight).toBe(1)
    fake.reset()
    expect(await failure).toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('a delay', () => {
  const startClocked = async () => {
    const slept: number[] = []
    const sleep = async (ms: number) => void slept.push(ms)
    return { slept, ...(await startLoopback({ sleep })) }
  }

  test('waits, then answers normally', async () => {
    const { slept, fake, kms } = await startClocked()
    fake.fail('CreateKey', faults.delay(1_500))
    expect((await kms.get('/', create)).data.codeDesc).toBe('Success')
    expect(slept).toEqual([1_500])
    expect(fake.requests[0]?.outcome).toBe('success')
    expect(fake.executions).toHaveLength(1)
  })

  test('waits, then goes wrong as told, once for each delay around it', async () => {
    const { slept, fake, kms } = await startClocked()
    fake.fail('CreateKey', faults.delay(200, faults.html(504)), faults.delay(1, faults.delay(2, faults.reset('after'))))
    expect((await kms.get('/', create)).status).toBe(504)
    expect(fake.executions).toHaveLength(0)
    expect(await rejectionOf(kms.get('/', create))).toMatchObject({ code: 'ECONNRESET' })
    expect(fake.executions).toHaveLength(1)
    expect(slept).toEqual([200, 3])
  })

  test('has the action run before the wait, so a client that goes away leaves an execution', async () => {
    const { fake, kms } = await startLoopback()
    fake.fail('CreateKey', faults.delay(60_000))
    const client = new AbortController()
    const failure = rejectionOf(kms.get('/', { ...create, signal: client.signal }))
    await expect.poll(() => fake.inFlight).toBe(1)
    client.abort()
    expect(await failure).toMatchObject({ code: 'ERR_CANCELED' })
    expect(fake.executionsOf('CreateKey')).toHaveLength(1)
    await expect.poll(() => fake.inFlight).toBe(0)
  })

  test('really takes its time without a sleep of the user', async () => {
    const { fake, kms } = await startLoopback()
    fake.fail('*', faults.delay(60))
    await expectTimed(fake, 60, () => kms.get('/'))
  })
})

test('faults are used up in order, the most specific queue first', async () => {
  const { fake, kms } = await startLoopback()
  const named = (name: string) => faults.legacy(1, name)
  fake.fail('*', named('all'))
  fake.fail({ service: 'kms' }, named('service'))
  fake.fail('CreateKey', named('action 1'), named('action 2'))
  fake.fail({ service: 'KMS', action: 'CreateKey' }, named('both'))
  fake.fail({ service: 'cvm' }, named('other service'))
  fake.fail('ListKey', named('other action'))
  const messages = []
  for (let count = 0; count < 6; count++) messages.push((await kms.get('/', create)).data.message)
  expect(messages).toEqual(['both', 'action 1', 'action 2', 'service', 'all', ''])
})

test('pendingFaults shows what no request has met', async () => {
  const { fake, kms } = await startLoopback()
  const [first, second] = [faults.html(), faults.reset('before')]
  fake.fail('CreateKey', first)
  fake.fail('CreateKey', second)
  fake.fail({ service: 'cvm' }, first)
  await kms.get('/', create)
  expect(fake.pendingFaults).toEqual([
    { target: 'CreateKey', faults: [second] },
    { target: { service: 'cvm' }, faults: [first] },
  ])
  await rejectionOf(kms.get('/', create))
  expect(fake.pendingFaults).toEqual([{ target: { service: 'cvm' }, faults: [first] }])
})

describe('a bad argument throws a TypeError that names it', () => {
  // What JavaScript may pass and TypeScript would not let through.
  const bad = <Value>(value: unknown) => value as Value
  const fake = createFakeTencentCloud()
  const cases: [string, () => unknown, RegExp][] = [
    ['a fault that is none', () => fake.fail('*', bad({ status: 500 })), /argument 2 is not a fault/],
    ['a second fault that is none', () => fake.fail('*', faults.html(), bad('x')), /argument 3 is not a fault/],
    ['no fault', () => fake.fail('*'), /give at least one fault/],
    ['an empty target', () => fake.fail('', faults.html()), /target/],
    ['a target of an unknown kind', () => fake.fail(bad<Target>({ region: 'gz' }), faults.html()), /"region"/],
    ['data that is a promise', () => fake.answer('*', bad(Promise.resolve({}))), /data must be/],
    ['a negative delay', () => faults.delay(-1), /"ms"/],
    ['a delay beyond what timers count', () => faults.delay(2 ** 31), /"ms"/],
    ['a delay of NaN', () => faults.delay(Number.NaN), /"ms"/],
    ['a delay before no fault', () => faults.delay(1, bad({})), /"then"/],
    ['a code of no kind', () => faults.legacy(bad(null)), /"code"/],
    ['an empty code', () => faults.api3(''), /"code"/],
    ['an unknown option', () => faults.legacy(1, '', bad({ Status: 1 })), /"Status"/],
    ['executed that is no boolean', () => faults.api3('X', '', bad({ executed: 1 })), /"executed"/],
    ['a body that is none', () => faults.body(bad(undefined)), /"body"/],
    ['a status out of range', () => faults.status(99), /"status"/],
    ['a status that is no number', () => faults.html(bad('502')), /"status"/],
    ['a header with a line break', () => faults.status(500, { 'x-a': 'b\r\nc' }), /"x-a"/],
    ['a reset at no known time', () => faults.reset(bad('during')), /"when"/],
    ['a negative length', () => faults.truncated({ bytes: -1 }), /"bytes"/],
    ['an unknown option of hang', () => faults.hang(bad({ ms: 1 })), /"ms"/],
  ]
  test.each(cases)('%s', (_, call, message) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(message)
  })
})
