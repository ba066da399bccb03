import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Credentials, encodeParams, signV1, type V1Options, type V1Request } from '../../src/signing/index.ts'
import { anyText } from '../support/any-text.ts'
import { cryptos } from './cryptos.ts'
import { encodePlainly, signPlainly } from './v1-plainly.ts'

const account: Credentials = { secretId: 'AKIDexample', secretKey: 'secretKeyOfTheExample' }
const legacy: V1Request = { method: 'GET', host: 'cvm.api.qcloud.com', path: '/v2/index.php', params: {} }

const sign = async (
  params: Record<string, unknown>,
  request: Partial<V1Request> = {},
  options: Partial<V1Options> = {},
  by = account,
) =>
  Object.fromEntries(
    await signV1({ ...legacy, ...request, params }, by, {
      timestamp: 1_700_000_000,
      nonce: '4503599627370497',
      ...options,
    }),
  )
const hmac = (hash: string, text: string) => createHmac(hash, account.secretKey).update(text).digest('base64')
const common = 'Nonce=4503599627370497&SecretId=AKIDexample&Timestamp=1700000000'

describe('parameters', () => {
  test.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['lists by index from 0', { InstanceIds: ['a', 'b'] }, { 'InstanceIds.0': 'a', 'InstanceIds.1': 'b' }],
    [
      'objects by name',
      { Filters: [{ Name: 'zone', Values: ['x'] }] },
      { 'Filters.0.Name': 'zone', 'Filters.0.Values.0': 'x' },
    ],
    [
      'numbers and booleans as text',
      { Limit: 20, Offset: 0, Dry: false, Big: 2n ** 64n },
      { Limit: '20', Offset: '0', Dry: 'false', Big: '18446744073709551616' },
    ],
    ['empty text as it is', { Name: '' }, { Name: '' }],
    [
      'nothing for null, undefined and empty lists or objects',
      { A: null, B: undefined, C: [], D: {}, E: [null, 'x'] },
      { 'E.1': 'x' },
    ],
    ['dates as in JSON', { Since: new Date(0) }, { Since: '1970-01-01T00:00:00.000Z' }],
  ])('are flattened: %s', async (_what, params, expected) => {
    const { Nonce, SecretId, Timestamp, Signature, ...flat } = await sign(params)
    expect(flat).toEqual(expected)
  })

  test('come sorted by name with the Signature last', async () => {
    const signed = await signV1({ ...legacy, params: { limit: 1, Action: 'ListKey', 'a.10': 1, 'a.9': 2 } }, account, {
      timestamp: 1,
      nonce: 1,
    })
    expect(signed.map(([name]) => name)).toEqual([
      'Action',
      'Nonce',
      'SecretId',
      'Timestamp',
      'a.10',
      'a.9',
      'limit',
      'Signature',
    ])
  })

  test('of an earlier signature are replaced', async () => {
    const first = await sign(
      { Action: 'ListKey' },
      {},
      { nonce: '1', timestamp: 1 },
      { secretId: 'other', secretKey: 'other', token: 'old' },
    )
    const again = await sign(first, {}, {}, { ...account, token: 'new' })
    expect(again).toEqual(await sign({ Action: 'ListKey' }, {}, {}, { ...account, token: 'new' }))
    expect(again).toMatchObject({
      SecretId: 'AKIDexample',
      Nonce: '4503599627370497',
      Timestamp: '1700000000',
      Token: 'new',
    })
  })

  test('that are bytes throw a TypeError that names them', async () => {
    await expect(sign({ File: new Uint8Array(1) })).rejects.toThrow(/Parameter "File" is binary/)
  })

  test('that are circular throw a TypeError', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    await expect(sign(circle)).rejects.toThrow(/nested too deeply/)
  })
})

describe('the text that is signed', () => {
  test('has raw values, the method in upper case and the host without a port', async () => {
    const { Signature } = await sign(
      { Action: 'Send', name: 'a b&c=未' },
      { method: 'post', host: 'CVM.api.qcloud.com:443' },
    )
    expect(Signature).toBe(hmac('sha1', `POSTcvm.api.qcloud.com/v2/index.php?Action=Send&${common}&name=a b&c=未`))
  })

  test('has dots in place of the underscores in names of legacy requests, after sorting', async () => {
    const { Signature, get_key_url } = await sign({ get_key_url: 'x_y', getB: 1 })
    expect(Signature).toBe(hmac('sha1', `GETcvm.api.qcloud.com/v2/index.php?${common}&getB=1&get.key.url=x_y`))
    expect(get_key_url).toBe('x_y')
  })

  test('keeps the underscores in names of API 3.0 requests', async () => {
    const { Signature } = await sign({ a_b: 1 }, { host: 'cvm.tencentcloudapi.com', path: '/' })
    expect(Signature).toBe(hmac('sha1', `GETcvm.tencentcloudapi.com/?${common}&a_b=1`))
  })
})

describe('the method', () => {
  test.each([
    ['HmacSHA256', undefined, 'sha256', 'HmacSHA256'],
    ['HmacSHA1', 'HmacSHA256', 'sha1', 'HmacSHA1'],
    [undefined, 'HmacSHA256', 'sha256', 'HmacSHA256'],
    [undefined, 'anything', 'sha1', 'anything'],
    [undefined, undefined, 'sha1', undefined],
  ] as const)(
    '%s, with %s among the parameters, signs with %s as the server will check',
    async (option, param, hash, sent) => {
      const { Signature, SignatureMethod } = await sign({ SignatureMethod: param }, {}, { signatureMethod: option })
      const inText = sent ? `&SignatureMethod=${sent}` : ''
      expect(SignatureMethod).toBe(sent)
      expect(Signature).toBe(
        hmac(hash, `GETcvm.api.qcloud.com/v2/index.php?${common.replace('&Timestamp', `${inText}&Timestamp`)}`),
      )
    },
  )
})

describe('any parameters', () => {
  const name = fc.oneof(
    anyText({ maxLength: 8 }),
    fc.constantFrom('SecretId', 'Timestamp', 'Nonce', 'SignatureMethod', 'Signature', 'Token', 'Action'),
    // Names that are equal or close neighbours once they are flattened.
    fc.constantFrom('A', 'A.0', 'A.1', 'A.10', 'A.B', 'A.B.0', 'A-', 'A_', 'a', '__proto__', '', '0', '10'),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      anyText({ maxLength: 12 }),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.constantFrom(null, undefined, Symbol('x'), () => 1, { toJSON: () => ['made', { B: 1 }] }),
      fc.date(),
      fc.array(tie('value'), { maxLength: 12 }),
      fc.sparseArray(tie('value'), { maxLength: 12 }),
      fc.dictionary(name, tie('value'), { maxKeys: 6 }),
    ),
  }))
  const ids = fc.array(fc.integer(), { maxLength: 200 })
  const params = fc
    .tuple(fc.dictionary(name, value, { maxKeys: 12 }), fc.option(ids, { nil: undefined }))
    .map(([given, list]) => (list ? { ...given, Ids: list } : given))

  test.each(cryptos)('are signed with $name as the documents say', async ({ crypto }) => {
    await fc.assert(
      fc.asyncProperty(
        params,
        fc.constantFrom('/', '/v2/index.php'),
        fc.constantFrom('HmacSHA1', 'HmacSHA256', undefined),
        fc.constantFrom('token', undefined),
        async (given, path, signatureMethod, token) => {
          const request = { method: 'post', host: 'Cvm.tencentcloudapi.com:443', path, params: given }
          const by = { ...account, token }
          const options = { timestamp: 1_700_000_000, nonce: '4503599627370497', signatureMethod }
          expect(await signV1(request, by, { ...options, crypto })).toEqual(signPlainly(request, by, options))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('are encoded as RFC 3986 says', () => {
    const text = fc.oneof(anyText(), fc.stringMatching(/^[\w.~-]*[ -~]?$/))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const expected = pairs.map((pair) => pair.map(encodePlainly).join('=')).join('&')
        expect(encodeParams(pairs)).toBe(expected)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('encodeParams', () => {
  test('encodes as RFC 3986 with upper-case hex digits', () => {
    expect(
      encodeParams([
        ['Filters.0.Name', "a b+c/=&~-_.!'()*未"],
        ['b', ''],
      ]),
    ).toBe('Filters.0.Name=a%20b%2Bc%2F%3D%26~-_.%21%27%28%29%2A%E6%9C%AA&b=')
  })

  test('comes back whole from any decoder', () => {
    const text = anyText().map((any) => any.toWellFormed())
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        expect([...new URLSearchParams(encodeParams(pairs))]).toEqual(pairs)
      }),
    )
  })

  test('encodes a lone surrogate as the signature does', async () => {
    const half = 'x\ud83d'
    const signatures = cryptos.map(async ({ crypto }) => (await sign({ half }, {}, { crypto })).Signature)
    expect(new Set(await Promise.all(signatures))).toEqual(new Set([(await sign({ half: 'x\ufffd' })).Signature]))
    expect(encodeParams([['half', half]])).toBe('half=x%EF%BF%BD')
  })
})
