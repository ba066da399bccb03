import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { watchLoopDelay } from '../../bench/load/loop-delay.ts'
import { busiest, connectTo, join, type Member, memberWith, withStalls } from '../support/fleet-stage.ts'
import { freePort, type RedisServer, startRedis } from '../support/redis-server.ts'

// All tests run at the same time, because nearly all of it is waiting.
vi.setConfig({ maxConcurrency: 10 })

const qps = 20
const processes = 4
const calls = 30
/** While the store is away or comes back, each process may send one call more than its share in a second. */
const documented = qps + processes
const spacedMs = (processes * calls * 1_020) / qps

const servers: RedisServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

async function start(port?: number): Promise<RedisServer> {
  const redis = await startRedis({ port })
  servers.push(redis)
  return redis
}

const joinAll = (port: number): Promise<readonly Member[]> =>
  Promise.all(Array.from({ length: processes }, () => join({ port, qps, processes })))

interface Course {
  readonly sentAt: readonly number[]
  readonly timeMs: number
  /** The documented number of calls in one second. */
  readonly most: number
}

/** Each process makes its calls, all at once, while `happens` runs. */
async function run(members: readonly Member[], happens: () => Promise<void>): Promise<Course> {
  const loopDelay = watchLoopDelay()
  const startedAt = Date.now()
  await Promise.all([...members.map((member) => member.call(calls)), happens()])
  const sentAt = members.flatMap((member) => member.sentAt)
  return { sentAt, timeMs: Math.max(...sentAt) - startedAt, most: withStalls(documented, qps, loopDelay()) }
}

/** Checks that each process has reported the loss of Redis and, with one of its next calls, the return to it. */
async function expectReturn(members: readonly Member[]): Promise<void> {
  for (const { changes } of members) expect(changes[0]).toMatchObject({ state: 'local' })
  await vi.waitFor(
    async () => {
      await Promise.all(members.map((member) => member.call(1)))
      for (const { changes } of members) expect(changes.at(-1)).toMatchObject({ state: 'shared' })
    },
    { timeout: 8_000, interval: 200 },
  )
}

describe.concurrent('four processes that share a limit lose no call, do not exceed the documented number, and share it again', () => {
  test('when Redis is killed, and started again empty', async () => {
    const redis = await start()
    const members = await joinAll(redis.port)
    const { sentAt, timeMs, most } = await run(members, async () => {
      await sleep(1_200)
      await redis.kill()
      await sleep(2_000)
      await redis.restart()
    })
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(most)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 3_000)
    await expectReturn(members)
  }, 30_000)

  test('when Redis is stopped for 3 s', async () => {
    const redis = await start()
    const members = await joinAll(redis.port)
    const { sentAt, timeMs, most } = await run(members, async () => {
      await sleep(1_200)
      redis.pause()
      await sleep(3_000)
      redis.resume()
    })
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(most)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 3_000)
    await expectReturn(members)
  }, 30_000)

  test('when Redis refuses connections at first', async () => {
    const port = await freePort()
    const members = await joinAll(port)
    const { sentAt, timeMs, most } = await run(members, async () => {
      await sleep(2_500)
      await start(port)
    })
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(most)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 3_000)
    await expectReturn(members)
  }, 30_000)

  test('when Redis restarts empty, so quickly that no process notices', async () => {
    const redis = await start()
    const members = await joinAll(redis.port)
    const { sentAt, timeMs, most } = await run(members, async () => {
      await sleep(1_200)
      await redis.restart()
    })
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(most)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 3_000)
  }, 30_000)

  test('when Redis is too slow for 3 s', async () => {
    const redis = await start()
    let delayMs = 0
    const members = await Promise.all(
      Array.from({ length: processes }, async () => {
        const client = await connectTo(redis.port)
        if (!('evalsha' in client)) throw new Error('not ioredis')
        const late = async (answer: Promise<unknown>) => {
          await Promise.allSettled([answer, sleep(delayMs)])
          return answer
        }
        const slow = {
          evalsha: (...args: Parameters<typeof client.evalsha>) => late(client.evalsha(...args)),
          eval: (...args: Parameters<typeof client.eval>) => late(client.eval(...args)),
        }
        return memberWith(slow, { qps, processes })
      }),
    )
    const { sentAt, timeMs, most } = await run(members, async () => {
      await sleep(1_200)
      delayMs = 400
      await sleep(3_000)
      delayMs = 0
    })
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(most)
    expect(timeMs).toBeLessThanOrEqual(spacedMs + 3_000)
    await expectReturn(members)
  }, 30_000)

  test('when one of them loses Redis alone: it adds no more than its own share', async () => {
    const redis = await start()
    const together = await Promise.all(Array.from({ length: 3 }, () => join({ port: redis.port, qps, processes })))
    const alone = await join({ port: await freePort(), qps, processes })
    const { sentAt, most } = await run([...together, alone], async () => {})
    expect(alone.changes.map(({ state }) => state)).toEqual(['local'])
    expect(sentAt).toHaveLength(processes * calls)
    expect(busiest(sentAt)).toBeLessThanOrEqual(most + qps / processes)
  }, 30_000)
})
