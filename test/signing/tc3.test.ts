import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  type Credentials,
  signTc3,
  type Tc3Headers,
  type Tc3Options,
  type Tc3Request,
} from '../../src/signing/index.ts'
import { cryptos, nodeImplementation } from './cryptos.ts'

const account: Credentials = { secretId: 'AKIDexample', secretKey: 'secretKeyOfTheExample' }
const timestamp = 1_700_000_000
const post: Tc3Request = {
  method: 'POST',
  url: 'https://cvm.tencentcloudapi.com/',
  headers: { 'Content-Type': 'application/json' },
  body: '{}',
}

const sign = async (
  request: Partial<Tc3Request>,
  options: Partial<Tc3Options> = {},
  by = account,
): Promise<Tc3Headers> => signTc3({ ...post, ...request }, by, { timestamp, ...options })
const authorization = async (...input: Parameters<typeof sign>): Promise<string> => (await sign(...input)).Authorization

describe('headers', () => {
  test('those of the common parameters are set if they are given and the request does not have them', async () => {
    const options = { action: 'DescribeInstances', version: '2017-03-12', region: 'ap-guangzhou', language: 'en-US' }
    const { Authorization, ...headers } = await sign({ headers: { 'x-tc-region': 'ap-beijing' } }, options)
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'X-TC-Action': 'DescribeInstances',
      'X-TC-Version': '2017-03-12',
      'X-TC-Language': 'en-US',
      'X-TC-Timestamp': '1700000000',
    })
  })

  test('a token is set as X-TC-Token and replaces an older one', async () => {
    const headers = await sign({ headers: { 'X-TC-Token': 'old' } }, {}, { ...account, token: 'new' })
    expect(headers).toMatchObject({ 'X-TC-Token': 'new' })
  })

  test.each([
    ['GET', 'application/x-www-form-urlencoded'],
    ['POST', 'application/json'],
  ])('%s without a content type gets %s, which is signed', async (method, contentType) => {
    const bare = await sign({ method, headers: {} })
    expect(bare['Content-Type']).toBe(contentType)
    expect(bare.Authorization).toBe(await authorization({ method, headers: { 'Content-Type': contentType } }))
  })

  test('the content type is signed as sent, in upper case too', async () => {
    const boundary = await authorization({ headers: { 'Content-Type': 'multipart/form-data; boundary=----WebKitABC' } })
    const lower = await authorization({ headers: { 'Content-Type': 'multipart/form-data; boundary=----webkitabc' } })
    expect(boundary).not.toBe(lower)
  })

  test('names may have any letter case', async () => {
    expect(await authorization({ headers: { 'CONTENT-TYPE': 'application/json' } })).toBe(await authorization({}))
  })

  test('a Host header, without its port, outranks the host of the URL', async () => {
    const viaGateway = {
      url: 'http://127.0.0.1:8080/',
      headers: { ...post.headers, Host: 'cvm.tencentcloudapi.com:8080' },
    }
    expect(await authorization(viaGateway)).toBe(await authorization({}))
  })

  test.each([
    'https://cvm.tencentcloudapi.com:8443/',
    'https://CVM.tencentcloudapi.com',
    'http://cvm.tencentcloudapi.com:80/',
  ])('the host of %s is signed in lower case and without a port', async (url) => {
    expect(await authorization({ url })).toBe(await authorization({}))
  })

  test('further headers that are sent are signed sorted by name, lower-cased and trimmed', async () => {
    const signedHeaders = ['X-TC-Action', 'x-tc-timestamp', 'Accept', 'Content-Type', 'x-absent']
    const sent = (accept: string) => ({ headers: { ...post.headers, Accept: accept } })
    const options = { signedHeaders, action: 'DescribeInstances' }
    const signed = await authorization(sent(' Application/JSON '), options)
    expect(signed).toContain('SignedHeaders=accept;content-type;host;x-tc-action;x-tc-timestamp,')
    expect(signed).toBe(await authorization(sent('application/json'), options))
  })
})

describe('the scope', () => {
  test.each([
    ['https://cvm.tencentcloudapi.com/', undefined, 'cvm'],
    ['https://cvm.ap-guangzhou.tencentcloudapi.com/', undefined, 'cvm'],
    ['https://proxy.example.com/', 'kms', 'kms'],
  ])('of %s with service %s is %s', async (url, service, expected) => {
    expect(await authorization({ url }, { service })).toContain(`/2023-11-14/${expected}/tc3_request,`)
  })

  test.each([
    [1_551_139_199, '2019-02-25'],
    [1_551_139_200, '2019-02-26'],
  ])('at %d has the UTC day %s', async (at, day) => {
    expect(await authorization({}, { timestamp: at })).toContain(`/${day}/cvm/`)
  })
})

describe('the body', () => {
  test('is signed by its bytes, at any offset in their buffer', async () => {
    const text = '{"Name":"未命名"}'
    const buffer = new Uint8Array([0, 0, ...new TextEncoder().encode(text), 0])
    const bytes = buffer.subarray(2, -1)
    for (const { crypto } of cryptos) {
      expect(await authorization({ body: bytes }, { crypto })).toBe(await authorization({ body: text }))
    }
  })

  test('in shared memory is signed as well', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(65)
    for (const { crypto } of cryptos) {
      expect(await authorization({ body: shared }, { crypto })).toBe(await authorization({ body: 'AAA' }))
    }
  })

  test('with a lone surrogate gets the same signature from both implementations', async () => {
    const body = '"\ud83d"'
    const all = await Promise.all(cryptos.map(({ crypto }) => authorization({ body }, { crypto })))
    expect(new Set(all).size).toBe(1)
  })

  test('counts as empty if it is missing', async () => {
    expect(await authorization({ body: undefined })).toBe(await authorization({ body: '' }))
  })

  test('is replaced by the literal UNSIGNED-PAYLOAD if it is not signed', async () => {
    const hashed: (string | Uint8Array)[] = []
    const crypto = {
      ...nodeImplementation,
      sha256Hex: async (data: string | Uint8Array) => {
        hashed.push(data)
        return createHash('sha256').update(data).digest('hex')
      },
    }
    const asked = await sign({ body: 'anything' }, { unsignedPayload: true, crypto })
    const declared = await sign({ headers: { ...post.headers, 'x-tc-content-sha256': 'UNSIGNED-PAYLOAD' } })
    expect(hashed[0]).toBe('UNSIGNED-PAYLOAD')
    expect(asked['X-TC-Content-SHA256']).toBe('UNSIGNED-PAYLOAD')
    expect(asked.Authorization).toBe(declared.Authorization)
    expect(asked.Authorization).toBe(await authorization({ body: 'UNSIGNED-PAYLOAD' }))
  })
})

test.each(cryptos)('the result is a promise with $name', async ({ crypto }) => {
  const signing = signTc3(post, account, { timestamp, crypto })
  expect(signing).toBeInstanceOf(Promise)
  expect(await signing).toHaveProperty('Authorization')
})

test('a request that is changed after the call is signed as it was', async () => {
  for (const { crypto } of cryptos) {
    const body = new TextEncoder().encode('{"Limit":1}')
    const headers: Record<string, string> = { ...post.headers }
    const signing = signTc3({ ...post, headers, body }, account, { timestamp, crypto })
    body.fill(0)
    headers['Content-Type'] = 'text/plain'
    expect((await signing).Authorization).toBe(await authorization({ body: '{"Limit":1}' }))
  }
})

test.each([1_700_000_000_000, 1.5, -1, Number.NaN])(
  'the timestamp %d rejects with a TypeError that says what is wanted',
  async (at) => {
    await expect(signTc3(post, account, { timestamp: at })).rejects.toThrow(
      new TypeError('timestamp must be a whole number of epoch seconds: Math.floor(Date.now() / 1000)'),
    )
  },
)

test('a relative URL rejects with a TypeError', async () => {
  await expect(signTc3({ ...post, url: '/v2/index.php' }, account, { timestamp })).rejects.toThrow(TypeError)
})
