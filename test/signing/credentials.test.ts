import { describe, expect, test } from 'vitest'
import { readCredentials } from '../../src/signing/credentials.ts'
import {
  CredentialCache,
  type Credentials,
  CredentialsError,
  environmentCredentials,
  signTc3,
  signV1,
} from '../../src/signing/index.ts'

const good = { secretId: 'AKIDexample', secretKey: 'secretKeyOfTheExample' }

function thrownBy(run: () => unknown): CredentialsError {
  try {
    run()
  } catch (error) {
    if (error instanceof CredentialsError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const malformed: readonly [unknown, string, RegExp][] = [
  [undefined, 'credentials', /must be an object/],
  ['AKIDexample', 'credentials', /must be an object/],
  [{}, 'secretId', /secretId is missing/],
  [{ ...good, secretId: '' }, 'secretId', /is empty/],
  [{ ...good, secretId: 'AKIDexample\n' }, 'secretId', /line break/],
  [{ secretId: 'AKIDexample' }, 'secretKey', /secretKey is missing.*console\.cloud\.tencent\.com/],
  [{ ...good, secretKey: null }, 'secretKey', /is missing/],
  [{ ...good, secretKey: ' secretKeyOfTheExample' }, 'secretKey', /white space/],
  [{ ...good, secretKey: 12345 }, 'secretKey', /must be a string and is of type number/],
  [{ ...good, secretKey: Promise.resolve('x') }, 'secretKey', /must be a string and is of type object/],
  [{ ...good, secretKey: '密钥' }, 'secretKey', /another character/],
  [{ ...good, token: '' }, 'token', /is empty.*leave it out/],
  [{ ...good, token: 'a\r\nX-Injected: 1' }, 'token', /line break/],
  [{ ...good, expiresAt: '2024-01-01' }, 'expiresAt', /epoch milliseconds/],
  [{ ...good, expiresAt: Number.NaN }, 'expiresAt', /epoch milliseconds/],
  [{ ...good, expiresAt: 1_700_000_000 }, 'expiresAt', /looks like seconds.*1000/],
]

describe('malformed credentials', () => {
  test.each(malformed)('%o: %s is named with the fix', (value, field, message) => {
    const error = thrownBy(() => readCredentials(value))
    expect(error).toMatchObject({ name: 'CredentialsError', field, message: expect.stringMatching(message) })
  })

  test('are refused by both signers and by the cache', async () => {
    const broken: Credentials = { ...good, secretKey: 'two words' }
    const request = { method: 'GET', url: 'https://cvm.tencentcloudapi.com/', headers: {} }
    await expect(signTc3(request, broken, { timestamp: 1 })).rejects.toThrow(CredentialsError)
    const legacy = { method: 'GET', host: 'cvm.api.qcloud.com', path: '/v2/index.php', params: {} }
    await expect(signV1(legacy, broken, { timestamp: 1, nonce: 1 })).rejects.toThrow(CredentialsError)
    expect(() => new CredentialCache(broken)).toThrow(CredentialsError)
  })
})

test('good credentials are copied, with the known fields only', () => {
  const original = { ...good, token: 'token', expiresAt: 1_700_000_000_000, secret: 'more' }
  expect(readCredentials(original)).toEqual({ ...good, token: 'token', expiresAt: 1_700_000_000_000 })
  expect(readCredentials({ ...good, token: undefined })).toEqual(good)
})

describe('environmentCredentials', () => {
  const set = { TENCENTCLOUD_SECRET_ID: 'AKIDexample', TENCENTCLOUD_SECRET_KEY: 'secretKeyOfTheExample' }

  test.each<[string, Record<string, string>, Credentials]>([
    ['id and key', set, good],
    ['the token of tccli', { ...set, TENCENTCLOUD_TOKEN: 'a' }, { ...good, token: 'a' }],
    ['the token of the official Node.js SDK', { ...set, TENCENTCLOUD_SESSION_TOKEN: 'b' }, { ...good, token: 'b' }],
    [
      'the first of two tokens',
      { ...set, TENCENTCLOUD_TOKEN: 'a', TENCENTCLOUD_SESSION_TOKEN: 'b' },
      { ...good, token: 'a' },
    ],
    ['no token when it is empty', { ...set, TENCENTCLOUD_TOKEN: '' }, good],
  ])('reads %s', (_what, environment, expected) => {
    expect(environmentCredentials(environment)).toEqual(expected)
  })

  test.each([
    [{}, 'secretId', /Set the environment variable TENCENTCLOUD_SECRET_ID/],
    [{ ...set, TENCENTCLOUD_SECRET_KEY: '' }, 'secretKey', /Set the environment variable TENCENTCLOUD_SECRET_KEY/],
    [
      { ...set, TENCENTCLOUD_SECRET_KEY: 'a b' },
      'secretKey',
      /environment variable TENCENTCLOUD_SECRET_KEY: .*white space/,
    ],
    [{ ...set, TENCENTCLOUD_TOKEN: 'a b' }, 'token', /TENCENTCLOUD_TOKEN or TENCENTCLOUD_SESSION_TOKEN/],
  ])('names the variable: %o', (environment, field, message) => {
    expect(thrownBy(() => environmentCredentials(environment))).toMatchObject({
      field,
      message: expect.stringMatching(message),
    })
  })

  test('reads the environment of the process by default, at each call', () => {
    const before = { ...process.env }
    try {
      Object.assign(process.env, set)
      expect(environmentCredentials()).toMatchObject(good)
      process.env.TENCENTCLOUD_SECRET_ID = 'AKIDrotated'
      expect(environmentCredentials().secretId).toBe('AKIDrotated')
    } finally {
      for (const name of Object.keys(set)) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    }
  })
})
