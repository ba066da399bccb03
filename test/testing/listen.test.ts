import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import axios from 'axios'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { startLoopback } from './loopback.ts'

test('listens on 127.0.0.1 and a free port, and frees it on close()', async () => {
  const { listening } = await startLoopback()
  expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`)
  expect(listening.urlOf('kms')).toBe(`${listening.url}/kms`)
  await listening.close()
  await listening.close()
  const again = await createFakeTencentCloud().listen({ port: listening.port })
  expect(again.port).toBe(listening.port)
  await again.close()
})

test('close() ends idle keep-alive sockets and running requests, and resolves', async () => {
  const { fake, listening, kms } = await startLoopback()
  const httpAgent = new Agent({ keepAlive: true })
  await kms.get('/', { httpAgent })
  expect(Object.values(httpAgent.freeSockets).flat()).toHaveLength(1)
  fake.fail('*', faults.hang(), faults.delay(60_000))
  const failures = [rejectionOf(kms.get('/')), rejectionOf(fetch(listening.url))]
  await expect.poll(() => fake.inFlight).toBe(2)
  await listening.close()
  expect(await failures[0]).toMatchObject({ isAxiosError: true })
  expect(await failures[1]).toBeInstanceOf(TypeError)
  await expect.poll(() => fake.inFlight).toBe(0)
  await expect.poll(() => Object.values(httpAgent.freeSockets).flat()).toHaveLength(0)
})

test('two fakes at once know nothing of one another', async () => {
  const [one, two] = [await startLoopback(), await startLoopback()]
  one.fake.fail('*', faults.html())
  const config = { params: { Action: 'ListKey', Nonce: 1 } }
  expect((await two.kms.get('/', config)).status).toBe(200)
  expect((await one.kms.get('/', config)).status).toBe(502)
  expect([one.fake.executions.length, two.fake.executions.length]).toEqual([0, 1])
})

test('one fake may listen at two ports', async () => {
  const { fake, listening } = await startLoopback()
  const second = await fake.listen()
  for (const { url } of [listening, second]) await axios.get(url, { proxy: false })
  expect(fake.requests).toHaveLength(2)
  await second.close()
})

test('a Host header of Tencent Cloud decides the service, whatever the path', async () => {
  const { fake, listening } = await startLoopback()
  for (const Host of ['cvm.tencentcloudapi.com', 'kms-gz.api.tencentyun.com', 'example.com']) {
    await axios.get(`${listening.url}/cbs/`, { proxy: false, headers: { Host } })
  }
  expect(fake.requests.map(({ service, host }) => [service, host])).toEqual([
    ['cvm', 'cvm.tencentcloudapi.com'],
    ['kms', 'kms-gz.api.tencentyun.com'],
    ['cbs', 'example.com'],
  ])
})

test('a path that starts with the API itself names no service', async () => {
  const { fake, listening } = await startLoopback()
  for (const path of ['/', '/v2/index.php', '/index.php', '//x/y']) {
    await axios.get(listening.url + path, { proxy: false })
  }
  expect(fake.requests.map(({ service }) => service)).toEqual([undefined, undefined, undefined, undefined])
})

test('what HTTP allows and a Request does not is answered 400', async () => {
  const { listening } = await startLoopback()
  const status = await new Promise((resolve, reject) => {
    request(listening.url, { method: 'TRACE' }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(400)
})

test('a client that goes away in the middle of its body leaves no trace', async () => {
  const { fake, listening, kms } = await startLoopback()
  const socket = connect(listening.port, '127.0.0.1')
  socket.write('POST /kms?Action=CreateKey HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc', () =>
    socket.destroy(),
  )
  await new Promise((resolve) => socket.once('close', resolve))
  await kms.get('/')
  expect(fake.requests.map(({ action }) => action)).toEqual([undefined])
})

test('a taken port rejects', async () => {
  const { fake, listening } = await startLoopback()
  await expect(fake.listen({ port: listening.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test.each([
  ['port', { port: -1 }],
  ['port', { port: 65_536 }],
  ['hostname', { hostname: 'localhost' }],
  ['host', { host: 1 }],
])('a bad option rejects with a TypeError that names "%s"', async (name, options) => {
  const failure = await rejectionOf(createFakeTencentCloud().listen(options as object))
  expect(failure).toBeInstanceOf(TypeError)
  expect(String(failure)).toContain(`"${name}"`)
})

test.each(['', 'v2', 'a/b', 'a.b'])('urlOf refuses %j, which names no service', async (service) => {
  const { listening } = await startLoopback()
  expect(() => listening.urlOf(service)).toThrow(TypeError)
})
