import { beforeEach, describe, expect, test } from 'vitest'
import { burst } from '../pacing/scenarios.ts'
import { fixedWindow, type Limit, slidingWindow } from '../pacing/simulator.ts'
import { seeded } from '../support/seeded.ts'
import { LearningProcess, LimitedService, startLearning } from './learning-stage.ts'
import { ModelStore } from './store-model.ts'
import { pass, wait } from './virtual-time.ts'

// In virtual time, through the public API, with what the script of the store does.

const kinds: readonly (readonly [string, (qps: number, random: () => number) => Limit])[] = [
  ['fixed windows', (qps, random) => fixedWindow(qps, 1_000, random())],
  ['sliding windows', (qps) => slidingWindow(qps, 1_000)],
]

beforeEach(startLearning)

function open(limit: Limit = slidingWindow(20, 1_000), seed = 1) {
  const store = new ModelStore()
  const service = new LimitedService(limit, seeded(seed))
  return { store, service, join: () => new LearningProcess(service, store.client) }
}

/** Teaches the store the limit of a service. */
async function teach({ join }: ReturnType<typeof open>): Promise<void> {
  await pass(join().call(100))
  await pass(wait(2_000))
}

describe.each([
  [4, 20],
  [16, 20],
  [4, 100],
])('%i processes that nobody told the limit of %i calls a second', (processes, qps) => {
  test.each(kinds)(
    'need 1.12 of the ideal time and 1.10 requests a success over %s',
    async (_kind, limitOf) => {
      const calls = qps === 20 ? 512 : 1_600
      const seeds = 2
      let [time, requests] = [0, 0]
      for (let seed = 1; seed <= seeds; seed++) {
        const { service, join } = open(limitOf(qps, seeded(seed + 10)), seed)
        const members = Array.from({ length: processes }, join)
        await pass(Promise.all(members.map((member) => member.call(calls / processes))))
        expect(service.acceptedAt).toHaveLength(calls)
        time += service.elapsedMs / burst(calls, qps) / seeds
        requests += service.requests / calls / seeds
        await pass(wait(5_000))
      }
      expect(time).toBeLessThanOrEqual(1.12)
      expect(requests).toBeLessThanOrEqual(1.1)
    },
    60_000,
  )
})

test.each(kinds)(
  'processes of ten calls each, four at a time, find what the last ones learned, over %s',
  async (_kind, limitOf) => {
    const { service, join } = open(limitOf(20, seeded(3)))
    let left = 40
    let succeeded = 0
    const runOne = async () => {
      while (left-- > 0) {
        const member = join()
        await member.call(10)
        succeeded += member.succeeded
      }
    }
    await pass(Promise.all(Array.from({ length: 4 }, runOne)))
    expect(succeeded).toBe(400)
    expect(service.requests / 400).toBeLessThanOrEqual(1.15)
    expect(service.elapsedMs / burst(400, 20)).toBeLessThanOrEqual(1.15)
  },
  30_000,
)

test('a process that joins sends no burst where the limit is known', async () => {
  const fleet = open()
  await teach(fleet)
  const before = fleet.service.requests
  const member = fleet.join()
  const calls = member.call(60)
  await pass(wait(500))
  expect(fleet.service.requests - before).toBeLessThanOrEqual(13)
  await pass(calls)
  expect(member.succeeded).toBe(60)
})

test('while no call is throttled, a process asks for the first call of a key, and after twenty, and then no more', async () => {
  const { service, store, join } = open({ admit: () => true })
  const member = join()
  await pass(member.call(1))
  expect(store.commands).toBe(1)
  await pass(member.call(500, 5))
  expect(service.acceptedAt).toHaveLength(501)
  expect(store.commands).toBeLessThanOrEqual(2)
})

test('without a limit, a burst of one process still doubles, nearly, each round trip', async () => {
  const { service, join } = open({ admit: () => true })
  await pass(join().call(1_000))
  // By doubling: 20, 40, 80 … in six round trips. By half as many more: in nine.
  expect(service.elapsedMs).toBeLessThanOrEqual(600)
})

test('while Redis is away each process goes on with its share of what was learned, and shares it again after', async () => {
  const fleet = open()
  await teach(fleet)
  const { service, store } = fleet
  const members = Array.from({ length: 4 }, fleet.join)
  const calls = Promise.all(members.map((member) => member.call(60)))
  await pass(wait(3_000))
  const before = service.acceptedAt.length
  store.leave()
  await pass(wait(4_000))
  const during = service.acceptedAt.length - before
  expect(during).toBeGreaterThanOrEqual(50)
  expect(during).toBeLessThanOrEqual(90)
  await pass(store.return())
  await pass(calls)
  expect(members.map(({ succeeded }) => succeeded)).toEqual([60, 60, 60, 60])
  for (const { events } of members)
    expect(events.filter((event) => event === 'shared' || event === 'local')).toEqual(['local', 'shared'])
  expect(service.rejectedAt.length).toBeLessThanOrEqual(40)
})

test('a Redis that was never there leaves a process as it is by itself: it learns the limit alone', async () => {
  const { service, store, join } = open()
  store.leave()
  const member = join()
  await pass(member.call(200))
  expect(member.succeeded).toBe(200)
  expect(service.elapsedMs / burst(200, 20)).toBeLessThanOrEqual(1.2)
  expect(service.requests / 200).toBeLessThanOrEqual(1.35)
})

test('a Redis that has lost everything gets the estimate back from the processes', async () => {
  const fleet = open()
  await teach(fleet)
  const { service, store } = fleet
  const members = Array.from({ length: 4 }, fleet.join)
  const calls = Promise.all(members.map((member) => member.call(75)))
  for (let loss = 0; loss < 5; loss++) {
    await pass(wait(2_000))
    store.forget()
    await pass(wait(500))
    expect(store.rates[0]).toBeGreaterThan(12)
  }
  const before = service.rejectedAt.length
  await pass(calls)
  expect(service.acceptedAt).toHaveLength(400)
  expect(service.rejectedAt.length - before).toBeLessThanOrEqual(20)
})

test.each([
  // A limit that is lowered to a third costs some hundred rejected requests before the rate is down.
  [20, 60, 1.1],
  [60, 20, 1.6],
] as const)('a limit of %i a second that becomes %i is followed', async (from, to, requests) => {
  const { service, join } = open(fixedWindow((now) => (now < 5_000 ? from : to), 1_000, 0))
  const members = Array.from({ length: 4 }, join)
  const calls = from * 5 + to * 20
  await pass(Promise.all(members.map((member) => member.call(calls / 4))))
  expect(service.acceptedAt).toHaveLength(calls)
  expect(service.elapsedMs / 25_000).toBeLessThanOrEqual(1.5)
  expect(service.requests / calls).toBeLessThanOrEqual(requests)
})
