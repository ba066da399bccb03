import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createFleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectTo, memberWith } from '../support/fleet-stage.ts'
import { freePort, hasRedis, startRedis } from '../support/redis-server.ts'
import { until } from '../support/turns.ts'
import { ModelStore } from './store-model.ts'
import { pass, startVirtualTime, wait } from './virtual-time.ts'

const never = { evalsha: () => new Promise(() => {}), eval: () => new Promise(() => {}) }

describe('while the store does not answer', () => {
  test('calls go on with the share of one process', async () => {
    await startVirtualTime()
    const member = memberWith(never, { qps: 40, processes: 4, timeoutMs: 100 })
    const start = Date.now()
    await pass(member.call(6))
    expect(member.changes).toEqual([{ state: 'local', reason: 'no answer within 100 ms' }])
    // The first when it is known that there is no answer; then 10 a second, each 102 ms after the other.
    const waits = member.sentAt.map((at) => at - start)
    expect(waits[0]).toBeLessThanOrEqual(105)
    for (const [at, wait] of waits.slice(1).entries()) {
      expect(wait - (waits[at] ?? 0)).toBeGreaterThanOrEqual(101)
      expect(wait - (waits[at] ?? 0)).toBeLessThanOrEqual(104)
    }
  })

  test('an answer that comes too late is of no effect: its slots are given back', async () => {
    await startVirtualTime()
    const store = new ModelStore()
    const options = { redis: store.client, processes: 1, timeoutMs: 50 }
    const [fleet, other] = [createFleet(options), createFleet(options)]
    const reservation = { key: 'key', qps: 1, wanted: 1, withinMs: 60_000 }
    store.delayMs = 60
    expect(await pass(fleet.reserve(reservation))).toMatchObject({
      fallback: 'no answer within 50 ms',
      slotsInMs: [0],
    })
    store.delayMs = 1
    await pass(wait(100))
    expect(await pass(other.reserve(reservation))).toMatchObject({ fallback: undefined })
    // Slots are 1.02 s apart.
    const [late = Number.NaN, next] = store.granted
    expect(next).toBeLessThan(late + 1_000_000)
  })

  test('a process ends that has nothing else to do, though its trials go on', async () => {
    const code = `
      import { createFleet } from 'axios-tencentcloud/fleet'
      const never = () => new Promise(() => {})
      const fleet = createFleet({ redis: { evalsha: never, eval: never }, processes: 2, timeoutMs: 50 })
      const { fallback } = await fleet.reserve({ key: 'key', qps: 20, wanted: 1, withinMs: 1000 })
      console.log(fallback)`
    const options = ['--import', 'tsx', '--input-type=module', '--eval', code]
    const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 25_000 })
    expect(stdout.trim()).toBe('no answer within 50 ms')
  })
})

test('a client that refuses at once costs no time', async () => {
  const client = new Redis({ port: await freePort(), host: '127.0.0.1', enableOfflineQueue: false })
  client.on('error', () => {})
  onTestFinished(() => client.disconnect())
  // A minute would be the limit of the test.
  const member = memberWith(client, { qps: 40, processes: 4, timeoutMs: 60_000 })
  await member.call(1)
  expect(member.changes).toMatchObject([{ state: 'local' }])
})

test('a store that says what the script never says counts as one that fails', async () => {
  const client = { evalsha: async () => 'OK', eval: async () => 'OK' }
  const fleet = createFleet({ redis: client, processes: 2 })
  const grant = await fleet.reserve({ key: 'key', qps: 20, wanted: 3, withinMs: 1_000 })
  expect(grant).toMatchObject({
    fallback: 'the store returned something other than the result of the script',
    slotsInMs: [0],
  })
})

describe.skipIf(!hasRedis)('a Redis', () => {
  test.each([
    ['that is killed and comes back empty', false],
    ['that was out of reach from the beginning', true],
  ])('%s is shared again, and no call is lost', async (_what, isLate) => {
    const port = await freePort()
    const redis = await startRedis({ port })
    onTestFinished(() => redis.close())
    if (isLate) await redis.kill()
    const members = await Promise.all(
      [1, 2].map(async () => memberWith(await connectTo(port), { qps: 40, processes: 2 })),
    )
    const calls = members.map((member) => member.call(40))
    if (!isLate) {
      await until(() => members.every(({ sentAt }) => sentAt.length > 0))
      await redis.kill()
    }
    await until(() => members.every(({ changes }) => changes[0]?.state === 'local'))
    await redis.restart()
    await Promise.all(calls)
    await vi.waitFor(
      async () => {
        await Promise.all(members.map((member) => member.call(1)))
        for (const { changes } of members) expect(changes.at(-1)).toMatchObject({ state: 'shared' })
      },
      { timeout: 20_000, interval: 200 },
    )
  })
})
