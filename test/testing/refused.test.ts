import { faults } from 'axios-tencentcloud/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { serverTimeIn } from '../../src/signing/index.ts'
import type { Keys, Tc3Sample, V1Sample, Wire } from './signed-requests.ts'
import {
  codeOf,
  messageOf,
  now,
  permanent,
  send,
  startVerifying,
  tc3Request,
  temporary,
  v1Request,
  version,
} from './signed-requests.ts'

type Tamper = (wire: Wire) => Wire

const setHeader =
  (name: string, value: string): Tamper =>
  (wire) => ({ ...wire, headers: { ...wire.headers, [name]: value } })
const dropHeader =
  (name: string): Tamper =>
  (wire) => ({ ...wire, headers: Object.fromEntries(Object.entries(wire.headers).filter(([key]) => key !== name)) })
const inHeader =
  (name: string, from: string | RegExp, to: string): Tamper =>
  (wire) =>
    setHeader(name, wire.headers[name]?.replace(from, to) ?? '')(wire)
const inTarget =
  (from: string | RegExp, to: string): Tamper =>
  (wire) => ({ ...wire, target: wire.target.replace(from, to) })
const inBody =
  (from: string, to: string): Tamper =>
  (wire) => {
    const body = Buffer.from(Buffer.from(wire.body).toString('latin1').replace(from, to), 'latin1')
    return { ...wire, body, headers: { ...wire.headers, 'Content-Length': String(body.length) } }
  }
const setMethod =
  (method: string): Tamper =>
  (wire) => ({ ...wire, method })

const failure = 'AuthFailure.SignatureFailure'

describe('a TC3 request is refused, and nothing runs, when after signing somebody changes', () => {
  const query = { path: '/kms/?a=1' }
  const action = { signedHeaders: ['x-tc-action'] }
  const cases: [string, Tc3Sample, Tamper][] = [
    ['a byte of the body', { body: '{"Limit":1}' }, inBody('1', '2')],
    ['a byte of a binary body', { body: Buffer.from([0xff, 0x80]) }, inBody('\x80', '\x81')],
    ['the length of the body', {}, inBody('{}', '{} ')],
    ['a value of the query', query, inTarget('a=1', 'a=2')],
    ['the spelling of the query', query, inTarget('a=1', '%61=1')],
    ['the spelling of the query, though not to new URL()', { path: '/kms/?a=%27' }, inTarget('%27', "'")],
    ['the path', {}, inTarget('/kms/', '/kms/x')],
    ['the content type', {}, setHeader('Content-Type', 'application/json; charset=utf-8')],
    ['the case of the content type', {}, setHeader('Content-Type', 'Application/json')],
    ['a signed header', action, setHeader('X-TC-Action', 'DeleteKey')],
    ['a signed header by leaving it out', { ...action, signedHeaders: ['x-tc-version'] }, dropHeader('X-TC-Version')],
    ['the list of signed headers', action, inHeader('Authorization', ';x-tc-action', '')],
    ['the order of that list', {}, inHeader('Authorization', 'content-type;host', 'host;content-type')],
    ['that list to what headers cannot be called', {}, inHeader('Authorization', ';host', ';host;;(@')],
    ['the timestamp', {}, setHeader('X-TC-Timestamp', String(now + 1))],
    ['the method', {}, setMethod('PUT')],
    ['the host', {}, setHeader('Host', 'kms.tencentcloudapi.com')],
    ['the signature', {}, inHeader('Authorization', /Signature=.{64}/, `Signature=${'0'.repeat(64)}`)],
    ['the SecretId to that of another key', {}, inHeader('Authorization', permanent.secretId, 'AKIDother')],
    ['whether the body is signed', {}, setHeader('X-TC-Content-SHA256', 'UNSIGNED-PAYLOAD')],
    ['the length of the signature', {}, inHeader('Authorization', /$/, '0')],
  ]
  test.each(cases)('%s', async (_, sample, tamper) => {
    const other = { secretId: 'AKIDother', secretKey: 'keyOfAnother' }
    const { fake, listening } = await startVerifying({ credentials: [permanent, other] })
    const wire = await tc3Request(listening.port, sample)
    expect(codeOf(await send(tamper(wire)))).toBe(failure)
    expect(fake.requests).toMatchObject([{ verified: false, outcome: 'unauthenticated' }])
    expect(fake.executions).toEqual([])
    expect(codeOf(await send(wire))).toBeUndefined()
  })

  test.each<[string, Tc3Sample, RegExp]>([
    ['another secret key', { keys: { ...permanent, secretKey: 'wrong' } }, /does not match the request that arrived/],
    ['the scope of another service', { service: 'cvm' }, /another service than kms/],
  ])('or it was signed with %s', async (_, sample, reason) => {
    const { fake, listening } = await startVerifying()
    const answer = await send(await tc3Request(listening.port, sample))
    expect([codeOf(answer), messageOf(answer)]).toEqual([failure, expect.stringMatching(reason)])
    expect(fake.executions).toEqual([])
  })

  test('or it was signed for another day than that of its timestamp', async () => {
    const { listening } = await startVerifying()
    const wire = await tc3Request(listening.port, { timestamp: now - 86_400 })
    const answer = await send(setHeader('X-TC-Timestamp', String(now))(wire))
    expect([codeOf(answer), messageOf(answer)]).toEqual([failure, expect.stringContaining('UTC day')])
  })

  test('but an unsigned body may change', async () => {
    const { fake, listening } = await startVerifying()
    const wire = await tc3Request(listening.port, { unsignedPayload: true })
    expect(codeOf(await send(inBody('{}', '{"Limit":2}')(wire)))).toBeUndefined()
    expect(fake.requests[0]?.params).toEqual({ Limit: 2 })
  })
})

describe.each([
  ['legacy', {}, 4100],
  ['API 3.0', version, failure],
] as const)('a version 1 request of %s is refused, and nothing runs, when after signing', (_, common, code) => {
  const cases: [string, V1Sample, Tamper][] = [
    ['the nonce is changed', {}, inTarget(/Nonce=\d+/, 'Nonce=99999')],
    ['the timestamp is changed', {}, inTarget(`Timestamp=${now}`, `Timestamp=${now + 1}`)],
    ['a value is changed', { params: { limit: 1 } }, inTarget('limit=1', 'limit=2')],
    ['a value is changed in a form', { method: 'POST', params: { limit: 1 } }, inBody('limit=1', 'limit=2')],
    ['a parameter is added', {}, inTarget(/$/, '&limit=2')],
    ['a parameter is added to the query of a form', { method: 'POST' }, inTarget(/$/, '?limit=2')],
    ['a parameter stands twice', { params: { limit: 1 } }, inTarget('limit=1', 'limit=1&limit=1')],
    ['bytes that are no UTF-8 are exchanged', { params: { name: '\ufffd' } }, inTarget('%EF%BF%BD', '%FF')],
    ['a body comes with it', { method: 'POST' }, setHeader('Content-Type', 'application/json')],
    ['the method is changed', {}, setMethod('DELETE')],
    ['the path is changed', {}, inTarget('index.php', 'other.php')],
    ['the host is changed', {}, setHeader('Host', 'localhost')],
    ['the signature is changed', {}, inTarget(/Signature=.*$/, 'Signature=AAAA')],
    ['the signature is left out', {}, inTarget(/&Signature=.*$/, '')],
    ['the SecretId is left out', {}, inTarget(/&?SecretId=\w+/, '')],
    ['the timestamp is left out', {}, inTarget(/&Timestamp=\d+/, '')],
    ['the method of signing is changed', { signatureMethod: 'HmacSHA256' }, inTarget('HmacSHA256', 'HmacSHA1')],
  ]
  test.each(cases)('%s', async (_, sample, tamper) => {
    const { fake, listening } = await startVerifying()
    const params = { ...common, ...sample.params }
    const wire = await v1Request(listening.port, { ...sample, params })
    const answer = await send(tamper(wire))
    expect(codeOf(answer)).toBe(fake.requests[0]?.dialect === 'api3' ? failure : 4100)
    expect(fake.requests).toMatchObject([{ verified: false, outcome: 'unauthenticated' }])
    expect(fake.executions).toEqual([])
    expect(codeOf(await send(wire))).toBe(code === 4100 ? 0 : undefined)
  })

  test('another secret key was used', async () => {
    const { fake, listening } = await startVerifying()
    const wire = await v1Request(listening.port, { keys: { ...permanent, secretKey: 'wrong' }, params: common })
    expect(codeOf(await send(wire))).toBe(code)
    expect(fake.executions).toEqual([])
  })
})

describe('a request is refused', () => {
  const plain = (listening: { port: number }, target: string, headers: Record<string, string> = {}): Wire => ({
    method: 'GET',
    port: listening.port,
    target,
    headers: { Host: '127.0.0.1', ...headers },
    body: Buffer.alloc(0),
  })

  test.each([
    ['/kms/v2/index.php?Action=CreateKey', {}, 4100],
    ['/kms/?Action=CreateKey&Version=2019-01-18', {}, failure],
    ['/kms/', { 'X-TC-Action': 'CreateKey', 'X-TC-Timestamp': String(now) }, failure],
  ])('without a signature: %s %j', async (target, headers, code) => {
    const { fake, listening } = await startVerifying()
    expect(codeOf(await send(plain(listening, target, headers)))).toBe(code)
    expect(fake.requests[0]?.verified).toBe(false)
    expect(fake.executions).toEqual([])
  })

  test.each([
    ['a scheme that is none', 'SKIP'],
    ['another scheme', 'Bearer abc'],
    ['no scope', 'TC3-HMAC-SHA256 Credential=AKIDpermanent, SignedHeaders=content-type;host, Signature=00'],
    ['no list of headers', 'TC3-HMAC-SHA256 Credential=AKIDpermanent/2023-11-14/kms/tc3_request, Signature=00'],
    ['nothing but its name', 'TC3-HMAC-SHA256'],
  ])('with AuthFailure.InvalidAuthorization for an Authorization header with %s', async (_, Authorization) => {
    const { fake, listening } = await startVerifying()
    const headers = { Authorization, 'X-TC-Action': 'CreateKey', 'X-TC-Timestamp': String(now) }
    expect(codeOf(await send(plain(listening, '/kms/', headers)))).toBe('AuthFailure.InvalidAuthorization')
    expect(codeOf(await send(plain(listening, '/kms/v2/index.php', { Authorization })))).toBe(4100)
    expect(fake.executions).toEqual([])
  })

  test('for a TC3 signature without X-TC-Timestamp', async () => {
    const { listening } = await startVerifying()
    expect(codeOf(await send(dropHeader('X-TC-Timestamp')(await tc3Request(listening.port))))).toBe(failure)
  })

  test('with a legacy message that carries a module code', async () => {
    const { listening } = await startVerifying()
    expect(messageOf(await send(plain(listening, '/kms/v2/index.php')))).toMatch(/^\(\d+\)./)
  })

  test('whatever its Authorization header says, without a crash', async () => {
    const { fake } = await startVerifying()
    const printable = fc.string({ unit: fc.constantFrom(...'TC3-HMAC-SHA256 Credential=/,SignedHeaders;%é\x7f') })
    const header = fc.oneof(
      printable,
      printable.map((text) => `TC3-HMAC-SHA256 ${text}`),
      fc
        .tuple(printable, printable)
        .map(
          ([names, signature]) =>
            `TC3-HMAC-SHA256 Credential=AKIDpermanent/2023-11-14/kms/tc3_request, SignedHeaders=content-type;host;${names}, Signature=${signature}`,
        ),
    )
    await fc.assert(
      fc.asyncProperty(header, async (Authorization) => {
        const headers = { Authorization, 'X-TC-Timestamp': String(now), 'Content-Type': 'a/b' }
        await fake.handle(new Request('http://127.0.0.1/kms/', { headers }))
        expect(fake.requests.at(-1)?.verified).toBe(false)
      }),
    )
    expect(fake.executions).toEqual([])
  })
})

type Sign = (port: number, keys?: Keys, timestamp?: number) => Promise<Wire>

const ways: [string, 'api3' | 'legacy', Sign][] = [
  ['TC3', 'api3', (port, keys = permanent, timestamp = now) => tc3Request(port, { keys, timestamp })],
  [
    'version 1 of API 3.0',
    'api3',
    (port, keys = permanent, timestamp = now) => v1Request(port, { keys, timestamp, params: version }),
  ],
  ['the legacy API', 'legacy', (port, keys = permanent, timestamp = now) => v1Request(port, { keys, timestamp })],
]

describe.each(ways)('with %s', (_, dialect, sign) => {
  const isApi3 = dialect === 'api3'
  const unknown = isApi3 ? 'AuthFailure.SecretIdNotFound' : 4104
  const badToken = isApi3 ? 'AuthFailure.TokenFailure' : 4105
  const expired = isApi3 ? 'AuthFailure.SignatureExpire' : 4500
  const forged = isApi3 ? failure : 4100
  const success = isApi3 ? undefined : 0

  test('an unknown SecretId is refused', async () => {
    const { fake, listening } = await startVerifying()
    expect(codeOf(await send(await sign(listening.port, { secretId: 'AKIDx', secretKey: 'k' })))).toBe(unknown)
    expect(fake.requests).toMatchObject([{ verified: false, outcome: 'unauthenticated' }])
    expect(fake.executions).toEqual([])
  })

  test.each([
    ['another', { ...temporary, token: 'other' }],
    ['none, where there should be one', { secretId: temporary.secretId, secretKey: temporary.secretKey }],
    ['one, where there is none', { ...permanent, token: 'any' }],
  ])('a token is refused: %s', async (_, keys) => {
    const { fake, listening } = await startVerifying()
    expect(codeOf(await send(await sign(listening.port, keys)))).toBe(badToken)
    expect(fake.executions).toEqual([])
  })

  test('an expired token is refused: from the start', async () => {
    const { listening } = await startVerifying({ credentials: [{ ...temporary, expired: true }] })
    expect(codeOf(await send(await sign(listening.port, temporary)))).toBe(badToken)
  })

  test('an expired token is refused: from expireToken() until reset(), and other keys go on', async () => {
    const { fake, listening } = await startVerifying()
    const codeWith = async (keys: Keys) => codeOf(await send(await sign(listening.port, keys)))
    expect(await codeWith(temporary)).toBe(success)
    fake.expireToken(temporary.secretId)
    expect(await codeWith(temporary)).toBe(badToken)
    expect(await codeWith(permanent)).toBe(success)
    expect(fake.executions).toHaveLength(2)
    fake.reset()
    expect(await codeWith(temporary)).toBe(success)
  })

  test('setCredentials() replaces the keys until reset()', async () => {
    const { fake, listening } = await startVerifying()
    const renewed = { ...temporary, token: 'renewed' }
    const codeWith = async (keys: Keys) => codeOf(await send(await sign(listening.port, keys)))
    fake.setCredentials([renewed])
    expect([await codeWith(temporary), await codeWith(renewed), await codeWith(permanent)]).toEqual([
      badToken,
      success,
      unknown,
    ])
    fake.reset()
    expect([await codeWith(temporary), await codeWith(renewed)]).toEqual([success, badToken])
  })

  test.each([-301, 301, -86_400])(
    'a Timestamp %i s off is refused, and the text tells the server’s time',
    async (off) => {
      const { fake, listening } = await startVerifying()
      const answer = await send(await sign(listening.port, permanent, now + off))
      expect([codeOf(answer), serverTimeIn(messageOf(answer) ?? '')]).toEqual([expired, now * 1000])
      expect(fake.requests).toMatchObject([{ verified: false, outcome: 'expired' }])
      expect(fake.executions).toEqual([])
    },
  )

  test.each([-300, 300])('a Timestamp %i s off is taken', async (off) => {
    const { listening } = await startVerifying()
    expect(codeOf(await send(await sign(listening.port, permanent, now + off)))).toBe(success)
  })

  test('timestampToleranceSeconds sets another window', async () => {
    const { listening } = await startVerifying({ timestampToleranceSeconds: 10 })
    expect(codeOf(await send(await sign(listening.port, permanent, now + 10)))).toBe(success)
    expect(codeOf(await send(await sign(listening.port, permanent, now + 11)))).toBe(expired)
  })

  test('what is judged first is answered: SecretId, token, Timestamp, signature', async () => {
    const { listening } = await startVerifying()
    const codeWith = async (keys: Keys, timestamp: number) =>
      codeOf(await send(await sign(listening.port, keys, timestamp)))
    expect(await codeWith({ secretId: 'AKIDx', secretKey: 'wrong', token: 'wrong' }, 1)).toBe(unknown)
    expect(await codeWith({ ...temporary, secretKey: 'wrong', token: 'wrong' }, 1)).toBe(badToken)
    expect(await codeWith({ ...temporary, secretKey: 'wrong' }, 1)).toBe(expired)
    expect(await codeWith({ ...temporary, secretKey: 'wrong' }, now)).toBe(forged)
  })

  test('a refusal takes no fault from a queue', async () => {
    const { fake, listening } = await startVerifying()
    fake.fail('*', faults.html())
    for (const [keys, timestamp] of [
      [{ ...permanent, secretKey: 'wrong' }, now],
      [permanent, 1],
      [{ secretId: 'AKIDx', secretKey: 'k' }, now],
    ] as const) {
      await send(await sign(listening.port, keys, timestamp))
    }
    expect(fake.pendingFaults).toHaveLength(1)
  })
})

describe('the legacy account API', () => {
  const account = (port: number, timestamp: number, nonce = 7) =>
    v1Request(port, { path: '/account/v2/index.php', timestamp, nonce })

  test('takes a Timestamp up to two hours off, and answers 4200 beyond', async () => {
    const { fake, listening } = await startVerifying()
    expect(codeOf(await send(await account(listening.port, now - 7_200, 1)))).toBe(0)
    expect(codeOf(await send(await account(listening.port, now + 7_201, 2)))).toBe(4200)
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(['success', 'expired'])
  })

  test('remembers a nonce for as long', async () => {
    const { clock, fake, listening } = await startVerifying()
    const wire = await account(listening.port, now)
    expect(codeOf(await send(wire))).toBe(0)
    clock.ms += 7_200_000
    expect(codeOf(await send(wire))).toBe(4500)
    expect(fake.executions).toHaveLength(1)
  })
})

describe('a nonce', () => {
  test.each([
    ['legacy', {}, 0, 4500],
    ['API 3.0', version, undefined, 'InvalidRequest.ReplayAttack'],
  ])('of a verified request is refused when it comes again: %s', async (_, params, success, replay) => {
    const { fake, listening } = await startVerifying()
    const wire = await v1Request(listening.port, { params })
    expect([codeOf(await send(wire)), codeOf(await send(wire))]).toEqual([success, replay])
    expect(fake.requests).toMatchObject([
      { verified: true, outcome: 'success' },
      { verified: true, outcome: 'replay' },
    ])
    expect(fake.executions).toHaveLength(1)
  })

  test('that came twenty times at once runs once', async () => {
    const { fake, listening } = await startVerifying()
    const wire = await v1Request(listening.port)
    const codes = (await Promise.all(Array.from({ length: 20 }, () => send(wire)))).map(codeOf)
    expect(codes.filter((code) => code === 0)).toHaveLength(1)
    expect(codes.filter((code) => code === 4500)).toHaveLength(19)
    expect(fake.executions).toHaveLength(1)
    expect(fake.requests.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test('of a forged request is still free', async () => {
    const { listening } = await startVerifying()
    const sample = { nonce: 4711 }
    const forged = await v1Request(listening.port, { ...sample, keys: { ...permanent, secretKey: 'wrong' } })
    expect(codeOf(await send(forged))).toBe(4100)
    expect(codeOf(await send(await v1Request(listening.port, sample)))).toBe(0)
  })
})

test('a TC3 request is judged by X-TC-Timestamp, though its action has a parameter Timestamp', async () => {
  const { listening } = await startVerifying()
  const sample = { method: 'GET', path: '/kms/?Timestamp=1', body: '' }
  expect(codeOf(await send(await tc3Request(listening.port, sample)))).toBeUndefined()
})

test('expireToken() throws a TypeError for a SecretId that has no token', async () => {
  const { fake } = await startVerifying()
  for (const secretId of [permanent.secretId, 'AKIDx']) expect(() => fake.expireToken(secretId)).toThrow(TypeError)
})

test('setCredentials() throws a TypeError for what it cannot take, and keeps what it had', async () => {
  const { fake, listening } = await startVerifying()
  expect(() => fake.setCredentials([{ ...permanent, secretKey: '' }])).toThrow('"secretKey"')
  expect(codeOf(await send(await tc3Request(listening.port)))).toBeUndefined()
})
