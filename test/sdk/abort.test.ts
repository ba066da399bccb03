import { channel } from 'node:diagnostics_channel'
import { getEventListeners } from 'node:events'
import { isCancel } from 'axios'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { CvmClient, createCvm, profileFor, region, wrapCvm } from './clients.ts'

const throttle = () => faults.api3('RequestLimitExceeded', 'slow down')

describe('an abort is a CanceledError of axios, at once, and leaves nothing behind', () => {
  const expectCanceled = async (call: Promise<unknown>, { signal }: AbortController) => {
    expect(isCancel(await rejectionOf(call))).toBe(true)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    // Where the SDK's own requests are watched.
    await expect.poll(() => channel('http.client.request.start').hasSubscribers).toBe(false)
  }

  test('before anything was sent', async () => {
    const cloud = await startCloud()
    const profile = profileFor(cloud.url)
    const controller = new AbortController()
    controller.abort()
    await expectCanceled(wrapCvm({}, profile).request('DescribeZones', {}, { signal: controller.signal }), controller)
    expect(cloud.fake.requests).toHaveLength(0)
  })

  test('during an attempt, whose request ends', async () => {
    const cloud = await startCloud()
    cloud.fake.fail('DescribeZones', faults.hang())
    const controller = new AbortController()
    const client = wrapCvm({ service: 'cvm' }, profileFor(cloud.url))
    const call = client.request('DescribeZones', {}, { signal: controller.signal })
    const ended = expectCanceled(call, controller)
    await expect.poll(() => cloud.fake.inFlight).toBe(1)
    controller.abort()
    await ended
    await expect.poll(() => cloud.fake.inFlight).toBe(0)
  })

  test('during the wait before the next attempt', async () => {
    const cloud = await startCloud()
    const clock = new ManualClock()
    const controller = new AbortController()
    cloud.fake.fail('DescribeZones', throttle())
    const call = wrapCvm({ clock, pacing: false }, profileFor(cloud.url)).request(
      'DescribeZones',
      {},
      { signal: controller.signal },
    )
    const ended = expectCanceled(call, controller)
    await clock.untilSleeping(1)
    controller.abort()
    await ended
    expect(clock.sleeping).toBe(0)
    expect(cloud.fake.requests).toHaveLength(1)
  })

  test('while the credentials provider of the client hangs', async () => {
    const controller = new AbortController()
    const client = new CvmClient({ credential: { getCredential: () => new Promise(() => {}) }, region })
    const call = withTencentCloud(client).request('DescribeZones', {}, { signal: controller.signal })
    const ended = expectCanceled(call, controller)
    controller.abort()
    await ended
  })
})

test('a deadline ends the request too, as a TimeoutError', async () => {
  const cloud = await startCloud()
  cloud.fake.fail('DescribeZones', faults.hang())
  const clock = new ManualClock()
  const client = withTencentCloud(createCvm(profileFor(cloud.url)), { clock, deadlineMs: 5_000 })
  const ended = rejectionOf(client.DescribeZones())
  await expect.poll(() => cloud.fake.inFlight).toBe(1)
  clock.advance(5_000)
  expect(await ended).toMatchObject({
    name: 'TimeoutError',
    reason: 'deadline',
    mayHaveRun: true,
  })
  await expect.poll(() => cloud.fake.inFlight).toBe(0)
})
