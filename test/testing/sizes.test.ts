import '../support/steps.ts'

import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { NonceMemory } from '../../src/testing/freshness.ts'
import { SlidingWindow } from '../../src/testing/limits/meters.ts'
import { Queue } from '../../src/testing/queue.ts'
import { growthOf, linear } from '../support/steps.ts'

const cases: [string, (count: number) => void][] = [
  [
    'a queue',
    (count) => {
      const queue = new Queue<number>()
      for (let index = 0; index < count; index++) queue.push(index)
      for (let index = 0; index < count; index++) queue.shift()
      expect(queue.size).toBe(0)
    },
  ],
  [
    'nonces that are forgotten',
    (count) => {
      const nonces = new NonceMemory()
      for (let index = 0; index < count; index++) nonces.isReplay('id', `${index}`, index, count / 4)
      expect(nonces.isReplay('id', '0', count, count / 4)).toBe(false)
    },
  ],
  [
    'a sliding window',
    (count) => {
      const window = new SlidingWindow(count, count / 4, undefined)
      for (let index = 0; index < count; index++) if (window.hasRoom(index)) window.count(index)
      expect(window.hasRoom(2 * count)).toBe(true)
    },
  ],
  [
    'faults queued one by one',
    (count) => {
      const fake = createFakeTencentCloud()
      const fault = faults.html()
      for (let index = 0; index < count / 4; index++) fake.fail('*', fault)
      expect(fake.pendingFaults[0]?.faults).toHaveLength(count / 4)
    },
  ],
]

test.each(cases)('the work for one does not grow with their number: %s', async (_, work) => {
  expect(await growthOf((count) => count, work)).toBeLessThan(linear)
})

test('a log of 10,000 requests finds those of an action, as copies that do not grow', async () => {
  const fake = createFakeTencentCloud()
  const send = (action: string) => fake.handle(new Request(`https://kms.api.qcloud.com/?Action=${action}`))
  for (let sent = 0; sent < 5_000; sent++) for (const action of ['A', 'B']) await send(action)
  const [requests, executions] = [fake.requestsOf('A'), fake.executionsOf('B')]
  await send('A')
  await send('B')
  expect([requests.length, executions.length]).toEqual([5_000, 5_000])
  expect([fake.requestsOf('A').length, fake.executionsOf('B').length]).toEqual([5_001, 5_001])
  expect(fake.requestsOf('C')).toEqual([])
})
