import axios, { type AxiosAdapter, isCancel } from 'axios'
import { attachTencentCloud, type TencentCloudError } from 'axios-tencentcloud'
import { expect, test, vi } from 'vitest'
import { ManualClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'

// A network over which the second half of the package comes late.
const { arrived, arrive } = vi.hoisted(() => {
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  return { arrived, arrive: () => arrive() }
})
vi.mock('../../src/engine/recovery/index.ts', async (load) => {
  await arrived
  return load()
})
vi.mock('../../src/pacing/turns.ts', async (load) => {
  await arrived
  return load()
})

test('while the pacing is being loaded, calls keep their order, and an abort and a deadline end theirs', async () => {
  const clock = new ManualClock()
  const sent: string[] = []
  const answers: (() => void)[] = []
  const adapter: AxiosAdapter = (config) =>
    new Promise((resolve) => {
      sent.push(String(config.params.Id))
      const data = '{"Response":{"RequestId":"r-1"}}'
      answers.push(() => resolve({ status: 200, statusText: 'OK', headers: {}, config, data }))
    })
  const http = axios.create({ baseURL: 'https://cvm.tencentcloudapi.com', adapter })
  attachTencentCloud(http, { clock })
  const call = (Id: number | string, more = {}) =>
    http.get('/', { params: { Action: 'DescribeInstances', Id }, ...more })

  const first = Array.from({ length: 20 }, (_, number) => call(number))
  await expect.poll(() => sent).toHaveLength(20)
  const waiting = Array.from({ length: 5 }, (_, number) => call(20 + number))
  const controller = new AbortController()
  const aborted = rejectionOf(call('aborted', { signal: controller.signal }))
  const late = rejectionOf(call('late', { tencentCloud: { deadlineMs: 50 } }))
  controller.abort()
  expect(isCancel(await aborted)).toBe(true)
  for (const answer of answers.splice(0)) answer()
  await Promise.all(first)
  const afterwards = call('afterwards')
  await clock.untilSleeping(1)
  clock.advance(50)
  arrive()
  expect((await late) as TencentCloudError).toMatchObject({ name: 'TimeoutError', mayHaveRun: false })
  await expect.poll(() => sent).toHaveLength(26)
  for (const answer of answers.splice(0)) answer()
  await Promise.all([...waiting, afterwards])
  expect(sent.slice(20)).toEqual(['20', '21', '22', '23', '24', 'afterwards'])
  expect(clock.sleeping).toBe(0)
})
