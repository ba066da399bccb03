import axios, { type CreateAxiosDefaults } from 'axios'
import MockAdapter from 'axios-mock-adapter'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import { http as handlers } from 'msw'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test } from 'vitest'

const credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
const headers = { 'X-TC-Action': 'DescribeZones', 'X-TC-Version': '2017-03-12' }
const answer = { Response: { RequestId: 'r-1' } }

function createMocked(config: CreateAxiosDefaults = {}) {
  const http = axios.create({ baseURL: 'https://cvm.tencentcloudapi.com', ...config })
  // It knows the types of axios' CommonJS build.
  const mock = new MockAdapter(http as never, { onNoMatch: 'throwException' })
  attachTencentCloud(http, { credentials })
  return { http, mock }
}

test('handlers of axios-mock-adapter for relative URLs and params answer signed calls', async () => {
  const { http, mock } = createMocked()
  mock.onPost('/', { Limit: 1 }).reply(200, answer)
  mock.onGet('/', { params: { Limit: 1, Name: "it's a name" } }).reply(200, answer)
  await http.post('/', { Limit: 1 }, { headers })
  await http.get('/', { headers, params: { Limit: 1, Name: "it's a name" } })
  mock.onPost('/#of-a-page').reply(200, answer)
  await http.post('/#of-a-page', {}, { headers })
  const sent = [...(mock.history.post ?? []), ...(mock.history.get ?? [])]
  expect(sent.map((request) => [request.url, request.baseURL])).toEqual(
    ['/', '/#of-a-page', '/'].map((url) => [url, 'https://cvm.tencentcloudapi.com']),
  )
  for (const request of sent) expect(request.headers?.Authorization).toContain('TC3-HMAC-SHA256')
})

test('parameters that TC3 carries as headers are gone from the params; the others stay', async () => {
  const { http, mock } = createMocked()
  mock.onGet('/', { params: { Limit: 1 } }).reply(200, answer)
  await http.get('/', { params: { Action: 'DescribeZones', Version: '2017-03-12', Limit: 1 } })
  expect(mock.history.get?.[0]?.headers).toMatchObject({ 'X-TC-Action': 'DescribeZones' })
})

test('handlers for relative URLs answer calls of the legacy API', async () => {
  const { http, mock } = createMocked({ baseURL: 'https://kms.api.qcloud.com' })
  mock.onGet('/v2/index.php').reply(200, { code: 0 })
  mock.onPost('/v2/index.php').reply(200, { code: 0 })
  await http.get('/v2/index.php', { params: { Action: 'ListKey', Name: 'a b' } })
  await http.post('/v2/index.php', { Action: 'ListKey' })
  expect(axios.getUri(mock.history.get?.[0] ?? {})).toMatch(/Name=a%20b.*&Signature=/)
})

test('msw answers signed calls, and their signatures are right', async () => {
  const fake = createFakeTencentCloud({ credentials: [credentials] })
  const server = setupServer(...fake.handlers(handlers))
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => server.close())
  const http = axios.create({ baseURL: 'https://cvm.tencentcloudapi.com', proxy: false })
  attachTencentCloud(http, { credentials })
  await http.get('/', { headers, params: { Name: "it's (a) name, *" } })
  await http.get('/?Zone=1', { headers, params: { Name: "'" } })
  await http.post('', {}, { headers })
  expect(fake.requests.map(({ verified }) => verified)).toEqual([true, true, true])
})
