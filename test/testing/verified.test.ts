import { createHmac, randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import axios from 'axios'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AbstractClient, Sign } from '../signing/official.ts'
import { startLoopback } from './loopback.ts'
import type { Tc3Sample, V1Sample } from './signed-requests.ts'
import {
  codeOf,
  now,
  permanent,
  send,
  startVerifying,
  tc3Request,
  temporary,
  v1Request,
  version,
} from './signed-requests.ts'

const boundary = '--------------------------0123456789ABCDEF'
const multipart = Buffer.concat([
  Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="File"\r\n\r\n`),
  Buffer.from([0xff, 0x00, 0xfe, 0x0d, 0x0a, 0x80]),
  Buffer.from(`\r\n--${boundary}--\r\n`),
])

describe('TC3-HMAC-SHA256 is verified for', () => {
  const samples: [string, Tc3Sample][] = [
    [
      'a GET',
      {
        method: 'GET',
        path: '/kms/?Limit=1&Name=%E9%94%AE',
        contentType: 'application/x-www-form-urlencoded',
        body: '',
      },
    ],
    ['a GET without a query', { method: 'GET', body: '' }],
    ['JSON', { body: '{"Limit": 1}' }],
    ['JSON with characters of every size', { body: '{"Name":"é 键 😀"}' }],
    ['a POST with a query', { path: '/kms/?b=2&a=1' }],
    ['an empty body', { body: '' }],
    ['a multipart body by its bytes', { contentType: `multipart/form-data; boundary=${boundary}`, body: multipart }],
    ['binary data', { contentType: 'application/octet-stream', body: randomBytes(5_000) }],
    ['a content type in upper case', { contentType: 'application/json; charset=UTF-8' }],
    ['a body that is not signed', { unsignedPayload: true }],
    ['a signed action', { signedHeaders: ['x-tc-action', 'x-tc-version'] }],
    ['a temporary key with its token', { keys: temporary }],
    ['a path without the service', { path: '/' }],
    ['a path that is the service', { path: '/kms' }],
  ]
  describe.each([
    ['a port in Host', (port: number) => `127.0.0.1:${port}`],
    ['no port in Host', () => '127.0.0.1'],
  ])('with %s', (_, parseTarget) => {
    test.each(samples)('%s, signed by the library', async (_, sample) => {
      const { fake, listening } = await startVerifying()
      const wire = await tc3Request(listening.port, { ...sample, host: parseTarget(listening.port) })
      expect(codeOf(await send(wire))).toBeUndefined()
      expect(fake.requests).toMatchObject([{ verified: true, outcome: 'success', dialect: 'api3' }])
      expect(fake.executionsOf('CreateKey')).toHaveLength(1)
    })
  })

  test.each(samples.filter(([, { unsignedPayload, signedHeaders }]) => !unsignedPayload && !signedHeaders))(
    '%s, signed by the official SDK',
    async (_, sample) => {
      const { fake, listening } = await startVerifying()
      const wire = await tc3Request(listening.port, sample)
      const { keys = permanent, method = 'POST', path = '/kms/', body = '{}' } = sample
      const url = `${listening.url}${path}`
      const payload = body === '' ? '' : Buffer.from(body)
      const headers = { 'Content-Type': sample.contentType ?? 'application/json' }
      const Authorization = Sign.sign3({ ...keys, method, url, payload, timestamp: now, service: 'kms', headers })
      expect(codeOf(await send({ ...wire, headers: { ...wire.headers, Authorization } }))).toBeUndefined()
      expect(fake.requests[0]?.verified).toBe(true)
    },
  )

  test('the path of the real service, when the fake is reached behind a service segment', async () => {
    const { fake, listening } = await startVerifying()
    const wire = await tc3Request(listening.port, { path: '/' })
    expect(codeOf(await send({ ...wire, target: '/kms/' }))).toBeUndefined()
    expect(fake.requests).toMatchObject([{ service: 'kms', verified: true }])
  })
})

describe.each(['HmacSHA1', 'HmacSHA256', undefined] as const)(
  'SignatureMethod %s is verified for',
  (signatureMethod) => {
    const samples: [string, V1Sample][] = [
      ['a legacy GET', {}],
      ['a legacy POST', { method: 'POST' }],
      ['a legacy request whose names have underscores', { params: { key_id: 'k', Key_Alias: 'a' } }],
      ['characters of every size', { params: { name: "é 键 😀 it's (a) *test*+~!" } }],
      ['lists', { params: { ids: Array.from({ length: 12 }, (_, index) => `id-${index}`) } }],
      ['a temporary key with its Token', { keys: temporary }],
      ['a legacy request without the service', { path: '/v2/index.php' }],
      ['the legacy path of the real service behind a service segment', { signedPath: '/v2/index.php' }],
      ['API 3.0 at /', { path: '/', params: { ...version, under_score: 1 } }],
      ['API 3.0 by POST', { method: 'POST', path: '/', params: version }],
      ['API 3.0 behind a service segment', { path: '/kms/', params: version }],
      ['API 3.0 behind a service segment, with dots', { path: '/kms/', params: { ...version, under_score: 1 } }],
      [
        'API 3.0 behind a service segment, signed as /',
        { path: '/kms/', signedPath: '/', params: { ...version, a_b: 1 } },
      ],
      ['API 3.0 at the service itself, signed as /', { path: '/kms', signedPath: '/', params: version }],
      ['API 3.0 on the legacy path', { params: version }],
    ]
    test.each(samples)('%s', async (_, sample) => {
      const { fake, listening } = await startVerifying()
      const wire = await v1Request(listening.port, { ...sample, ...(signatureMethod && { signatureMethod }) })
      expect(codeOf(await send(wire))).toBe(sample.params?.Version ? undefined : 0)
      expect(fake.requests).toMatchObject([{ verified: true, outcome: 'success' }])
      expect(fake.executionsOf('CreateKey')).toHaveLength(1)
    })
  },
)

describe('a text signed by hand', () => {
  const sign = (text: string) => createHmac('sha1', permanent.secretKey).update(text).digest('base64')
  const codeFor = async (path: string, text: string, query = text) => {
    const { listening } = await startVerifying()
    const target = `${path}?${query}&Signature=${encodeURIComponent(sign(`GET127.0.0.1${path}?${text}`))}`
    return codeOf((await axios.get(listening.url + target, { proxy: false })).data)
  }
  const common = `Action=A&Nonce=1&SecretId=${permanent.secretId}&Timestamp=${now}`

  test('keeps underscores in API 3.0, behind a service segment too', async () => {
    expect(await codeFor('/kms/', `${common}&Version=2019-01-18&a_b=1`)).toBeUndefined()
  })

  test('must not keep them in the legacy API', async () => {
    expect(await codeFor('/kms/v2/index.php', `${common}&a_b=1`)).toBe(4100)
    expect(await codeFor('/kms/v2/index.php', `${common}&a.b=1`, `${common}&a_b=1`)).toBe(0)
  })

  test('has a space where the request has a plus sign', async () => {
    expect(await codeFor('/kms/v2/index.php', `${common}&name=a b`, `${common}&name=a+b`)).toBe(0)
  })
})

describe('the examples of the documents are verified:', () => {
  const sample = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
  const legacy = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3Cozk1qA' }
  const masked = { secretId: `AKID${'*'.repeat(32)}`, secretKey: '*'.repeat(32) }
  const handle = async (seconds: number, request: Request) => {
    const fake = createFakeTencentCloud({ credentials: [sample, legacy, masked], now: () => seconds * 1000 })
    await fake.handle(request)
    return fake.requests[0]
  }

  test.each([
    [sample, 'content-type;host', '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168'],
    [masked, 'content-type;host;x-tc-action', '10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f'],
  ])('TC3 of $secretId', async ({ secretId }, signedHeaders, signature) => {
    const request = new Request('https://cvm.tencentcloudapi.com/', {
      method: 'POST',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'X-TC-Action': 'DescribeInstances',
        'X-TC-Timestamp': '1551113065',
        Authorization: `TC3-HMAC-SHA256 Credential=${secretId}/2019-02-25/cvm/tc3_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
      },
    })
    expect(await handle(1_551_113_065, request)).toMatchObject({ verified: true, service: 'cvm' })
  })

  test.each([
    [
      'API 3.0',
      `https://cvm.tencentcloudapi.com/?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0&Region=ap-guangzhou&SecretId=${sample.secretId}&Signature=EliP9YW3pW28FpsEdkXt%2F%2BWcGeI%3D&Timestamp=1465185768&Version=2017-03-12`,
    ],
    [
      'legacy, no SignatureMethod',
      `https://cvm.api.qcloud.com/v2/index.php?Action=DescribeInstances&Nonce=11886&Region=gz&SecretId=${legacy.secretId}&Signature=NSI3UqqD99b%2FUJb4tbG%2FxZpRW64%3D&Timestamp=1465185768&instanceIds.0=ins-09dx96dg&limit=20&offset=0`,
    ],
    [
      'legacy, HmacSHA256',
      `https://cvm.api.qcloud.com/v2/index.php?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Nonce=11886&Region=ap-guangzhou&SecretId=${legacy.secretId}&Signature=0EEm%2FHtGRr%2FVJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s%3D&SignatureMethod=HmacSHA256&Timestamp=1465185768`,
    ],
    [
      'legacy, HmacSHA1',
      `https://cvm.api.qcloud.com/v2/index.php?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Nonce=11886&Region=ap-guangzhou&SecretId=${legacy.secretId}&Signature=nPVnY6njQmwQ8ciqbPl5Qe%2BOru4%3D&SignatureMethod=HmacSHA1&Timestamp=1465185768`,
    ],
  ])('%s', async (_, url) => {
    expect(await handle(1_465_185_768, new Request(url))).toMatchObject({ verified: true, outcome: 'success' })
  })
})

describe('the official SDK’s client is verified', () => {
  const calls: [string, string, string, (client: InstanceType<typeof AbstractClient>) => Promise<unknown>][] = [
    ['POST', 'TC3-HMAC-SHA256', 'JSON', (sdk) => sdk.request('CreateKey', { Name: '键 😀', Tags: [{ a: 1 }] })],
    ['GET', 'TC3-HMAC-SHA256', 'a query', (sdk) => sdk.request('CreateKey', { Name: "it's (a) *test*! ~ 键" })],
    ['POST', 'TC3-HMAC-SHA256', 'bytes', (sdk) => sdk.requestOctetStream('CreateKey', randomBytes(1_000))],
    [
      'POST',
      'TC3-HMAC-SHA256',
      'a form',
      (sdk) => sdk.request('CreateKey', { File: randomBytes(1_000), Name: '文件' }, { multipart: true }),
    ],
    ['GET', 'HmacSHA1', 'a query', (sdk) => sdk.request('CreateKey', { Name: "it's 键", Tags: [{ a: 1 }] })],
    ['POST', 'HmacSHA1', 'a form', (sdk) => sdk.request('CreateKey', { Name: "it's 键", Tags: [{ a: 1 }] })],
    ['GET', 'HmacSHA256', 'a query', (sdk) => sdk.request('CreateKey', { Name: "it's 键" })],
    ['POST', 'HmacSHA256', 'a form', (sdk) => sdk.request('CreateKey', { Name: "it's 键" })],
  ]
  const clientOf = (endpoint: string, reqMethod: string, signMethod: string, more: object) =>
    new AbstractClient(endpoint, '2019-01-18', {
      credential: temporary,
      region: 'ap-guangzhou',
      profile: { signMethod, httpProfile: { reqMethod, ...more } },
    })

  test.each(calls)('through msw: %s, %s, %s', async (method, signMethod, _, call) => {
    const fake = createFakeTencentCloud({ credentials: [temporary] })
    const server = setupServer(...fake.handlers(http))
    server.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => server.close())
    await call(clientOf('kms.tencentcloudapi.com', method, signMethod, {}))
    expect(fake.requests).toMatchObject([{ verified: true, service: 'kms', action: 'CreateKey' }])
  })

  test.each(calls)('over loopback: %s, %s, %s', async (method, signMethod, _, call) => {
    const { fake, listening } = await startLoopback({ credentials: [temporary] })
    // Every host name is the fake, so that the SDK signs a real one.
    const agent = new Agent({
      lookup: (_host, { all }, callback) =>
        all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
    })
    onTestFinished(() => agent.destroy())
    const endpoint = `kms.tencentcloudapi.com:${listening.port}`
    await call(clientOf(endpoint, method, signMethod, { protocol: 'http://', agent }))
    expect(fake.requests).toMatchObject([{ verified: true, service: 'kms', action: 'CreateKey' }])
  })
})

test('without credentials nothing is verified', async () => {
  const { fake, listening } = await startLoopback()
  const wire = await tc3Request(listening.port, { keys: { secretId: 'AKIDany', secretKey: 'any' } })
  expect(codeOf(await send(wire))).toBeUndefined()
  expect(fake.requests[0]?.verified).toBeUndefined()
})
