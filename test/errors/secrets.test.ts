import { format, inspect } from 'node:util'
import axios, { AxiosError, AxiosHeaders, type AxiosRequestConfig } from 'axios'
import {
  AuthenticationError,
  attachTencentCloud,
  attemptsOf,
  HttpError,
  NetworkError,
  type TencentCloudError,
  type TencentCloudOptions,
} from 'axios-tencentcloud'
import { type Fault, faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { collectSecrets, mask, redact } from '../../src/errors/redact.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'

const secrets = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  token: 'tok/en+with=odd&characters',
  authorization:
    'TC3-HMAC-SHA256 Credential=AKIDanotherEXAMPLEid123/2026-01-01/kms/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f',
  signature: 'EliP9YW3pW28FpsEdkXt/+WcGeI=',
  cookie: 'session=8f14e45fceea167a; theme=dark',
}

/** All printed forms of an error. */
function printed(error: unknown): string {
  const typed = error as TencentCloudError
  return [
    JSON.stringify(error),
    inspect(error, { depth: 9 }),
    inspect(error, { depth: 9, showHidden: true }),
    inspect(error, { depth: 9, showHidden: true, getters: true, colors: true }),
    inspect(error, { depth: 9, showHidden: true, customInspect: false }),
    inspect({ error: [error] }),
    JSON.stringify(typed.toJSON({ full: true })),
    format('%o', error),
    String(error),
    typed.stack,
    inspect(typed.cause, { depth: 9 }),
    JSON.stringify(typed.cause),
    inspect({ ...typed }, { depth: 9 }),
  ].join('\n')
}

const request = {
  headers: { Authorization: secrets.authorization, Cookie: secrets.cookie, 'X-TC-Token': secrets.token },
  params: { Action: 'CreateKey', SecretId: secrets.secretId, Nonce: 1, Timestamp: 2 },
}
const body = { SecretKey: secrets.secretKey, nested: { Signature: secrets.signature } }
const url = `/v2/index.php?Signature=${encodeURIComponent(secrets.signature)}`
const echo = Object.values(secrets).join(' | ')

function expectClean(error: unknown): void {
  const text = printed(error)
  for (const secret of [
    ...Object.values(secrets),
    'AKIDanotherEXAMPLEid123',
    '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f',
    '8f14e45fceea167a',
  ]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(encodeURIComponent(secret))
  }
}

describe('nothing that an error prints contains a secret of its request', () => {
  test('though the server’s message repeats them all', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', faults.legacy(4100, `(10030)authentication failed: ${echo}`))
    const error = await rejectionOf(client().post(url, body, request))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect((error as Error).message).toContain('[redacted]')
    expectClean(error)
  })

  test.each([secrets.token, secrets.signature, '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f'])(
    'though the server gives one as its request id, which the record of each attempt has: %s',
    async (requestId) => {
      const { fake, client } = await startCloud()
      fake.fail('CreateKey', faults.legacy(4100, '', { requestId }))
      const error = await rejectionOf(client().post(url, body, request))
      expect(attemptsOf(error)).toMatchObject([{ code: '4100', requestId: mask }])
      expectClean(error)
    },
  )

  test('nor does the record of an attempt before a success', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.legacy(4400, '', { requestId: secrets.token }))
    const config = { headers: { 'X-TC-Token': secrets.token }, params: { Action: 'ListKey' } }
    const response = await client({ pacing: false }).get('/v2/index.php', config)
    expect(attemptsOf(response)).toMatchObject([{ code: '4400', requestId: mask }, { reason: 'success' }])
  })

  test('though a gateway’s page repeats them all', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', faults.body(`<html>${echo}</html>`, { status: 502 }))
    const error = await rejectionOf(client().post(url, body, request))
    expect(error).toBeInstanceOf(HttpError)
    expectClean(error)
  })

  test('though a gateway’s page repeats them until it is cut within one', async () => {
    const { fake, client } = await startCloud()
    const token = Array.from({ length: 900 }, (_, at) => `t${at}-`).join('')
    const headers = { 'X-TC-Token': token }
    for (const write of [String, encodeURIComponent, (text: string) => text.replaceAll('-', '%2d')]) {
      const page = write(token).repeat(9)
      fake.fail('CreateKey', faults.body(`${page}${page}`, { status: 502 }))
      const error = await rejectionOf(
        client({ retry: false }).post(url, body, { params: { Action: 'CreateKey' }, headers }),
      )
      expect(error).toBeInstanceOf(HttpError)
      expect((error as HttpError).body).toContain('[redacted]')
      expect(printed(error)).not.toMatch(/t\d+(?:-|%2d)t\d/)
    }
  })

  test('though the connection’s error carries the request', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', faults.reset('before'))
    const error = await rejectionOf(client().post(url, body, request))
    expect(error).toBeInstanceOf(NetworkError)
    expect((error as NetworkError).cause).toMatchObject({ code: 'ECONNRESET' })
    expectClean(error)
  })

  test('though an adapter’s error repeats them in its message, stack and causes', async () => {
    const http = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
    attachTencentCloud(http, { retry: false })
    const inner = Object.assign(new Error(echo), { code: 'ECONNRESET', config: request })
    const error = await rejectionOf(
      http.post(url, body, {
        ...request,
        adapter: async (config) => {
          throw AxiosError.from(inner, 'ERR_NETWORK', config)
        },
      }),
    )
    expect(error).toBeInstanceOf(NetworkError)
    expectClean(error)
  })

  test('in a form body, a FormData, and a signed URL', async () => {
    const { fake, client } = await startCloud()
    const form = new FormData()
    form.set('SecretKey', secrets.secretKey)
    form.set('Token', secrets.token)
    form.set('Signature', secrets.signature)
    const bodies = [
      form,
      new URLSearchParams({ SecretKey: secrets.secretKey, Token: secrets.token, Signature: secrets.signature }),
      JSON.stringify({ a: [{ SecretKey: secrets.secretKey, token: secrets.token, signature: secrets.signature }] }),
    ]
    const bytes = bodies.slice(1).map((data) => new TextEncoder().encode(String(data)))
    for (const data of [
      ...bodies,
      ...bytes,
      ...bytes.map((body) => Buffer.from(body)),
      ...bytes.map(({ buffer }) => buffer),
    ]) {
      fake.fail('CreateKey', faults.legacy(4100, `(10030)${secrets.secretKey} ${secrets.token} ${secrets.signature}`))
      const error = await rejectionOf(client().post('/v2/index.php', data, { params: { Action: 'CreateKey' } }))
      const text = printed(error)
      for (const secret of [secrets.secretKey, secrets.token, secrets.signature]) expect(text).not.toContain(secret)
    }
  })
})

/** Names of secrets, and places of a request that contain them. */
const named: [where: string, config: AxiosRequestConfig, secret: string][] = [
  ...['Password', 'LoginPassword', 'InstancePassword', 'DBPassword', 'UserPasswd', 'Passphrase'],
  ...['ClientSecret', 'SecretString', 'TmpSecretKey', 'PrivateKey', 'ApiKey', 'access_key'],
  ...['AppKey', 'bot_app_key'],
  ...['Token', 'RefreshToken', 'id_token', 'userToken', 'TmpToken', 'Pwd', 'UserSig', 'sign'],
].map((name): [string, AxiosRequestConfig, string] => [
  `the field ${name}`,
  { data: { [name]: 'v3ry"s\\cret' } },
  'v3ry"s\\cret',
])
named.push(
  ...['X-Api-Key', 'X-Auth-Token', 'x-cos-security-token'].map((name): [string, AxiosRequestConfig, string] => [
    `the header ${name}`,
    { headers: { [name]: 'v3ry-s3cret' } },
    'v3ry-s3cret',
  ]),
  ['a bearer', { headers: { Authorization: 'Bearer v3ry.s3cret' } }, 'v3ry.s3cret'],
  ['the signature of a COS URL', { url: '/?q-ak=a&q-signature=deadbeefdeadbeef' }, 'deadbeefdeadbeef'],
  ['a login', { auth: { username: 'u', password: 'v3ry-s3cret' } }, 'v3ry-s3cret'],
  [
    'what HTTP makes of a login',
    { auth: { username: 'ü', password: 'v3ry-s3cret' } },
    btoa('\u00c3\u00bc:v3ry-s3cret'),
  ],
  ['a login for a proxy', { proxy: { host: 'h', port: 1, auth: { username: 'u', password: 'v3ry' } } }, btoa('u:v3ry')],
)

test.each(named)('%s is removed from texts of the server, also in the form that JSON has', (_where, config, secret) => {
  const request = AxiosHeaders.from(config.headers as Record<string, string>)
  const found = collectSecrets({ ...config, headers: request })
  expect(redact(`${secret} | ${JSON.stringify(secret)}`, found)).toBe(`${mask} | "${mask}"`)
})

test.each<[where: string, config: AxiosRequestConfig]>([
  ['an object under the name of a secret', { data: { Secret: { SecretKey: 'v3ry-s3cret' } } }],
  ['a list of objects under such a name', { data: { LoginPassword: [{ Password: 'v3ry-s3cret' }] } }],
  ['a JSON list', { data: '[{"Password":"v3ry-s3cret"}]' }],
  ['a list', { data: [{ Password: 'v3ry-s3cret' }] }],
  ['a JSON inside a field', { data: { Config: ' {"Password":"v3ry-s3cret"}' } }],
  ['a JSON inside a field of a form', { data: 'Config=%7B%22Password%22%3A%22v3ry-s3cret%22%7D' }],
  ['an address', { url: 'http://user:v3ry-s3cret@host/' }],
])('a secret in %s is found', (_where, config) => {
  expect(collectSecrets(config as Parameters<typeof collectSecrets>[0])).toContain('v3ry-s3cret')
})

/** An object that contains a secret at the given depth. */
const holding = (levels: number): object =>
  levels === 0 ? { Password: 'v3ry-s3cret' } : { inner: holding(levels - 1) }

test.each<[where: string, write: (data: object) => unknown]>([
  ['an object', (data) => data],
  ['a JSON', (data) => JSON.stringify(data)],
  ['bytes of JSON', (data) => Buffer.from(JSON.stringify(data))],
])('a secret six levels deep in %s is found, one seven levels deep is not', (_where, write) => {
  expect(collectSecrets({ data: write(holding(6)) })).toContain('v3ry-s3cret')
  expect(collectSecrets({ data: write(holding(7)) })).toEqual(new Set())
})

test('a password that is a number is found', () => {
  expect(redact('no 12345678', collectSecrets({ data: { Password: 12345678 } }))).toBe(`no ${mask}`)
})

test('the Basic credentials for the login in an address are found', () => {
  const found = collectSecrets({ baseURL: 'http://user:s3cr%40tpass@host' })
  expect(redact(`Basic ${btoa('user:s3cr@tpass')} s3cr@tpass s3cr%40tpass`, found)).toBe(
    `Basic ${mask} ${mask} ${mask}`,
  )
})

test.each(['http_proxy', 'HTTPS_PROXY'])('the login for the proxy that %s names is struck', async (variable) => {
  vi.stubEnv(variable, 'http://user:pr0xy-s%2bcret@127.0.0.1:9')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { fake, client } = await startCloud()
  const login = btoa('user:pr0xy-s+cret')
  fake.fail('ListKey', faults.body(`Basic ${login}: no login http://user:pr0xy-s%2bcret@127.0.0.1:9`, { status: 407 }))
  const error = await rejectionOf(client().get('/v2/index.php', { params: { Action: 'ListKey' } }))
  expect(error).toBeInstanceOf(HttpError)
  expect((error as HttpError).body).toBe(`Basic ${mask}: no login http://user:${mask}@127.0.0.1:9`)
  expect(printed(error)).not.toMatch(new RegExp(`pr0xy|${login}`))
})

test('a SecretId of the international site is struck', () => {
  expect(redact('IKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE is unknown', new Set())).toBe(`${mask} is unknown`)
})

/** One of each kind: C0, C1, separators, marks and overrides of direction. */
const controls = '\u0007\u001b\u009b\u0085\u2028\u2029\u200e\u200f\u061c\u202a\u202e\u2066\u2069'

test.each<[what: string, fault: Fault]>([
  ['message', faults.legacy(4100, `(10030)no${controls}t`)],
  ['body', faults.body(`no${controls}t`, { status: 502 })],
  ['code', faults.api3(`Auth${controls}Failure`, 'no')],
  ['request id', faults.api3('AuthFailure', 'no', { requestId: `r${controls}1` })],
])('a control character or a mark of direction in a %s is not printed', async (_what, fault) => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', fault)
  const error = await rejectionOf(client({ retry: false }).get('/v2/index.php', { params: { Action: 'ListKey' } }))
  const { message, code, body: shown = '', cause } = error as HttpError
  const stack = (cause as Error | undefined)?.stack ?? ''
  const records = attemptsOf(error).flatMap((attempt) => [attempt.code ?? '', attempt.requestId ?? ''])
  const texts = [message, code, shown, String(cause), stack, JSON.stringify(error), ...records]
  for (const text of texts)
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u)
})

test.each(['true', 'False', 'null', 'none', 'abc'])('%j is not a secret, whatever its name is', (value) => {
  expect(collectSecrets({ data: { KeepPassword: value } })).toEqual(new Set())
})

test.each([
  'ClientToken',
  'NextToken',
  'page_token',
  'Context-Token',
  'Design',
  'SignatureMethod',
  'KeyId',
  'TokenType',
])('%s is not the name of a secret', (name) => {
  expect(collectSecrets({ data: { [name]: 'a value' } })).toEqual(new Set())
})

test('a part of a request that cannot be read hides no secret of the others', () => {
  const params = {
    get Token(): string {
      throw new Error('hostile')
    },
  }
  expect(collectSecrets({ params, data: { SecretKey: 'v3ry-s3cret' } })).toContain('v3ry-s3cret')
})

test.each<[TencentCloudOptions]>([
  [{ credentials: secrets.secretKey }],
  [{ credentials: secrets, signing: secrets.secretKey }],
  [{ clientToken: secrets.secretKey }],
] as unknown as [TencentCloudOptions][])('a secret given as the wrong option is not repeated: %#', (options) => {
  const attach = () => attachTencentCloud(axios.create(), options)
  expect(attach).toThrow(TypeError)
  expect(attach).not.toThrow(secrets.secretKey)
})

test('config, request and response can be replaced, as on any error of axios', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', faults.legacy(4100, '(10030)no'))
  const error = (await rejectionOf(client().post(url, body, request))) as TencentCloudError
  const response = { ...error.response, data: 'another' }
  Object.assign(error, { response })
  expect(error.response).toBe(response)
  expect(Object.keys(error)).not.toContain('response')
})

test('config, request and response exist, but are not enumerable', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', faults.legacy(4100, '(10030)no'))
  const error = (await rejectionOf(client().post(url, body, request))) as TencentCloudError
  expect(error.config?.headers.get('Authorization')).toBe(secrets.authorization)
  expect(error.response?.data).toMatchObject({ code: 4100 })
  expect(error.request).toBeDefined()
  for (const name of ['config', 'request', 'response']) expect(Object.keys(error)).not.toContain(name)
})
