import { gzipSync } from 'node:zlib'
import axios from 'axios'
import { attachTencentCloud, HttpError, TransportError } from 'axios-tencentcloud'
import { expect, onTestFinished, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { startScriptedServer } from '../support/scripted-server.ts'

const credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
const sign = (config: { headers: { set(fields: Record<string, string>): unknown } }) => {
  config.headers.set({ Authorization: 'mine', 'X-TC-Token': 'token' })
}

/** A server that redirects every request to another one. */
async function startRedirection() {
  const [from, to] = [await startScriptedServer(), await startScriptedServer()]
  onTestFinished(async () => {
    await from.close()
    await to.close()
  })
  from.answer = (_request, response) => response.writeHead(307, { Location: `${to.origin}/` }).end()
  to.answer = (_request, response) => response.end('{}')
  return { from, to }
}

const headers = { 'X-TC-Action': 'DescribeZones', 'X-TC-Version': '2017-03-12' }

test.each([
  ['http', 'credentials', { credentials }],
  ['fetch', 'credentials', { credentials }],
  ['http', 'sign', { sign }],
  ['fetch', 'sign', { sign }],
] as const)('the %s adapter follows no redirect of what %s signed', async (adapter, _name, options) => {
  const { from, to } = await startRedirection()
  const http = axios.create({ baseURL: from.origin, adapter, proxy: false })
  attachTencentCloud(http, options)
  const error = await rejectionOf(
    http.post('/', {}, { headers, maxRedirects: 5, fetchOptions: { redirect: 'follow' } }),
  )
  expect(error).toBeInstanceOf(HttpError)
  expect(error).toMatchObject({ httpStatus: 307, attempts: [{ decision: 'give-up' }] })
  expect(from.received).toHaveLength(1)
  expect(from.received[0]?.rawHeaders).toContain('Authorization')
  expect(to.received).toEqual([])
})

test.each(['http', 'fetch'] as const)(
  'by the %s adapter, a redirect that `validateStatus` accepts is handed over',
  async (adapter) => {
    const { from, to } = await startRedirection()
    const http = axios.create({ baseURL: from.origin, adapter, proxy: false, validateStatus: null })
    attachTencentCloud(http, { sign })
    const response = await http.post('/', {}, { headers })
    expect(response).toMatchObject({ status: 307, headers: { location: `${to.origin}/` } })
    expect(to.received).toEqual([])
  },
)

test.each(['http', 'fetch'] as const)(
  'by the %s adapter, a signed call ends although its compressed answer breaks off',
  async (adapter) => {
    const { from } = await startRedirection()
    from.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'Content-Length': 100 })
      response.write(gzipSync('{"Response":{"RequestId":"r-1"}}').subarray(0, 12), () => response.destroy())
    }
    const http = axios.create({ baseURL: from.origin, adapter, proxy: false })
    attachTencentCloud(http, { credentials, retry: false })
    const error = await rejectionOf(http.post('/', {}, { headers }))
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ mayHaveRun: true })
  },
)

test.each(['http', 'fetch'] as const)('the %s adapter follows the redirects of other calls', async (adapter) => {
  const { from, to } = await startRedirection()
  const http = axios.create({ adapter, proxy: false })
  attachTencentCloud(http, { credentials })
  await http.post(`${from.origin}/`, {}, { headers })
  expect(to.received).toHaveLength(1)
})
