import type { TencentCloudError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { faults } from 'axios-tencentcloud/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

test.each([
  ['URLSearchParams', () => new URLSearchParams({ Action: 'ListKey' })],
  [
    'FormData',
    () => {
      const form = new FormData()
      form.set('Action', 'ListKey')
      form.set('File', new File(['x'], 'x.txt'))
      return form
    },
  ],
] as const)('%s that an interceptor signs in place is signed anew for each attempt', async (_name, make) => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', faults.legacy(4500, 'replay'), faults.legacy(4500, 'replay'))
  let nonce = 100
  const http = client()
  http.interceptors.request.use((config) => {
    config.data.append('Nonce', `${++nonce}`)
    config.data.append('Signature', `s${nonce}`)
    return config
  })
  await http.post(path, make())
  expect(fake.requests.map((request) => request.params.Nonce)).toEqual(['101', '102', '103'])
})

test('params that `sign` changes in place are signed anew for each attempt', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', throttled, throttled)
  let nonce = 0
  await client({
    sign: (config) => {
      config.params.append('Nonce', `${++nonce}`)
    },
  }).get(path, { params: new URLSearchParams({ Action: 'ListKey' }) })
  expect(fake.requests.map((request) => request.url.match(/Nonce/g)?.length)).toEqual([1, 1, 1])
})

test('`sign` sees the unsigned request again when error.config is sent again', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', faults.legacy(4000, '(1)no'))
  const seen: unknown[] = []
  const http = client({
    sign(config) {
      seen.push([config.params.Signature, config.headers.get('Authorization')])
      return {
        ...config,
        headers: { ...config.headers, Authorization: 'x' },
        params: { ...config.params, Signature: 's', Nonce: seen.length },
      } as unknown as typeof config
    },
  })
  const error = (await rejectionOf(http.get(path, list))) as TencentCloudError
  await http.request(error.config ?? {})
  expect(seen).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ])
})

test('what an interceptor or signer throws in a later attempt arrives as it was thrown', async () => {
  const { fake, client } = await startCloud()
  for (const thrown of ['no credentials', { redirect: true }, undefined]) {
    fake.fail('ListKey', throttled)
    const http = client({
      sign: (_config, { attempt }) => {
        if (attempt > 1) throw thrown
      },
    })
    expect(await http.get(path, list).catch((error: unknown) => [error])).toEqual([thrown])
  }
})

test('the Content-Length of an attempt does not cut off the longer body of the next', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', faults.legacy(4420, '(10250)qps throttling'))
  let attempt = 0
  const http = client({
    sign(config) {
      config.data = { Alias: 'x'.repeat(10 ** ++attempt) }
    },
  })
  await http.post(path, {}, { params: { Action: 'CreateKey' } })
  const bodies = fake.requests.map(({ headers, params }) => [Number(headers['content-length']), params.Alias])
  expect(bodies.map(([, alias]) => String(alias).length)).toEqual([10, 100])
  expect(bodies.map(([length]) => length)).toEqual([22, 112])
})

test('a field that is called __proto__ is a parameter like others, and changes no prototype', async () => {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', faults.legacy(4420, '(10250)qps throttling'))
  const data: object = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"A":1}')
  const http = client()
  http.interceptors.request.use((config) => {
    config.params = { ...config.params, Nonce: fake.requests.length, Signature: `s${fake.requests.length}` }
    return config
  })
  await http.post(path, data, { ...list, headers: { 'Content-Type': 'application/json' } })
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(fake.requests).toHaveLength(2)
  expect(fake.requests[1]?.body).toEqual(fake.requests[0]?.body)
})

test('a `sign` that never answers is waited for a minute, by axios and by fetch', async () => {
  const { fake, client, url } = await startCloud()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const sign = vi.fn(() => new Promise<never>(() => {}))
  const calls = [client({ sign }).get(path, list), createTencentCloudFetch(fetch, { sign, hosts: [url] })(url)]
  const errors = Promise.all(calls.map(rejectionOf))
  await vi.waitUntil(() => sign.mock.calls.length === 2)
  await vi.advanceTimersByTimeAsync(60_000)
  const late = new Error('axios-tencentcloud: `sign` has not answered for 60 s')
  expect(await errors).toEqual([late, late])
  expect(fake.requests).toEqual([])
})
