import axios, { type AxiosAdapter, type AxiosHeaders } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'
import { startScriptedServer } from '../support/scripted-server.ts'

const credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
const run = { headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } }

async function startOtherHost() {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  return server
}

/** The same server: by a name that shows at once that it is not trusted, and by one that the full rules refuse. */
const bothNames = (origin: string): string[] => [origin.replace('127.0.0.1', 'localhost'), origin]

const data = '{"Response":{"RequestId":"r-1"}}'
const accept: AxiosAdapter = async (config) => ({ status: 200, statusText: '', headers: {}, config, data })

describe('`sign`', () => {
  test('signs for trusted hosts only', async () => {
    const { fake, client, url } = await startCloud()
    const other = await startOtherHost()
    const sign = vi.fn((config) => {
      config.headers.set({ Authorization: 'signed', 'X-TC-Token': 'token' })
    })
    const http = client({ sign, hosts: ['gateway.example.com'] })
    await http.get(path, list)
    await http.get('https://gateway.example.com/', { adapter: accept })
    await http.get('https://cvm.tencentcloudapi.com/', { adapter: accept })
    expect(sign).toHaveBeenCalledTimes(3)
    for (const origin of bothNames(other.origin)) await http.get(`${origin}/`)
    await http.get('https://evil.example/?to=cvm.tencentcloudapi.com', { adapter: accept })
    await http.get('https://tencentcloudapi.com.evil.example/', { adapter: accept })
    expect(sign).toHaveBeenCalledTimes(3)
    expect(other.received).toHaveLength(2)
    expect(other.received.flatMap(({ rawHeaders }) => rawHeaders)).not.toContain('signed')
    expect(fake.requests[0]?.headers).toMatchObject({ authorization: 'signed' })
    expect(url).toBeTruthy()
  })
})

test.each([
  ['credentials', { credentials }],
  ['sign', { sign: (config: { headers: AxiosHeaders }) => void config.headers.set('Authorization', 'mine') }],
])(
  'with `allowAbsoluteUrls: false`, what %s signed goes to the baseURL and not to another host',
  async (_, options) => {
    const other = await startOtherHost()
    const own = await startOtherHost()
    own.answer = (_request, response) => response.end('{"Response":{"RequestId":"r-1"}}')
    for (const adapter of ['http', 'fetch'] as const) {
      const http = axios.create({ baseURL: own.origin, adapter, proxy: false, allowAbsoluteUrls: false })
      attachTencentCloud(http, options)
      await http.post(`${other.origin}/`, {}, run)
    }
    expect(other.received).toEqual([])
    expect(own.received.map(({ target }) => target)).toEqual(Array(2).fill(`/${other.origin}/`))
    expect(own.received.map(({ rawHeaders }) => rawHeaders.includes('Authorization'))).toEqual([true, true])
  },
)

test('a ClientToken is put into no body for a host that is not trusted', async () => {
  const { client, fake, url } = await startCloud()
  const other = await startOtherHost()
  const http = client({ clientToken: 'inject', service: 'cvm' }, { baseURL: `${url}/cvm` })
  for (const origin of bothNames(other.origin)) await http.post(`${origin}/`, { ImageId: 'i' }, run)
  expect(other.received.map(({ body }) => body)).toEqual(Array(2).fill('{"ImageId":"i"}'))
  await http.post('/', { ImageId: 'i' }, run)
  expect(fake.requests[0]?.params).toHaveProperty('ClientToken')
})

describe('plain http', () => {
  test.each([
    ['credentials', { credentials }],
    ['sign', { sign: () => {} }],
  ])('to Tencent Cloud is not signed with %s: the error names the option that allows it', async (_name, options) => {
    const adapter = vi.fn(accept)
    const http = axios.create({ baseURL: 'http://cvm.tencentcloudapi.com', adapter })
    const attachment = attachTencentCloud(http, options)
    const error = await rejectionOf(http.post('/', {}, run))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('allowPlainHttp')
    expect(adapter).not.toHaveBeenCalled()
    attachment.detach()
    attachTencentCloud(http, { ...options, allowPlainHttp: true })
    await http.post('/', {}, run)
    expect(adapter).toHaveBeenCalledTimes(1)
  })

  test('is sent where no signature of this package belongs', async () => {
    const adapter = vi.fn(accept)
    const http = axios.create({ adapter })
    attachTencentCloud(http, { credentials })
    await http.get('http://bucket-1250000000.cos.ap-beijing.myqcloud.com/object')
    await http.post('http://cvm.tencentcloudapi.com/', {}, { headers: { ...run.headers, Authorization: 'mine' } })
    expect(adapter).toHaveBeenCalledTimes(2)
  })

  test('to a gateway that `hosts` names is signed', async () => {
    const adapter = vi.fn(accept)
    const http = axios.create({ adapter })
    attachTencentCloud(http, { credentials, hosts: ['gateway.example.com'] })
    await http.post('http://gateway.example.com/', {}, run)
    expect(String(adapter.mock.calls[0]?.[0].headers.Authorization)).toContain('TC3-HMAC-SHA256')
  })
})
