import { getEventListeners } from 'node:events'
import http from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import axios from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

describe('streams', () => {
  test('of an answer that is not used are let go, so that a retry gets the connection', async () => {
    const { fake, client } = await startCloud()
    fake.fail('ListKey', faults.body('x'.repeat(3_000_000), { status: 502, headers: { 'content-type': 'text/html' } }))
    const httpAgent = new http.Agent({ maxSockets: 1, keepAlive: true })
    const { data } = await client({}, { responseType: 'stream', httpAgent }).get(path, list)
    expect(JSON.parse(await text(data)).code).toBe(0)
    httpAgent.destroy()
  })

  test('of text, as a mock makes them, arrive whole', async () => {
    const instance = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
    attachTencentCloud(instance)
    const { data } = await instance.get('/', {
      responseType: 'stream',
      adapter: async (config) => ({
        status: 200,
        statusText: '',
        headers: { 'content-type': 'application/json' },
        config,
        data: Readable.from(['{"hello":', '"wörld"}']),
      }),
    })
    expect(await text(data)).toBe('{"hello":"wörld"}')
  })

  test('handed on under a deadline leave no listener on a signal that outlives them, and obey it', async () => {
    const { fake, client } = await startCloud()
    fake.answer('ListKey', { filler: 'x'.repeat(200_000) })
    const controller = new AbortController()
    const request = {
      ...list,
      signal: controller.signal,
      responseType: 'stream',
      tencentCloud: { deadlineMs: 60_000 },
    } as const
    const instance = client({ clock: new ManualClock() })
    for (let count = 0; count < 3; count++) await text((await instance.get(path, request)).data)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    const { data } = await instance.get(path, request)
    controller.abort()
    expect(data.destroyed).toBe(true)
  })
})
