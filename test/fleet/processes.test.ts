import { expect, test } from 'vitest'
import { runLoad } from '../../bench/load/run-load.ts'
import { withStalls } from '../support/fleet-stage.ts'
import { startRedis } from '../support/redis-server.ts'

const qps = 40
const processes = 4

test('four processes together keep one limit over HTTP, although Redis is killed and starts again empty', async () => {
  const redis = await startRedis()
  try {
    const result = await runLoad({
      side: 'axios-tencentcloud',
      rule: { kind: 'sliding window', qps },
      latencyMs: [40, 60],
      calls: 200,
      processes,
      workers: undefined,
      qps,
      capMs: 20_000,
      redisPort: redis.port,
      onStart() {
        setTimeout(() => void redis.kill(), 1_000)
        setTimeout(() => void redis.restart(), 2_500)
      },
    })
    const { calls, failed, unfinished, busiestSecond, rejected } = result
    expect({ calls, failed, unfinished }).toEqual({ calls: 200, failed: 0, unfinished: 0 })
    expect(busiestSecond).toBeLessThanOrEqual(withStalls(qps + processes, qps, result))
    expect(rejected.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(20)
  } finally {
    await redis.close()
  }
}, 90_000)
