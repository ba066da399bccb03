import { getEventListeners } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import axios, { type AxiosRequestConfig, isAxiosError, isCancel } from 'axios'
import { attachTencentCloud, HttpError, isTencentCloudError, TimeoutError } from 'axios-tencentcloud'
import { describe, expect, test } from 'vitest'
import { ManualClock, whileTimePasses } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { type Drip, serveDrip } from '../support/drip.ts'

type AdapterName = 'http' | 'fetch'

/** The refused statuses, through each adapter. */
const refused = [302, 404, 502].flatMap((status) => [[status, 'http'] as const, [status, 'fetch'] as const])

/** A client that trusts the server, and one to which it is any other host. */
function clientsOf({ url }: Drip, adapter: AdapterName, clock: ManualClock) {
  const create = (baseURL?: string) => {
    const shared = { adapter, proxy: false, maxRedirects: 0, responseType: 'stream' } as const
    const http = axios.create(baseURL === undefined ? shared : { ...shared, baseURL })
    attachTencentCloud(http, { clock, retry: false, service: 'kms' })
    // fetch would follow a redirect.
    return (config: AxiosRequestConfig = {}) =>
      http.get(`${url}/?Action=ListKey`, {
        ...(adapter === 'fetch' && { fetchOptions: { redirect: 'manual' } }),
        ...config,
      })
  }
  return { trusting: create(url), foreign: create() }
}

/** The call is looking into the body: some of it came. */
const whileDripping = (drip: Drip) => expect.poll(() => drip.written().length).toBeGreaterThan(8)

const streamOf = (error: unknown): Readable => (isAxiosError(error) ? error.response : undefined)?.data

/** Ends the drip; the stream must then be what was written, from its first byte. */
async function expectWhole(stream: Readable, drip: Drip): Promise<void> {
  const read = text(stream)
  await whileDripping(drip)
  drip.finish()
  expect(await read).toBe(drip.written())
}

describe('a stream that drips', () => {
  test.each(refused)(
    'under HTTP %i through %s is judged by its status after 5 s, and is handed on whole',
    async (status, adapter) => {
      const drip = await serveDrip(status)
      const clock = new ManualClock()
      const call = rejectionOf(clientsOf(drip, adapter, clock).trusting())
      await whileDripping(drip)
      const error = await whileTimePasses(clock, 5_000, call)
      expect(error).toBeInstanceOf(HttpError)
      expect(error).toMatchObject({ httpStatus: status })
      await expectWhole(streamOf(error), drip)
    },
  )

  test.each(['http', 'fetch'] as const)('under HTTP 200 through %s is handed on whole after 5 s', async (adapter) => {
    const drip = await serveDrip(200)
    const clock = new ManualClock()
    const call = clientsOf(drip, adapter, clock).trusting()
    await whileDripping(drip)
    await expectWhole((await whileTimePasses(clock, 5_000, call)).data, drip)
  })

  test.each(refused)('under HTTP %i through %s waits for no longer than axios’ timeout', async (status, adapter) => {
    const drip = await serveDrip(status)
    const clock = new ManualClock()
    const call = rejectionOf(clientsOf(drip, adapter, clock).trusting({ timeout: 3_000 }))
    await whileDripping(drip)
    expect(await whileTimePasses(clock, 3_000, call)).toMatchObject({ name: 'HttpError', httpStatus: status })
  })

  test.each([[200, 'http'], [200, 'fetch'], ...refused] as const)(
    'under HTTP %i through %s ends with the signal, which keeps no listener, and its connection is closed',
    async (status, adapter) => {
      const drip = await serveDrip(status)
      const controller = new AbortController()
      const { signal } = controller
      const call = rejectionOf(clientsOf(drip, adapter, new ManualClock()).trusting({ signal }))
      await whileDripping(drip)
      controller.abort()
      expect(isCancel(await call)).toBe(true)
      await expect.poll(() => getEventListeners(signal, 'abort').length).toBe(0)
      await drip.abandoned
    },
  )

  test.each(refused)('under HTTP %i through %s ends with the cancelToken', async (status, adapter) => {
    const drip = await serveDrip(status)
    const { token, cancel } = axios.CancelToken.source()
    const call = rejectionOf(clientsOf(drip, adapter, new ManualClock()).trusting({ cancelToken: token }))
    await whileDripping(drip)
    cancel('no longer wanted')
    expect(await call).toMatchObject({ message: 'no longer wanted', code: 'ERR_CANCELED' })
    await drip.abandoned
  })

  test.each(refused)('under HTTP %i through %s ends with the deadline of the call', async (status, adapter) => {
    const drip = await serveDrip(status)
    const clock = new ManualClock()
    const call = rejectionOf(clientsOf(drip, adapter, clock).trusting({ tencentCloud: { deadlineMs: 1_000 } }))
    await whileDripping(drip)
    expect(await whileTimePasses(clock, 1_000, call)).toBeInstanceOf(TimeoutError)
    await drip.abandoned
    expect(clock.sleeping).toBe(0)
  })
})

describe('on another host a stream that drips', () => {
  test.each(refused)(
    'under HTTP %i through %s reaches its caller whole, though no clock moves',
    async (status, adapter) => {
      const drip = await serveDrip(status)
      const error = await rejectionOf(clientsOf(drip, adapter, new ManualClock()).foreign())
      expect(isTencentCloudError(error)).toBe(false)
      expect(axios.isAxiosError(error) && error.status).toBe(status)
      await expectWhole(streamOf(error), drip)
    },
  )

  test.each(['http', 'fetch'] as const)('under HTTP 200 through %s reaches its caller whole', async (adapter) => {
    const drip = await serveDrip(200)
    await expectWhole((await clientsOf(drip, adapter, new ManualClock()).foreign()).data, drip)
  })
})

test('a Blob that cannot be read is passed on after 5 s', async () => {
  class Unreadable extends Blob {
    override arrayBuffer = () => new Promise<never>(() => {})
  }
  const clock = new ManualClock()
  const data = new Unreadable(['{"code":4400}'])
  const http = axios.create({
    baseURL: 'https://kms.api.qcloud.com',
    adapter: async (config) => ({ status: 200, statusText: '', headers: {}, config, data }),
  })
  attachTencentCloud(http, { clock })
  const call = http.get('/', { responseType: 'blob' })
  expect((await whileTimePasses(clock, 5_000, call)).data).toBe(data)
})
