import http2, { type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import axios, { type AxiosAdapter, getAdapter, isAxiosError } from 'axios'
import {
  attachTencentCloud,
  attemptsOf,
  HttpError,
  InternalServerError,
  NetworkError,
  PartialSuccessError,
  ReplayAttackError,
  TencentCloudError,
  type TencentCloudOptions,
  ThrottlingError,
  TimeoutError,
} from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { axiosHas } from '../support/axios-version.ts'
import { InstantClock } from '../support/clocks.ts'
import { closedPort, rejectionOf, startCloud } from '../support/cloud.ts'
import { create, list, path, throttled } from '../support/kms.ts'

const internal = faults.legacy(6000, '(10050)server internal error')

describe('safe repeats', () => {
  test('a throttled call succeeds by itself, and the response tells its attempts', async () => {
    const { fake, client, clock } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    const response = await client({ pacing: false }).get(path, list)
    expect(response.data).toMatchObject({ code: 0 })
    expect(
      attemptsOf(response).map(({ number, code, moduleCode, decision, reason }) => [
        number,
        code,
        moduleCode,
        decision,
        reason,
      ]),
    ).toEqual([
      [1, '4420', '10250', 'retry', 'throttled'],
      [2, '4420', '10250', 'retry', 'throttled'],
      [3, undefined, undefined, 'return', 'success'],
    ])
    expect(clock.waits).toEqual([550, 1_100])
  })

  test('a throttled Create is repeated: it was rejected before it ran', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', throttled)
    await client().get(path, create)
    expect(fake.executionsOf('CreateKey')).toHaveLength(1)
  })

  test('an action that a paramsSerializer writes decides what may be repeated, and names what failed', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', internal)
    const paramsSerializer = ({ call }: Record<string, unknown>) => `Action=${call}`
    const error = await rejectionOf(client().get(path, { params: { call: 'CreateKey' }, paramsSerializer }))
    expect(error).toMatchObject({ action: 'CreateKey', attempts: [{ reason: 'could-duplicate' }] })
    expect(fake.requests).toHaveLength(1)
  })

  test('an internal fault is repeated for a read', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', internal, internal, internal)
    expect((await client().get(path, list)).data.code).toBe(0)
    expect(fake.requests).toHaveLength(4)
  })

  test('an internal fault is repeated three times and then thrown', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', internal, internal, internal, internal, internal)
    const error = await rejectionOf(client().get(path, list))
    expect(error).toBeInstanceOf(InternalServerError)
    expect(error).toMatchObject({
      code: '6000',
      moduleCode: '10050',
      kind: 'internal',
      retry: 'transient',
      mayHaveRun: true,
      service: 'kms',
      action: 'ListKey',
    })
    expect((error as TencentCloudError).attempts.at(-1)).toMatchObject({
      number: 4,
      decision: 'give-up',
      reason: 'max-attempts',
    })
    expect(fake.requests).toHaveLength(4)
  })

  test('an internal fault of a Create is not repeated, and the error says that it may have run', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', internal)
    const error = await rejectionOf(client().get(path, create))
    expect(error).toMatchObject({
      name: 'InternalServerError',
      mayHaveRun: true,
      attempts: [{ decision: 'give-up', reason: 'could-duplicate' }],
    })
    expect(fake.requests).toHaveLength(1)
  })

  test('a reset after RunInstances was executed leaves one execution', async () => {
    const { fake, client } = await startCloud()
    fake.fail('RunInstances', faults.reset('after'))
    const error = await rejectionOf(
      client({ service: 'cvm' }).post(
        '/',
        { ImageId: 'img-1' },
        { headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } },
      ),
    )
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ code: 'ECONNRESET', mayHaveRun: true })
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
    expect(fake.requestsOf('RunInstances')).toHaveLength(1)
  })

  test('the same with a ClientToken is repeated with the same token, and still one execution', async () => {
    const { fake, client, url } = await startCloud()
    fake.fail('RunInstances', faults.reset('after'))
    const response = await client({ service: 'cvm' }, { baseURL: `${url}/cvm` }).post(
      '/',
      { ImageId: 'img-1', ClientToken: 'token-1' },
      { headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } },
    )
    expect(response.data.Response.RequestId).toBeDefined()
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
    expect(fake.requestsOf('RunInstances').map((request) => request.params.ClientToken)).toEqual(['token-1', 'token-1'])
  })

  test('idempotent: true lets a Create be repeated, idempotent: false keeps a read from it', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', internal)
    fake.fail('ListKey', internal)
    const http = client()
    await http.get(path, { ...create, tencentCloud: { idempotent: true } })
    expect(fake.requestsOf('CreateKey')).toHaveLength(2)
    expect(await rejectionOf(http.get(path, { ...list, tencentCloud: { idempotent: false } }))).toBeInstanceOf(
      InternalServerError,
    )
  })

  test('a partial success is thrown with its data, and not repeated', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(5400, '(1)some failed', { data: { failed: ['k-1'] }, executed: true }))
    const error = await rejectionOf(client().get(path, list))
    expect(error).toBeInstanceOf(PartialSuccessError)
    expect((error as PartialSuccessError).data).toEqual({ failed: ['k-1'] })
    for (const showHidden of [false, true]) expect(inspect(error, { depth: 9, showHidden })).not.toContain('k-1')
    expect(fake.requests).toHaveLength(1)
  })

  test('the public name of a code decides alike in API 3.0', async () => {
    const { fake, client } = await startCloud()
    fake.fail('DescribeInstances', faults.api3('RequestLimitExceeded.UinLimitExceeded', 'slow down'))
    const response = await client({ service: 'cvm' }).post(
      '/',
      {},
      { headers: { 'X-TC-Action': 'DescribeInstances', 'X-TC-Version': '2017-03-12' } },
    )
    expect(attemptsOf(response)[0]).toMatchObject({
      code: 'RequestLimitExceeded.UinLimitExceeded',
      decision: 'retry',
      reason: 'throttled',
    })
  })
})

describe('transport failures', () => {
  test('a 502 page is an HttpError with status, request id and the first 500 characters', async () => {
    const { fake, client } = await startCloud()
    const page = `<html>${'x'.repeat(2_000)}</html>`
    fake.fail(
      'CreateKey',
      faults.body(page, { status: 502, headers: { 'content-type': 'text/html', 'x-tc-requestid': 'req-9' } }),
    )
    const error = await rejectionOf(client().get(path, create))
    expect(error).toBeInstanceOf(HttpError)
    expect(error).toMatchObject({
      httpStatus: 502,
      status: 502,
      code: 'ERR_BAD_RESPONSE',
      requestId: 'req-9',
      mayHaveRun: true,
    })
    expect((error as HttpError).body).toBe(page.slice(0, 500))
  })

  const statuses: [status: number, action: string, requests: number][] = [
    [429, 'CreateKey', 2],
    [503, 'ListKey', 2],
    [503, 'ModifyKey', 2],
    [503, 'CreateKey', 1],
    [500, 'ListKey', 2],
    [500, 'ModifyKey', 1],
    [502, 'ListKey', 2],
    [504, 'ListKey', 2],
    [504, 'DeleteKey', 1],
    [408, 'ListKey', 2],
    [501, 'ListKey', 2],
    [524, 'ListKey', 2],
    [524, 'CreateKey', 1],
    [400, 'ListKey', 1],
    [404, 'ListKey', 1],
    [302, 'ListKey', 1],
  ]
  test.each(statuses)('HTTP %i without an envelope: %s takes %i requests', async (status, action, requests) => {
    const { fake, client } = await startCloud()
    fake.fail(action, faults.status(status))
    const outcome = await client({}, { maxRedirects: 0 })
      .get(path, { params: { Action: action } })
      .catch((error: unknown) => error)
    if (requests === 1) expect(outcome).toBeInstanceOf(HttpError)
    expect(fake.requests).toHaveLength(requests)
  })

  test('a status that validateStatus accepts is no HttpError, and an envelope under it still throws', async () => {
    const { fake, client } = await startCloud()
    const http = client({}, { validateStatus: () => true })
    fake.fail('ListKey', faults.html(502))
    expect((await http.get(path, list)).status).toBe(502)
    expect(fake.requests).toHaveLength(1)
    fake.fail('ListKey', faults.legacy(4000, '(10000)invalid', { status: 400 }))
    expect(await rejectionOf(http.get(path, list))).toMatchObject({ name: 'InvalidParameterError', httpStatus: 400 })
  })

  test('an envelope under a refused status is read like any other', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.api3('InternalError', 'oops', { status: 500 }))
    expect(
      attemptsOf(await client().get(path, { params: { Action: 'ListKey', Version: '2019-01-18' } }))[0],
    ).toMatchObject({ code: 'InternalError', httpStatus: 500, reason: 'internal-fault' })
  })

  test('a connection that is refused was never sent: even a Create is tried again', async () => {
    const { client } = await startCloud()
    const error = await rejectionOf(client({}, { baseURL: await closedPort() }).get(path, create))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ code: 'ECONNREFUSED', mayHaveRun: false })
    expect((error as TencentCloudError).attempts).toHaveLength(4)
  })

  test('axios’ own timeout is a TimeoutError, repeated for reads only', async () => {
    const { fake, client } = await startCloud()
    let calls = 0
    // Only the first attempt is not answered, and only it has a timeout: a later one may take its time.
    const adapter: AxiosAdapter = (config) => {
      if (++calls === 2) fake.reset()
      return getAdapter('http')({ ...config, timeout: calls === 1 ? 40 : 0 })
    }
    fake.fail('ListKey', faults.hang())
    expect((await client({}, { adapter }).get(path, list)).data.code).toBe(0)
    expect(calls).toBe(2)
    fake.fail('ModifyKey', faults.hang())
    const write = client({}, { timeout: 40 }).get(path, { params: { Action: 'ModifyKey' } })
    expect(await rejectionOf(write)).toBeInstanceOf(TimeoutError)
  })

  test('a body that breaks off is a lost connection', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', faults.truncated({ bytes: 10 }))
    const error = await rejectionOf(client().get(path, create))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ mayHaveRun: true, attempts: [{ reason: 'could-duplicate' }] })
    expect(fake.executionsOf('CreateKey')).toHaveLength(1)
  })

  // axios speaks HTTP/2 from 1.13 on.
  const testHttp2 = axiosHas('1.13') ? test : () => {}
  testHttp2('a stream of HTTP/2 that is reset is a lost connection, repeated for reads only', async () => {
    const { clock } = await startCloud()
    const resets = [http2.constants.NGHTTP2_INTERNAL_ERROR, http2.constants.NGHTTP2_REFUSED_STREAM]
    let left: number[] = []
    const server = http2.createServer().on('stream', (stream) => {
      const reset = left.shift()
      stream.on('error', () => {})
      if (reset === undefined) stream.end('{"code":0}')
      else stream.close(reset)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const sessions = new Set<ServerHttp2Session>()
    server.on('session', (opened) => sessions.add(opened))
    onTestFinished(() => {
      for (const opened of sessions) opened.destroy()
      server.close()
    })
    const http = axios.create({ baseURL: `http://127.0.0.1:${port}`, proxy: false, httpVersion: 2 })
    attachTencentCloud(http, { service: 'kms', clock })
    for (const reset of resets) {
      left = [reset]
      expect(attemptsOf(await http.get(path, list))).toMatchObject([{ reason: 'in-doubt' }, { reason: 'success' }])
      left = [reset]
      const error = await rejectionOf(http.get(path, create))
      expect(error).toBeInstanceOf(NetworkError)
      expect(error).toMatchObject({ mayHaveRun: true, attempts: [{ reason: 'could-duplicate' }] })
    }
  })

  test('a mistake in the call’s own configuration stays axios’ error', async () => {
    const { client } = await startCloud()
    const error = await rejectionOf(client().get('foo://bar/', list))
    expect(error).not.toBeInstanceOf(TencentCloudError)
    expect(isAxiosError(error)).toBe(true)
  })
})

describe('waits', () => {
  test('Retry-After is a floor', async () => {
    const { fake, client, clock } = await startCloud()
    fake.fail('ListKey', faults.status(503, { 'Retry-After': '7' }))
    await client().get(path, list)
    expect(clock.waits).toEqual([7_000])
  })

  test('a code that can also be a hard quota is tried five times', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', ...Array.from({ length: 9 }, () => faults.legacy(4400, 'quota')))
    expect(await rejectionOf(client().get(path, list))).toMatchObject({ name: 'ThrottlingError' })
    expect(fake.requests).toHaveLength(5)
  })
})

describe('signing anew', () => {
  const replay = faults.legacy(4500, '(4500)replay')

  test('a request signed before axios saw it cannot be repeated after a replay, and the error says what to do', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', replay)
    const error = await rejectionOf(
      client().get(path, { params: { Action: 'ListKey', Nonce: 1, Timestamp: 2, Signature: 'abc=' } }),
    )
    expect(error).toBeInstanceOf(ReplayAttackError)
    expect(error).toMatchObject({ attempts: [{ reason: 'cannot-re-sign' }] })
    expect((error as Error).message).toContain('`sign`')
    expect(fake.requests).toHaveLength(1)
  })

  test('a signer that returns the same signature again is found out before anything is sent', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', replay)
    const error = await rejectionOf(
      client({
        sign: (config) => ({ ...config, params: { ...config.params, Nonce: 1, Timestamp: 2, Signature: 'same' } }),
      }).get(path, list),
    )
    expect(error).toMatchObject({
      name: 'ReplayAttackError',
      attempts: [{ decision: 'give-up', reason: 'cannot-re-sign', delayMs: 0 }],
    })
    expect(fake.requests).toHaveLength(1)
  })

  test('a request signed beforehand that was throttled is not sent with its spent nonce', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled)
    const error = await rejectionOf(
      client().get(path, { params: { Action: 'ListKey', Nonce: 1, Timestamp: 2, Signature: 'abc=' } }),
    )
    expect(error).toMatchObject({ name: 'ThrottlingError', attempts: [{ reason: 'cannot-re-sign' }] })
  })

  test('`sign` signs every attempt, the first included, from the unsigned request', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', replay, throttled)
    let nonce = 10
    const seen: unknown[] = []
    await client({
      sign(config, { attempt, now }) {
        seen.push([attempt, config.params.Signature])
        config.params = { ...config.params, Nonce: ++nonce, Timestamp: Math.floor(now / 1000), Signature: `s${nonce}` }
      },
    }).get(path, list)
    expect(seen).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
    ])
    expect(fake.requests.map((request) => request.nonce)).toEqual(['11', '12', '13'])
    expect(fake.executionsOf('ListKey')).toHaveLength(1)
  })

  test('a body that `sign` replaces is encoded and arrives whole, whatever its length', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', throttled, throttled)
    await client({
      sign(config, { attempt }) {
        config.data = new URLSearchParams({ Action: 'ListKey', Filler: 'x'.repeat(10 ** attempt), Nonce: `${attempt}` })
        return config
      },
    }).post(path, '')
    expect(fake.requests.map((request) => String(request.params.Filler).length)).toEqual([10, 100, 1_000])
  })

  test('a replayed Create with a long nonce and a right clock is not repeated: its twin may have run', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', replay)
    let short = 60
    const sign = (nonce?: string): TencentCloudOptions => ({
      sign(config, { now }) {
        const Nonce = nonce ?? `${++short}`
        config.params = {
          ...config.params,
          Nonce,
          Timestamp: Math.floor(now / 1000),
          Signature: `s${Nonce}${++short}`,
        }
      },
    })
    expect(await rejectionOf(client(sign('9007199254740991')).get(path, create))).toMatchObject({
      attempts: [{ reason: 'could-duplicate' }],
    })
    fake.fail('CreateKey', replay)
    await client(sign()).get(path, create)
  })
})

describe('options', () => {
  test('throwErrors: false repeats, and hands the failing response back as it came', async () => {
    const { fake, client } = await startCloud()
    const http = client({ throwErrors: false })
    fake.fail('ListKey', throttled, faults.legacy(4000, '(10000)invalid'))
    const response = await http.get(path, list)
    expect(response.data).toMatchObject({ code: 4000 })
    expect(attemptsOf(response).map(({ reason }) => reason)).toEqual(['throttled', 'not-retryable'])
    fake.fail('ListKey', faults.html(404))
    const error = await rejectionOf(http.get(path, list))
    expect(isAxiosError(error)).toBe(true)
    expect(error).not.toBeInstanceOf(TencentCloudError)
    expect(attemptsOf(error)).toHaveLength(1)
  })

  test('retry: false types errors and repeats nothing, for the attachment and for one call', async () => {
    const { fake, client } = await startCloud()
    fake.fail('*', throttled, throttled)
    expect(await rejectionOf(client({ retry: false }).get(path, list))).toMatchObject({
      attempts: [{ reason: 'retry-disabled' }],
    })
    expect(await rejectionOf(client().get(path, { ...list, tencentCloud: { retry: false } }))).toBeInstanceOf(
      ThrottlingError,
    )
    expect(fake.requests).toHaveLength(2)
  })

  test('retry.decide overrules in both directions, but neither a passed deadline', async () => {
    const { fake, client, clock } = await startCloud()
    fake.fail('CreateKey', internal)
    fake.fail('ListKey', throttled)
    const seen: unknown[] = []
    const http = client({
      retry: {
        decide({ error, attempt }, proposed) {
          seen.push([error.action, attempt, proposed.reason])
          return error.action === 'CreateKey' ? { decision: 'retry', delayMs: 5 } : { decision: 'give-up' }
        },
      },
    })
    const response = await http.get(path, create)
    expect(attemptsOf(response)[0]).toMatchObject({ decision: 'retry', reason: 'overruled', delayMs: 5 })
    expect(await rejectionOf(http.get(path, list))).toMatchObject({
      attempts: [{ decision: 'give-up', reason: 'overruled' }],
    })
    expect(seen).toEqual([
      ['CreateKey', 1, 'could-duplicate'],
      ['ListKey', 1, 'throttled'],
    ])
    fake.fail('ListKey', throttled)
    const late = client({ retry: { decide: () => ({ decision: 'retry', delayMs: 60_001 }) } })
    expect(await rejectionOf(late.get(path, list))).toMatchObject({ attempts: [{ reason: 'deadline' }] })
    expect(clock.waits).toEqual([5])
  })

  test('entries of the `catalog` option decide before the built-in ones', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(7777, '(1)come back'))
    const http = client({
      catalog: [{ service: 'kms', code: '7777', class: 'ServiceUnavailableError', retry: 'transient' }],
    })
    expect(attemptsOf(await http.get(path, list))[0]).toMatchObject({ code: '7777', reason: 'internal-fault' })
  })

  test.each([['retry'], [true], [5], [{}], [{ decision: 'retry' }], [{ decision: 'retry', delayMs: -1 }]])(
    'retry.decide that answers %j, as a promise or not, is told what it must answer',
    async (answer) => {
      const { fake, client } = await startCloud()
      for (const given of [answer, Promise.resolve(answer)]) {
        fake.fail('ListKey', throttled)
        const decide = (() => given) as unknown as () => undefined
        await expect(client({ retry: { decide } }).get(path, list)).rejects.toThrow('`retry.decide` must return')
      }
    },
  )

  test.each([[null], [undefined]])(
    'retry.decide that answers %j, as a promise or not, accepts the proposal',
    async (answer) => {
      const { fake, client } = await startCloud()
      for (const given of [answer, Promise.resolve(answer)]) {
        fake.fail('ListKey', throttled)
        const decide = (() => given) as unknown as () => undefined
        expect(attemptsOf(await client({ retry: { decide } }).get(path, list))).toMatchObject([
          { reason: 'throttled' },
          {},
        ])
      }
    },
  )

  test('retry.decide cannot have a spent signature sent again', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(4500, 'replay'))
    const http = client({ retry: { decide: () => ({ decision: 'retry', delayMs: 1 }) } })
    const signed = { params: { Action: 'ListKey', Nonce: 1, Timestamp: 2, Signature: 'abc=' } }
    expect(await rejectionOf(http.get(path, signed))).toMatchObject({ attempts: [{ reason: 'cannot-re-sign' }] })
    expect(fake.requests).toHaveLength(1)
  })

  const hidden = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'
  const bad: [options: object, named: string][] = [
    [{ retries: 3 }, '`retries`'],
    [{ retry: { maxAttempts: 0 } }, '`retry.maxAttempts`'],
    [{ retry: { maxRetryTimeMs: Number.NaN } }, '`retry.maxRetryTimeMs`'],
    [{ retry: { base: 1 } }, '`retry.base`'],
    [{ retry: true }, '`retry`'],
    [{ service: '' }, '`service`'],
    [{ hosts: 'a' }, '`hosts`'],
    [{ hosts: [1] }, '`hosts[0]`'],
    [{ clock: { now: 1 } }, '`clock.now`'],
    [{ sign: 'x' }, '`sign`'],
    [{ catalog: [{ code: '1', class: 'Nope', retry: 'never' }] }, 'catalog[0].class'],
    [{ rerunInterceptors: 'always' }, '`rerunInterceptors`'],
    [{ throwErrors: 'no' }, '`throwErrors`'],
    [{ pacing: true }, '`pacing`'],
    [{ pacing: { qps: 20 } }, '`pacing.qps`'],
    [{ pacing: { limit: 20 } }, '`pacing.limit`'],
    [{ pacing: { limit: {} } }, '`pacing.limit`'],
    [{ pacing: { limit: { qps: 0 } } }, '`pacing.limit.qps`'],
    [{ pacing: { limit: { qps: '20' } } }, '`pacing.limit.qps`'],
    [{ pacing: { limit: { qps: 1e10 } } }, '`pacing.limit.qps`'],
    [{ pacing: { limit: { qps: 20, scope: 'host' } } }, '`pacing.limit.scope`'],
    [{ pacing: { maxQueue: -1 } }, '`pacing.maxQueue`'],
    [{ retry: { budget: 3 } }, '`retry.budget`'],
    [{ retry: { budget: { capacity: -1 } } }, '`retry.budget.capacity`'],
    [{ retry: { baseDelayMs: 500, maxDelayMs: 400 } }, '`retry.baseDelayMs`'],
    [{ retry: new Map([['maxAttempts', 2]]) }, '`retry`'],
    [new Map([['retry', false]]), '`options`'],
    [new Date(), '`options`'],
    [[], '`options`'],
    [{ service: 'k m s' }, '`service`'],
    [{ hosts: ['*'] }, '`hosts[0]`'],
    [{ hosts: ['*.'] }, '`hosts[0]`'],
    [{ hosts: ['https://'] }, '`hosts[0]`'],
    [{ hosts: ['ok', 'http://a b'] }, '`hosts[1]`'],
    [{ hosts: ['https://*.example.com'] }, '`hosts[0]`'],
    [{ hosts: ['gateway.example.com/tencent'] }, '`hosts[0]`'],
    [{ credentials: [] }, '`credentials`'],
    [{ credentials: {} }, '`credentials.secretId`'],
    [{ credentials: { secretId: 1, secretKey: hidden } }, '`credentials.secretId`'],
    [{ credentials: { secretId: hidden } }, '`credentials.secretKey`'],
    [{ credentials: { secretId: hidden, secretKey: `${hidden}\n` } }, '`credentials.secretKey`'],
    [{ credentials: { secretId: hidden, secretkey: hidden } }, '`credentials.secretkey`'],
    [{ credentials: { secretId: hidden, secretKey: hidden, token: '' } }, '`credentials.token`'],
    [{ credentials: { secretId: hidden, secretKey: hidden, expiresAt: '2026-03-01' } }, '`credentials.expiresAt`'],
    [{ credentials: { secretId: hidden, secretKey: hidden, expiredTime: 1 } }, '`credentials.expiredTime`'],
    [{ credentials: hidden }, '`credentials`'],
  ]
  test.each(bad)('%j is refused at attach, naming the option', (options, named) => {
    expect(() => attachTencentCloud(axios.create(), options)).toThrow(TypeError)
    expect(() => attachTencentCloud(axios.create(), options)).toThrow(named)
    expect(() => attachTencentCloud(axios.create(), options)).not.toThrow(hidden)
  })

  test.each<TencentCloudOptions>([
    { hosts: ['a', ' gateway.example.com ', '*.example.com', 'localhost:8080', '[::1]:8080', /x/] },
    { hosts: ['https://gateway.example.com', 'http://127.0.0.1:80/', 'https://gateway.example.com/tencent'] },
    { credentials: { secretId: hidden, secretKey: hidden } },
    { credentials: { secretId: hidden, secretKey: hidden, token: 'x', expiresAt: Number.POSITIVE_INFINITY } },
    { credentials: { secretId: hidden, secretKey: hidden, token: undefined, expiresAt: undefined } },
    { credentials: () => ({ secretId: '', secretKey: '' }) },
    { retry: { baseDelayMs: 30_000 } },
    Object.assign(Object.create(null), { throwErrors: false }),
  ])('%j is accepted at attach', (options) => {
    attachTencentCloud(axios.create(), options).detach()
  })

  test('a wrong option of one call rejects that call', async () => {
    const { client, fake } = await startCloud()
    const error = await rejectionOf(client().get(path, { ...list, tencentCloud: { deadlineMs: -1 } }))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('`tencentCloud.deadlineMs`')
    expect(fake.requests).toHaveLength(0)
  })
})

test('a TypeError of the network is no reason to stop: p-retry takes it for fatal', async () => {
  let sent = 0
  const http = axios.create({
    baseURL: 'https://kms.api.qcloud.com',
    adapter: async (config) => {
      sent++
      if (sent < 3)
        throw Object.assign(new axios.AxiosError('x', 'ERR_NETWORK', config), { cause: new TypeError('fetch failed') })
      return { data: '{"code":0}', status: 200, statusText: '', headers: {}, config }
    },
  })
  attachTencentCloud(http, { clock: new InstantClock() })
  await http.get(path, list)
  expect(sent).toBe(3)
})
