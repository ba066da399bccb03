import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, createServer, type IncomingHttpHeaders } from 'node:http'
import { stringify } from 'node:querystring'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Credentials, signTc3, signV1 } from '../../src/signing/index.ts'
import { cryptos } from './cryptos.ts'
import { AbstractClient, type OfficialClient, officialJson, Sign } from './official.ts'

const characters = (alphabet: string, minLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength: 40 })
const alphanumeric = characters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 1)

const credentials = fc.record({ secretId: alphanumeric, secretKey: alphanumeric })
const timestamp = fc.integer({ min: 0, max: 4_102_444_800 })
const service = fc.constantFrom('cvm', 'kms', 'ckafka', 'cam', 'sts', 'hunyuan', 'tmt')
const rootDomain = fc.constantFrom(
  'tencentcloudapi.com',
  'ap-guangzhou.tencentcloudapi.com',
  'internal.tencentcloudapi.com',
)
const name = characters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 1)
const unicode = fc.string({ unit: 'grapheme', maxLength: 60 })
const scalar = fc.oneof(unicode, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.bigInt())

const { params } = fc.letrec<{ params: Record<string, unknown>; value: unknown }>((tie) => ({
  params: fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), tie('params')),
}))

// `fill` repeats a few random bytes: a new random megabyte for each run would take longer than all signatures.
const megabyte = fc.uint8Array({ minLength: 1, maxLength: 32 }).map((bytes) => Buffer.alloc(2 ** 20, bytes))
const bytes = fc.oneof(
  { weight: 9, arbitrary: fc.uint8Array({ maxLength: 2_000 }).map((data) => Buffer.from(data)) },
  { weight: 1, arbitrary: megabyte },
)
const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/octet-stream; charset=utf-8',
  'multipart/form-data; boundary=--------------------------0123456789abcdef',
)

/** The arguments of both signers, with the body as bytes or text. */
const tc3Sample = fc.record({ credentials, timestamp, service, rootDomain }).chain((common) =>
  fc.oneof(
    fc.record({
      common: fc.constant(common),
      method: fc.constant('GET'),
      query: fc.dictionary(name, unicode),
      payload: fc.constant(''),
      contentType: fc.constant('application/x-www-form-urlencoded'),
    }),
    fc.record({
      common: fc.constant(common),
      method: fc.constant('POST'),
      query: fc.constant({}),
      payload: fc.oneof(params, bytes, fc.constant('')),
      contentType,
    }),
  ),
)

const exactly = { numRuns: 250, seed: 20_190_225 }

describe.each(cryptos)('with $name, compared with the official Node.js SDK', ({ crypto }) => {
  test('250 random TC3 requests have identical Authorization headers', async () => {
    await fc.assert(
      fc.asyncProperty(tc3Sample, async ({ common, method, query, payload, contentType }) => {
        const url = `https://${common.service}.${common.rootDomain}/${Object.keys(query).length ? `?${stringify(query)}` : ''}`
        const headers = { 'Content-Type': contentType, 'X-TC-Action': 'DescribeInstances' }
        const { timestamp, service } = common
        const official = Sign.sign3({ ...common.credentials, method, url, payload, timestamp, service, headers })
        const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : officialJson(payload)
        const ours = await signTc3({ method, url, headers, body }, common.credentials, { timestamp, crypto })
        expect(ours.Authorization).toBe(official)
      }),
      exactly,
    )
  }, 60_000)

  test.each(['HmacSHA1', 'HmacSHA256'] as const)(
    '250 random %s requests have identical parameters',
    async (signMethod) => {
      const sample = fc.record({
        credentials: fc.record({
          secretId: alphanumeric,
          secretKey: alphanumeric,
          token: fc.option(alphanumeric, { nil: undefined }),
        }),
        endpoint: fc.tuple(service, rootDomain).map((labels) => labels.join('.')),
        method: fc.constantFrom('GET', 'POST'),
        region: fc.constantFrom('ap-guangzhou', 'na-siliconvalley'),
        params,
      })
      await fc.assert(
        fc.asyncProperty(sample, async ({ credentials, endpoint, method, region, params }) => {
          const client = new AbstractClient(endpoint, '2017-03-12', {
            credential: credentials,
            region,
            profile: { signMethod, language: 'zh-CN', httpProfile: { reqMethod: method } },
          })
          const official = await client.formatRequestData('DescribeInstances', client.mergeData(params))
          const { Action, Version, Region, Language, RequestClient, Timestamp, Nonce } = official
          const ours = await signV1(
            {
              method,
              host: endpoint,
              path: '/',
              params: { ...params, Action, Version, Region, Language, RequestClient },
            },
            credentials,
            { timestamp: Number(Timestamp), nonce: Number(Nonce), signatureMethod: signMethod, crypto },
          )
          expect(Object.fromEntries(ours)).toEqual(
            Object.fromEntries(Object.entries(official).map(([key, value]) => [key, String(value)])),
          )
        }),
        exactly,
      )
    },
    60_000,
  )
})

interface Received {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

describe('what the official Node.js SDK sends', () => {
  const account: Credentials = {
    secretId: 'AKIDexample',
    secretKey: 'secretKeyOfTheExample',
    token: 'tokenOfTheExample',
  }
  let received: Received
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      received = { method, url: `http://${headers.host}${url}`, headers, body: Buffer.concat(chunks) }
      response.end('{"Response":{"RequestId":"1"}}')
    })
  })
  // Every host name is the loopback server, so that the SDK signs a real one.
  const agent = new Agent({
    lookup: (_host, { all }, callback) =>
      all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
  })
  let port = 0

  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address ? address.port : 0
  })
  afterAll(() => {
    agent.destroy()
    server.close()
  })

  const client = (reqMethod = 'POST', signMethod = 'TC3-HMAC-SHA256'): OfficialClient =>
    new AbstractClient(`cvm.tencentcloudapi.com:${port}`, '2017-03-12', {
      credential: account,
      region: 'ap-guangzhou',
      profile: { signMethod, httpProfile: { reqMethod, protocol: 'http://', agent } },
    })

  const signReceived = async (): Promise<string> => {
    const headers = Object.fromEntries(Object.entries(received.headers).map(([name, value]) => [name, String(value)]))
    const timestamp = Number(headers['x-tc-timestamp'])
    const { Authorization } = await signTc3({ ...received, headers }, account, { timestamp })
    return Authorization
  }

  test.each<[string, (sdk: typeof client) => Promise<unknown>]>([
    [
      'a JSON body',
      (sdk) => sdk().request('DescribeInstances', { Filters: [{ Name: 'name', Values: ['未命名', '😀'] }] }),
    ],
    ['an empty body', (sdk) => sdk().request('DescribeInstances', {})],
    ['a query', (sdk) => sdk('GET').request('DescribeInstances', { Filters: [{ Values: ["it's (a) *test*! ~"] }] })],
    ['binary data', (sdk) => sdk().requestOctetStream('ChatCompletions', randomBytes(1_000))],
    [
      'a form of text and binary parts',
      (sdk) => sdk().request('Upload', { File: randomBytes(1_000), Name: '文件' }, { multipart: true }),
    ],
  ])('%s gets the same signature here, from the bytes on the wire', async (_what, send) => {
    await send(client)
    expect(await signReceived()).toBe(received.headers.authorization)
  })

  test('a number in a form is sent by the official SDK but missing from its hash: here it is signed', async () => {
    await client().request('Upload', { Name: 'file', Size: 5 }, { multipart: true })
    expect(received.body.toString()).toContain('name="Size"')
    expect(await signReceived()).not.toBe(received.headers.authorization)

    const timestamp = Number(received.headers['x-tc-timestamp'])
    const headers = { 'Content-Type': String(received.headers['content-type']) }
    const boundary = headers['Content-Type'].split('boundary=')[1] ?? ''
    const payload = { Name: 'file', Size: '5' }
    const service = 'cvm'
    const asText = Sign.sign3({
      ...account,
      ...received,
      headers,
      payload,
      timestamp,
      service,
      multipart: true,
      boundary,
    })
    expect(await signReceived()).toBe(asText)
  })

  test('a port other than the default is never signed here; the official SDK signs it in version 1 but not in TC3', async () => {
    await client('GET', 'HmacSHA256').request('DescribeInstances', { Limit: 1 })
    const { Signature, SignatureMethod, ...params } = Object.fromEntries(new URL(received.url).searchParams)
    const sign = async (host: string): Promise<string | undefined> => {
      const options = {
        timestamp: Number(params.Timestamp),
        nonce: params.Nonce ?? '',
        signatureMethod: 'HmacSHA256',
      } as const
      return Object.fromEntries(await signV1({ method: 'GET', host, path: '/', params }, account, options)).Signature
    }
    expect(SignatureMethod).toBe('HmacSHA256')
    expect(await sign(`cvm.tencentcloudapi.com:${port}`)).toBe(await sign('cvm.tencentcloudapi.com'))
    expect(await sign(`cvm.tencentcloudapi.com:${port}`)).not.toBe(Signature)
  })
})
