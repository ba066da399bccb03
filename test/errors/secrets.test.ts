import { inspect } from 'node:util'
import axios, { AxiosError } from 'axios'
import {
  AuthenticationError,
  attachTencentCloud,
  HttpError,
  NetworkError,
  type TencentCloudError,
} from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
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

/** All that a program might print of an error. */
function printed(error: unknown): string {
  const typed = error as TencentCloudError
  return [
    JSON.stringify(error),
    inspect(error, { depth: 9 }),
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

  test('though a gateway’s page repeats them all', async () => {
    const { fake, client } = await startCloud()
    fake.fail('CreateKey', faults.body(`<html>${echo}</html>`, { status: 502 }))
    const error = await rejectionOf(client().post(url, body, request))
    expect(error).toBeInstanceOf(HttpError)
    expectClean(error)
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
    for (const data of bodies) {
      fake.fail('CreateKey', faults.legacy(4100, `(10030)${secrets.secretKey} ${secrets.token} ${secrets.signature}`))
      const error = await rejectionOf(client().post('/v2/index.php', data, { params: { Action: 'CreateKey' } }))
      const text = printed(error)
      for (const secret of [secrets.secretKey, secrets.token, secrets.signature]) expect(text).not.toContain(secret)
    }
  })
})

test('config, request and response are there, but not enumerable', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', faults.legacy(4100, '(10030)no'))
  const error = (await rejectionOf(client().post(url, body, request))) as TencentCloudError
  expect(error.config?.headers.get('Authorization')).toBe(secrets.authorization)
  expect(error.response?.data).toMatchObject({ code: 4100 })
  expect(error.request).toBeDefined()
  for (const name of ['config', 'request', 'response']) expect(Object.keys(error)).not.toContain(name)
})
