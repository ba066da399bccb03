import { HttpError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { expect, test } from 'vitest'
import { ManualClock, whileTimePasses } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { serveDrip } from '../support/drip.ts'

test.each([302, 404, 502])('a body under HTTP %i that drips is judged by its status after 5 s', async (status) => {
  const drip = await serveDrip(status)
  const clock = new ManualClock()
  const options = { clock, hosts: [drip.url], retry: false } as const
  const call = createTencentCloudFetch(undefined, options)(drip.url, { redirect: 'manual' })
  const ended = status === 302 ? call : rejectionOf(call)
  await expect.poll(() => drip.written().length).toBeGreaterThan(8)
  await whileTimePasses(clock, 5_000, ended)
  if (status !== 302) expect(await ended).toBeInstanceOf(HttpError)
  else expect(await ended).toMatchObject({ status: 302, bodyUsed: false })
})

test.each([200, 302, 404, 502])(
  'on another host a body under HTTP %i that drips is handed on whole',
  async (status) => {
    const drip = await serveDrip(status)
    const response = await createTencentCloudFetch(undefined, { clock: new ManualClock() })(drip.url, {
      redirect: 'manual',
    })
    expect(response).toMatchObject({ status, bodyUsed: false, url: `${drip.url}/` })
    const text = response.text()
    drip.finish()
    expect(await text).toBe(drip.written())
  },
)
