import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  CredentialCache,
  type Credentials,
  environmentCredentials,
  type SigningCrypto,
  signTc3,
  signV1,
} from '../../src/signing/index.ts'
import { nodeImplementation } from './cryptos.ts'

const secret = 'aVerySecretKeyThatNobodyMaySee'
const token = 'aVerySecretTokenThatNobodyMaySee'
const account: Credentials = { secretId: 'AKIDexample', secretKey: secret, token }

const request = { method: 'POST', url: 'https://cvm.tencentcloudapi.com/', headers: {}, body: '{}' }
const legacy = { method: 'GET', host: 'cvm.api.qcloud.com', path: '/v2/index.php', params: {} }
const brokenHash: SigningCrypto = { ...nodeImplementation, sha256Hex: () => Promise.reject(new Error('no hash')) }

const failures: readonly [string, () => unknown][] = [
  [
    'a secret key with a line break',
    () => signTc3(request, { ...account, secretKey: `${secret}\n` }, { timestamp: 1 }),
  ],
  ['a token with a space', () => signV1(legacy, { ...account, token: `${token} ` }, { timestamp: 1, nonce: 1 })],
  [
    'a secret key in a list',
    () => new CredentialCache(JSON.parse(JSON.stringify({ ...account, secretKey: [secret] }))),
  ],
  ['a malformed provider', () => new CredentialCache(() => ({ ...account, secretId: '' })).get()],
  ['an expiry in seconds', () => new CredentialCache({ ...account, expiresAt: 1 })],
  [
    'a malformed variable',
    () => environmentCredentials({ TENCENTCLOUD_SECRET_ID: 'a', TENCENTCLOUD_SECRET_KEY: `${secret} x` }),
  ],
  ['a timestamp in milliseconds', () => signTc3(request, account, { timestamp: Date.now() })],
  ['a relative URL', () => signTc3({ ...request, url: '/' }, account, { timestamp: 1 })],
  [
    'bytes among the parameters',
    () => signV1({ ...legacy, params: { a: new Uint8Array(1) } }, account, { timestamp: 1, nonce: 1 }),
  ],
  ['a broken cryptography', () => signTc3(request, account, { timestamp: 1, crypto: brokenHash })],
]

test.each(failures)('the error for %s shows neither secret key nor token', async (_what, run) => {
  const error = await Promise.resolve()
    .then(run)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    )
  expect(error).toBeInstanceOf(Error)
  const shown = `${inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })} ${JSON.stringify(error)}`
  expect(shown).not.toContain(secret)
  expect(shown).not.toContain(token)
})

test('a credential cache shows no secret when it is inspected or serialised', async () => {
  const cache = new CredentialCache(account)
  await cache.get()
  expect(
    `${inspect(cache, { depth: Number.POSITIVE_INFINITY, showHidden: true })} ${JSON.stringify(cache)}`,
  ).not.toContain(secret)
})

test('a signed request does not contain the secret key', async () => {
  const headers = await signTc3(request, account, { timestamp: 1 })
  const params = await signV1(legacy, account, { timestamp: 1, nonce: 1 })
  expect(JSON.stringify([headers, params])).not.toContain(secret)
})
