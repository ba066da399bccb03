import { setTimeout as sleep } from 'node:timers/promises'
import { createFleet } from 'axios-tencentcloud/fleet'
import { Cluster, Redis } from 'ioredis'
import { createCluster } from 'redis'
import { expect, onTestFinished, test } from 'vitest'
import { hasRedis, startRedis } from '../support/redis-server.ts'

test.skipIf(!hasRedis)('the clients of a cluster share limits as those of a single Redis do', async () => {
  const redis = await startRedis({ more: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] })
  onTestFinished(() => redis.close())
  const { port } = redis
  const admin = new Redis({ port, host: '127.0.0.1' })
  onTestFinished(() => admin.disconnect())
  await admin.cluster('ADDSLOTSRANGE', 0, 16_383)
  while (!(await admin.cluster('INFO')).includes('cluster_state:ok')) await sleep(50)

  const ofIoredis = new Cluster([{ port, host: '127.0.0.1' }])
  onTestFinished(() => ofIoredis.disconnect())
  const ofNodeRedis = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })
  ofNodeRedis.on('error', () => {})
  onTestFinished(() => ofNodeRedis.destroy())
  await ofNodeRedis.connect()

  for (const key of ['one', 'two', 'three']) {
    const slots: number[] = []
    for (const client of [ofIoredis, ofNodeRedis]) {
      const fleet = createFleet({ redis: client, processes: 2, timeoutMs: 20_000 })
      const { slotsInMs, fallback } = await fleet.reserve({ key, qps: 0.01, wanted: 1, withinMs: 600_000 })
      expect(fallback).toBeUndefined()
      slots.push(...slotsInMs)
    }
    expect(slots).toHaveLength(2)
    expect(slots[1]).toBeGreaterThan(50_000)
  }
})
