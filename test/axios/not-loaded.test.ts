import axios, { AxiosError } from 'axios'
import { attachTencentCloud, TencentCloudError, TransportError } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'

// What a browser does that lost its connection before the first failure.
vi.mock('../../src/engine/recovery/index.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})
vi.mock('../../src/engine/watch-call.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

test('a failure is thrown typed though the code that explains it cannot be loaded', async () => {
  const fake = createFakeTencentCloud()
  const listening = await fake.listen()
  onTestFinished(() => listening.close())
  const http = axios.create({ baseURL: listening.urlOf('kms'), proxy: false })
  attachTencentCloud(http)
  const list = { params: { Action: 'ListKey', SecretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3' } }
  fake.fail('ListKey', faults.legacy(4100, '(10030)no AKIDz8krbsJ5yKBZQpn74WFkmLPx3'), faults.reset('before'))
  const error = await rejectionOf(http.get('/v2/index.php', list))
  expect(error).toBeInstanceOf(TencentCloudError)
  expect(error).toMatchObject({
    code: '4100',
    moduleCode: '10030',
    mayHaveRun: true,
    attempts: [{ number: 1, code: '4100', decision: 'give-up', reason: 'not-loaded' }],
  })
  expect(JSON.stringify(error)).not.toContain('AKID')
  const lost = await rejectionOf(http.get('/v2/index.php', list))
  expect(lost).toBeInstanceOf(TransportError)
  expect(lost).toMatchObject({ code: 'ECONNRESET' })
})

test('a code and an id that are none as they look elsewhere are not shown: what strikes out secrets is not loaded either', async () => {
  const fake = createFakeTencentCloud()
  const listening = await fake.listen()
  onTestFinished(() => listening.close())
  const http = axios.create({ baseURL: listening.urlOf('kms'), proxy: false })
  attachTencentCloud(http)
  const secret = 'Signature=c2VjcmV0 AKIDz8krbsJ5yKBZQpn74WFkmLPx3'
  fake.fail('ListKey', faults.api3(`Invalid ${secret}`, 'no', { requestId: `for ${secret}\n` }))
  const error = await rejectionOf(http.get('/v2/index.php', { params: { Action: 'ListKey' } }))
  expect(error).toMatchObject({ code: 'ERR_NETWORK' })
  expect(JSON.stringify(error)).not.toMatch(/AKID|c2Vj/)
})

test('a success, and what another host answers, pass as ever', async () => {
  const http = axios.create()
  attachTencentCloud(http)
  const body = { code: 200, message: 'ok' }
  const response = await http.get('https://api.example.com/', {
    adapter: async (config) => ({ status: 200, statusText: '', headers: {}, config, data: JSON.stringify(body) }),
  })
  expect(response.data).toEqual(body)
  const error = await rejectionOf(
    http.get('https://api.example.com/', {
      adapter: async (config) => {
        throw new AxiosError('down', 'ECONNREFUSED', config)
      },
    }),
  )
  expect(error).not.toBeInstanceOf(TencentCloudError)
})

test('a call that is listened to goes on without being told of', async () => {
  const http = axios.create()
  const onEvent = vi.fn()
  attachTencentCloud(http, { onEvent })
  const response = await http.get('https://kms.api.qcloud.com/', {
    adapter: async (config) => ({ status: 200, statusText: '', headers: {}, config, data: '{"code":0}' }),
  })
  expect(response.data).toEqual({ code: 0 })
  expect(onEvent).not.toHaveBeenCalled()
})
