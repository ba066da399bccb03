import { inspect } from 'node:util'
import { AuthenticationError } from 'axios-tencentcloud'
import { expect, test } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'

const key = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const secretId = 'IKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'

/** What providers say of credentials that they cannot use. */
const wordings: readonly ((secretKey: string) => string)[] = [
  (secretKey) => `secretKey=${secretKey}`,
  (secretKey) => `SecretKey: ${secretKey}`,
  (secretKey) => `{"secretKey":"${secretKey}","token":null}`,
  (secretKey) => JSON.stringify(JSON.stringify({ SecretKey: secretKey })),
  (secretKey) => `the secret key is ${secretKey}`,
  (secretKey) => `cannot sign in with secret key '${secretKey}'`,
  (secretKey) => `Error: invalid credential {secretId: "${secretId}", secretKey: "${secretKey}"}`,
  (secretKey) => inspect({ credential: { secretId, secretKey } }),
  (secretKey) => inspect(new Map([['secretKey', secretKey]])),
  (secretKey) => inspect([['secretKey', secretKey]]),
  (secretKey) => `GET https://sts.example.com/?SecretId=${secretId}&SecretKey=${secretKey}&a=1: 403`,
  (secretKey) => `GET ${encodeURIComponent(`https://sts.example.com/?SecretKey=${secretKey}`)}: 403`,
  (secretKey) => `TENCENTCLOUD_SECRET_KEY=${secretKey} TENCENTCLOUD_REGION=ap-guangzhou`,
  (secretKey) => `export TENCENTCLOUD_SECRETKEY="${secretKey}"`,
  (secretKey) => `[default]\naws_access_key_id = ABC\naws_secret_access_key = ${secretKey}`,
  (secretKey) => `AWS_SECRET_ACCESS_KEY=${secretKey}`,
  (secretKey) => `<Credentials><SecretKey>${secretKey}</SecretKey></Credentials>`,
  (secretKey) => `secret-key => ${secretKey}`,
  (secretKey) => `Authorization: Bearer ${secretKey}`,
  (secretKey) => `TmpSecretKey\t: ${secretKey}`,
]

/** Wordings without a name: only a key that looks random is recognised. */
const nameless: readonly ((secretKey: string) => string)[] = [
  (secretKey) => `refused: ${secretKey}`,
  (secretKey) => `cannot use SECRET=${secretKey}`,
  (secretKey) => `no access with key ${secretKey}`,
  (secretKey) => `${secretId}/${secretKey} was disabled`,
  (secretKey) => `login ${secretId}:${secretKey}@sts failed`,
]

const cases = [
  ...wordings.flatMap((wording) =>
    [key, '0123456789abcdef0123456789abcdef'].map((secret) => [wording, secret] as const),
  ),
  // One SecretKey in 280 has no digit.
  ...nameless.flatMap((wording) =>
    [key, 'mZvKxYwQpLtRsNbHjGfDcVaEiUoPqWeR'].map((secret) => [wording, secret] as const),
  ),
].map(([wording, secret]) => [wording(secret), secret] as const)

async function failureOf(cause: unknown): Promise<AuthenticationError> {
  const { client } = await startCloud()
  const credentials = () => Promise.reject(cause)
  const error = await rejectionOf(client({ credentials }).get('/v2/index.php', { params: { Action: 'ListKey' } }))
  expect(error).toBeInstanceOf(AuthenticationError)
  return error as AuthenticationError
}

const printed = (error: AuthenticationError): string =>
  [
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    String(error.stack),
    inspect(error.cause, { depth: 9, showHidden: true }),
  ].join('\n')

/** The parts of a secret, eight characters long. */
const partsOf = (secret: string): string[] =>
  Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8))

function expectClean(error: AuthenticationError, secret: string): void {
  const text = printed(error)
  for (const part of [...partsOf(secret), ...partsOf(secretId)]) expect(text).not.toContain(part)
}

test.each(cases)('the key in a provider’s error is not printed: %s', async (text, secret) => {
  expectClean(await failureOf(new Error(text)), secret)
  expectClean(await failureOf(text), secret)
  expectClean(await failureOf(new Error('no credentials', { cause: new Error(text) })), secret)
})

test.each([
  'connect ECONNREFUSED 127.0.0.1:80',
  'the token is expired, the secret key is missing and the SecretId is not found',
  'token: expired',
  'request 8f14e45f-ceea-467a-9575-7d8f5d2d1f4e failed: no role is bound to this CVM',
  'secretKey: undefined, token: null',
])('a provider’s error that shows no key stays as it is: %s', async (text) => {
  const error = await failureOf(new Error(text))
  expect(error.serverMessage).toBe(`the credentials provider failed: ${text}`)
})

test('a key that was used before is struck, whatever it looks like', async () => {
  const { client, clock } = await startCloud()
  const before = { secretId: 'my-old-id', secretKey: 'not-at-all-random', expiresAt: clock.now() + 60_000 }
  let calls = 0
  const credentials = async () => {
    if (calls++ === 0) return before
    throw new Error(`cannot replace ${before.secretKey} of ${before.secretId}`)
  }
  const http = client({ credentials })
  await http.get('/v2/index.php', { params: { Action: 'ListKey' } }).catch(() => {})
  clock.time += 120_000
  const error = await rejectionOf(http.get('/v2/index.php', { params: { Action: 'ListKey' } }))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect((error as AuthenticationError).code).toBe('ERR_CREDENTIALS')
  expect(printed(error as AuthenticationError)).not.toMatch(/not-at-all-random|my-old-id/)
})
