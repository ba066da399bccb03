import axios, { type AxiosAdapter } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { expect, test, vi } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'

const { unavailable } = vi.hoisted(() => ({
  unavailable: () => {
    throw new TypeError('Failed to fetch dynamically imported module')
  },
}))
vi.mock('../../src/axios/change-request.ts', unavailable)
vi.mock('../../src/fetch/signing.ts', unavailable)

const credentials = { secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLE' }
const adapter: AxiosAdapter = async (config) => ({ status: 200, statusText: '', headers: {}, config, data: '{}' })

const foreign = ['https://api.example.com/', 'http://localhost:8080/?to=cvm.tencentcloudapi.com']

test.each([
  ['credentials', { credentials }],
  ['sign', { sign: () => {} }],
  ['clientToken', { clientToken: 'inject' }],
] as const)('with %s, a call to another host needs no signer, and is sent at once', async (_name, options) => {
  const called = vi.fn(adapter)
  const http = axios.create({ adapter: called, baseURL: 'https://cvm.tencentcloudapi.com' })
  attachTencentCloud(http, options)
  for (const url of foreign) {
    const call = http.post(url, {})
    for (let tick = 0; tick < 20; tick++) await Promise.resolve()
    expect(called).toHaveBeenCalledTimes(1)
    expect((await call).data).toEqual({})
    called.mockClear()
  }
})

test('a call to a trusted host fails if the signer cannot be loaded', async () => {
  const called = vi.fn(adapter)
  const http = axios.create({ adapter: called, baseURL: 'https://cvm.tencentcloudapi.com' })
  attachTencentCloud(http, { credentials })
  expect(String(await rejectionOf(http.post('/', {})))).toMatch(/signer|import|mock/i)
  expect(called).not.toHaveBeenCalled()
})

test.each([
  ['credentials', { credentials }],
  ['sign', { sign: () => {} }],
])(
  'with %s, a fetch of another host needs no signer; one of a trusted host fails without it',
  async (_name, options) => {
    const underlying = vi.fn(async () => new Response('{}'))
    const tencentFetch = createTencentCloudFetch(underlying, options)
    for (const url of foreign) expect((await tencentFetch(url)).status).toBe(200)
    expect(underlying).toHaveBeenCalledTimes(2)
    await rejectionOf(tencentFetch('https://cvm.tencentcloudapi.com/'))
    expect(underlying).toHaveBeenCalledTimes(2)
  },
)
