import { createFleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { connectTo } from '../support/fleet-stage.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'

const learning = { burst: 20, leastQps: 5, window: 0, accepted: 0, acceptedAgoMs: undefined }

async function startFull(policy: string) {
  const redis = await startRedis({ more: ['--maxmemory', '3mb', '--maxmemory-policy', policy] })
  onTestFinished(() => redis.close())
  const admin = new Redis({ port: redis.port, host: '127.0.0.1' })
  onTestFinished(() => admin.disconnect())
  const fleet = createFleet({ redis: await connectTo(redis.port), prefix: 'fleet', timeoutMs: 30_000 })
  return { admin, fleet }
}

/** Writes sessions of an hour until the store has evicted thousands of keys. */
async function fill(admin: Redis): Promise<void> {
  for (let batch = 0; batch < 40; batch++) {
    const pipeline = admin.pipeline()
    for (let one = 0; one < 500; one++) pipeline.set(`session:${batch}:${one}`, 'x'.repeat(200), 'EX', 3_600)
    await pipeline.exec()
  }
  expect(await admin.info('stats')).toMatch(/evicted_keys:[1-9]\d{3}/)
}

test.skipIf(!hasRedis)('a full Redis that evicts what expires first keeps the limits of a fleet', async () => {
  const { admin, fleet } = await startFull('volatile-ttl')
  const learned = { key: 'learned', qps: undefined, wanted: 1, withinMs: 1_000 }
  await fleet.reserve({ ...learned, learning })
  await fleet.reserve({ ...learned, wanted: 0, learning: { ...learning, accepted: 17, throttledAgoMs: 0 } })
  for (let count = 0; count < 50; count++) {
    await fleet.reserve({ key: 'configured', qps: 100, wanted: 1, withinMs: 60_000 })
  }
  await fill(admin)
  // The fiftieth slot was half a second ahead; a limit that was forgotten would begin anew.
  const keys = await admin.keys('fleet:*')
  expect(keys.filter((key) => !key.includes(':', key.indexOf('}') + 1))).toHaveLength(2)
  const other = createFleet({ redis: await connectTo(Number(admin.options.port)), prefix: 'fleet', timeoutMs: 30_000 })
  expect((await other.reserve({ ...learned, learning })).qps).toBe(17)
})

test.skipIf(!hasRedis)(
  'a store whose keys were evicted all the same gets the estimate back from a process',
  async () => {
    const { admin, fleet } = await startFull('volatile-lru')
    const learned = { key: 'learned', qps: undefined, wanted: 1, withinMs: 60_000 }
    await fleet.reserve({ ...learned, learning })
    await fleet.reserve({ ...learned, wanted: 0, learning: { ...learning, accepted: 17, throttledAgoMs: 0 } })
    await admin.flushall()
    await fleet.reserve({ ...learned, learning })
    const other = createFleet({
      redis: await connectTo(Number(admin.options.port)),
      prefix: 'fleet',
      timeoutMs: 30_000,
    })
    expect((await other.reserve({ ...learned, learning })).qps).toBe(17)
  },
)
