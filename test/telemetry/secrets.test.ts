import axios, { AxiosError } from 'axios'
import { attachTencentCloud, TencentCloudError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { path } from '../support/kms.ts'
import { type Recorder, recorder, shorts } from './recorder.ts'

describe('no event contains a secret', () => {
  const secretId = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'
  const secrets = [secretId, 'topsecretpassword', 'EliP9YW3pW28FpsEdkXtWcGeI', 'hex8f14e45fceea167a']
  const everything = (record: Recorder) =>
    record.events.map((event) => [JSON.stringify(event), String(Reflect.get(event, 'error'))]).join()
  const withSecrets = {
    params: { Action: 'ListKey', SecretId: secretId, Signature: 'EliP9YW3pW28FpsEdkXtWcGeI' },
    headers: { Authorization: 'hex8f14e45fceea167a', Cookie: 'hex8f14e45fceea167a' },
  }

  test('of the URL, or of an answer that repeats them', async () => {
    const { client, fake, url } = await startCloud()
    const baseURL = `${url.replace('//', '//user:topsecretpassword@')}/kms`
    const echo = (code: string) => faults.api3(code, secrets.join(), { requestId: 'hex8f14e45fceea167a' })
    fake.fail('ListKey', echo('RequestLimitExceeded.hex8f14e45fceea167a'), echo('hex8f14e45fceea167a'))
    const record = recorder()
    await rejectionOf(client({ onEvent: record.onEvent }, { baseURL }).get(path, withSecrets))
    expect(shorts(record)).toContain('retry 1 throttled')
    for (const secret of secrets) expect(everything(record)).not.toContain(secret)
  })

  test('of an error that axios or an interceptor threw: the event has a copy', async () => {
    const record = recorder()
    const http = axios.create()
    attachTencentCloud(http, { onEvent: record.onEvent })
    const error = await rejectionOf(
      http.get('https://example.com/', {
        ...withSecrets,
        adapter: async (config) => {
          throw new AxiosError(`failed: ${secrets[3]}`, 'ERR_BAD_REQUEST', config)
        },
      }),
    )
    expect(error).not.toBeInstanceOf(TencentCloudError)
    expect(record.events.at(-1)).toMatchObject({ error: { code: 'ERR_BAD_REQUEST', message: 'failed: [redacted]' } })
    expect(Reflect.get(record.events.at(-1) ?? {}, 'error')).not.toHaveProperty('config')
    for (const secret of secrets) expect(everything(record)).not.toContain(secret)
  })

  test('of a call that was cancelled', async () => {
    const { client } = await startCloud()
    const record = recorder()
    const controller = new AbortController()
    const failed = client({ onEvent: record.onEvent, sign: () => new Promise<undefined>(() => {}) }).get(path, {
      ...withSecrets,
      signal: controller.signal,
    })
    await expect.poll(() => record.events).toHaveLength(1)
    controller.abort()
    await rejectionOf(failed)
    expect(record.events.at(-1)).toMatchObject({ cancelled: true, error: { name: 'CanceledError' } })
    for (const secret of secrets) expect(everything(record)).not.toContain(secret)
  })
})
