import { attemptsOf, type TencentCloudEvent } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'

const url = 'https://kms.api.qcloud.com/v2/index.php?Action=ListKey'
const throttled = '{"code":4420,"message":"(10250)qps throttling"}'

test('an answer that is handed back because no retry could be made can be read', async () => {
  let asked = 0
  const credentials = () => {
    asked++
    if (asked > 1) throw new Error('the vault is closed')
    return { secretId: 'AKIDexample', secretKey: 'example', expiresAt: 1_000_000_000_000 }
  }
  const given = async () => new Response(throttled)
  const fetch = createTencentCloudFetch(given, { throwErrors: false, credentials, clock: new InstantClock() })
  const response = await fetch(url)
  expect(await response.json()).toMatchObject({ code: 4420 })
  expect(attemptsOf(response).at(-1)).toMatchObject({ decision: 'give-up' })
})

test('a fetch that returns nothing is a mistake: its TypeError comes out, and nothing is repeated', async () => {
  let calls = 0
  const given = async () => {
    calls++
    return JSON.parse('null')
  }
  const error = await rejectionOf(createTencentCloudFetch(given, { clock: new InstantClock() })(url))
  expect(error).toBeInstanceOf(TypeError)
  expect(String(error)).toContain('returned no response')
  expect(calls).toBe(1)
})

test('a refused status of another host ends the call as given up, not as a success', async () => {
  const events: TencentCloudEvent[] = []
  const given = async () => new Response('not here', { status: 404 })
  const fetch = createTencentCloudFetch(given, { onEvent: (event) => events.push(event) })
  expect((await fetch('https://example.com/missing')).status).toBe(404)
  expect(events.map(({ type }) => type)).toEqual(['start', 'attempt', 'give-up'])
})

test('a ClientToken that stands in the URL is the only one', async () => {
  const sent: string[] = []
  const given = async (address: string) => {
    sent.push(address)
    return new Response('{"Response":{"RequestId":"r"}}')
  }
  const fetch = createTencentCloudFetch(given, { clientToken: 'inject' })
  await fetch('https://cvm.tencentcloudapi.com/?Action=RunInstances&Version=2017-03-12&ClientToken=mine')
  expect(sent.map((address) => new URL(address).searchParams.getAll('ClientToken'))).toEqual([['mine']])
})
