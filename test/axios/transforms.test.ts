import axios from 'axios'
import type { TencentCloudError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path, throttled } from '../support/kms.ts'

test('transforms that a signing interceptor adds are added once to each attempt', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateKey', throttled, throttled)
  let nonce = 0
  let transforms = 0
  const http = client()
  http.interceptors.request.use((config) => ({
    ...config,
    params: { ...config.params, Nonce: ++nonce, Signature: `s${nonce}` },
    transformRequest: [(data: unknown) => ({ wrap: data }), ...[config.transformRequest ?? []].flat()],
    transformResponse: [
      ...[config.transformResponse ?? []].flat(),
      (data: unknown) => {
        transforms++
        return data
      },
    ],
  }))
  await http.post(path, { a: 1 }, { params: { Action: 'CreateKey' } })
  expect(fake.requests.map((request) => request.body)).toEqual(Array(3).fill('{"wrap":{"a":1}}'))
  expect(transforms).toBe(1)
})

test('transformResponse is intact on every config that the user can get hold of', async () => {
  const { fake, client } = await startCloud()
  const configs: { transformResponse?: unknown }[] = []
  const http = client({ throwErrors: false, rerunInterceptors: true, retry: { maxAttempts: 2 } })
  http.interceptors.request.use((config) => {
    configs.push(config)
    return config
  })
  fake.fail('ListKey', faults.html(502), faults.html(502))
  const rejection = (await rejectionOf(http.get(path, list))) as { config: object }
  const throwing = client()
  throwing.interceptors.request.use((config) => {
    configs.push(config)
    return config
  })
  fake.fail('ListKey', faults.legacy(4000, '(1)no'))
  const error = (await rejectionOf(throwing.get(path, list))) as TencentCloudError
  configs.push(rejection.config, error.config ?? {})
  expect(configs[0]?.transformResponse).toEqual(axios.defaults.transformResponse)
  for (const config of [configs[0], ...configs.slice(2)])
    expect(config?.transformResponse).toEqual(axios.defaults.transformResponse)
  expect((await http.request(rejection.config)).data).toMatchObject({ code: 0 })
})
