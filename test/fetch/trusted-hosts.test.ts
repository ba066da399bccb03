import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { expect, test, vi } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { serve, startFetchCloud } from './support.ts'

const credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
const sign = (request: Request) => {
  request.headers.set('Authorization', 'mine')
}
const post = { method: 'POST', headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' }, body: '{}' }

test('`sign` signs for trusted hosts only, and no ClientToken is put into the body for another', async () => {
  const { fake, fetch, at } = await startFetchCloud()
  const received: unknown[] = []
  const other = await serve(async (request, response) => {
    const body = (await request.toArray()).join('')
    received.push([request.headers.authorization, body])
    response.end('{}')
  })
  const tencentFetch = fetch({ sign, clientToken: 'inject', service: 'cvm' })
  await tencentFetch(at('cvm'), post)
  for (const origin of [other, other.replace('127.0.0.1', 'localhost')]) await tencentFetch(origin, post)
  expect(received).toEqual(Array(2).fill([undefined, '{}']))
  expect(fake.requests[0]?.headers.authorization).toBe('mine')
  expect(fake.requests[0]?.params).toHaveProperty('ClientToken')
})

test.each([
  ['credentials', { credentials }],
  ['sign', { sign }],
])('redirects of what %s signed are not followed', async (_name, options) => {
  const followed = vi.fn()
  const to = await serve((request, response) => {
    followed(request.headers)
    response.end('{}')
  })
  const from = await serve((_request, response) => response.writeHead(307, { Location: to }).end())
  const tencentFetch = createTencentCloudFetch(undefined, { ...options, hosts: [from] })
  expect(await rejectionOf(tencentFetch(from, post))).toMatchObject({ httpStatus: 307 })
  expect(followed).not.toHaveBeenCalled()
})

test.each([
  ['credentials', { credentials }],
  ['sign', { sign }],
])('plain http to Tencent Cloud is not signed with %s', async (_name, options) => {
  const underlying = vi.fn(async () => new Response('{"Response":{"RequestId":"r-1"}}'))
  const url = 'http://cvm.tencentcloudapi.com/'
  const error = await rejectionOf(createTencentCloudFetch(underlying, options)(url, post))
  expect(error).toBeInstanceOf(TypeError)
  expect((error as Error).message).toContain('allowPlainHttp')
  expect(underlying).not.toHaveBeenCalled()
  await createTencentCloudFetch(underlying, { ...options, allowPlainHttp: true })(url, post)
  expect(underlying).toHaveBeenCalledTimes(1)
})
