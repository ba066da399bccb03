import axios from 'axios'
import { attachTencentCloud, NetworkError } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'

const fake = createFakeTencentCloud()
const elsewhere = http.all('*', () => new HttpResponse(null, { status: 418 }))
const server = setupServer(...fake.handlers(http), elsewhere)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => fake.reset())
afterAll(() => server.close())

const url = 'https://kms.api.qcloud.com/v2/index.php'
const create = { params: { Action: 'CreateKey' } }

test.each([
  ['kms.api.qcloud.com', 'kms'],
  ['kms-gz.api.qcloud.com', 'kms'],
  ['cmq-queue-sh.api.tencentyun.com', 'cmq-queue'],
  ['cvm.tencentcloudapi.com', 'cvm'],
  ['cvm.ap-guangzhou.tencentcloudapi.com', 'cvm'],
  ['sts.internal.tencentcloudapi.com', 'sts'],
  ['kms.ap-guangzhou.internal.tencentcloudapi.com', 'kms'],
  ['cvm.intl.tencentcloudapi.com', 'cvm'],
  ['cvm.tencentcloudapi.com.cn', 'cvm'],
  ['cvm.tencentcloudapi.cn', 'cvm'],
])('%s is the fake, for the service %s, in both of axios’ adapters', async (host, service) => {
  for (const adapter of ['http', 'fetch'] as const) {
    const { data } = await axios.get(`https://${host}/?Action=A`, { adapter, proxy: false })
    expect(data.echo).toMatchObject({ service, action: 'A' })
  }
  expect(fake.requests.map((request) => [request.host, request.service])).toEqual(Array(2).fill([host, service]))
})

test.each([
  'https://kms.api.qcloud.com.evil.example/',
  'https://api.qcloud.com/',
  'https://evilapi.qcloud.com/',
  'https://tencentcloudapi.com/',
  'https://example.com/cvm.tencentcloudapi.com/',
])('%s is not', async (address) => {
  expect((await fetch(address)).status).toBe(418)
  expect(fake.requests).toEqual([])
})

describe.each(['http', 'fetch'] as const)('through the %s adapter', (adapter) => {
  const client = axios.create({ adapter, proxy: false, validateStatus: () => true })

  test('parameters arrive from the query, urlencoded and JSON bodies', async () => {
    for (const data of [new URLSearchParams({ a: '1' }), { a: '1' }]) await client.post(url, data, create)
    expect(fake.requests.map(({ params }) => params)).toEqual(Array(2).fill({ Action: 'CreateKey', a: '1' }))
  })

  test('faults answer, and the next request succeeds', async () => {
    fake.fail('CreateKey', faults.legacy(4400, '(1)slow'), faults.html(503), faults.status(429, { 'Retry-After': '1' }))
    expect((await client.get(url, create)).data).toEqual({ code: 4400, message: '(1)slow' })
    expect((await client.get(url, create)).status).toBe(503)
    expect((await client.get(url, create)).headers['retry-after']).toBe('1')
    expect((await client.get(url, create)).data.codeDesc).toBe('Success')
    expect(fake.executions).toHaveLength(1)
  })

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a reset %s execution is a network error, and %i executions', async (when, executions) => {
    fake.fail('CreateKey', faults.reset(when))
    const failure = await rejectionOf(client.get(url, create))
    expect(failure).toMatchObject({ isAxiosError: true })
    expect(failure).not.toHaveProperty('response')
    expect(fake.executions).toHaveLength(executions)
  })

  test('a truncated success ran, and fails while it is read', async () => {
    fake.fail('CreateKey', faults.truncated())
    expect(await rejectionOf(client.get(url, create))).toMatchObject({ isAxiosError: true })
    expect(fake.executions).toHaveLength(1)
  })

  test.each([
    ['a reset', faults.reset('after')],
    ['a truncated answer', faults.truncated()],
  ])(
    '%s is a lost connection to a client of this package: a read is repeated, a creation is not',
    async (_what, fault) => {
      const own = axios.create({ adapter, proxy: false, baseURL: 'https://cvm.tencentcloudapi.com' })
      attachTencentCloud(own, { clock: new InstantClock() })
      const ask = (action: string) => own.get('/', { params: { Action: action, Version: '2017-03-12' } })
      fake.fail('*', fault)
      await ask('DescribeInstances')
      expect(fake.requestsOf('DescribeInstances')).toHaveLength(2)
      fake.fail('*', fault)
      const error = await rejectionOf(ask('RunInstances'))
      expect(error).toBeInstanceOf(NetworkError)
      expect(error).toMatchObject({ reason: 'could-duplicate', mayHaveRun: true })
      expect(fake.executionsOf('RunInstances')).toHaveLength(1)
    },
  )

  test('a replay is refused', async () => {
    const config = { params: { Action: 'CreateKey', Nonce: 5 } }
    await client.get(url, config)
    expect((await client.get(url, config)).data.code).toBe(4500)
  })
})

test('parameters arrive from multipart bodies, files among them', async () => {
  const body = new FormData()
  body.set('Action', 'CreateKey')
  body.set('file', new File(['abc'], 'a.txt'))
  await fetch(url, { method: 'POST', body })
  expect(fake.requests[0]).toMatchObject({ action: 'CreateKey', params: { file: expect.any(File) } })
})

test('the bytes before a truncation arrive, with the whole length as Content-Length', async () => {
  fake.fail('CreateKey', faults.truncated({ bytes: 10 }), faults.truncated({ bytes: 0 }))
  const response = await fetch(`${url}?Action=CreateKey`)
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10)
  const reader = response.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"code":0,')
  expect(await rejectionOf(Promise.resolve(reader?.read()))).toBeInstanceOf(TypeError)
  expect(await rejectionOf((await fetch(`${url}?Action=CreateKey`)).text())).toBeInstanceOf(TypeError)
})

test('a hang ends with the client’s abort', async () => {
  fake.fail('*', faults.hang())
  const client = new AbortController()
  const failure = rejectionOf(fetch(url, { signal: client.signal }))
  await expect.poll(() => fake.inFlight).toBe(1)
  client.abort()
  expect(await failure).toMatchObject({ name: 'AbortError' })
  await expect.poll(() => fake.inFlight).toBe(0)
})

test('what is not msw’s http throws a TypeError', () => {
  expect(() => fake.handlers({} as typeof http)).toThrow(TypeError)
})
