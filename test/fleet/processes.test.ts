import { expect, test } from 'vitest'
import { runLoad } from '../../bench/load/run-load.ts'
import { startRedis } from '../support/redis-server.ts'

const qps = 40
const processes = 4

test('four processes keep one limit together over HTTP, though Redis is killed and comes back empty', async () => {
  const redis = await startRedis()
  try {
    const result = await runLoad({
      side: 'axios-tencentcloud',
      rule: { kind: 'sliding window', qps },
      latencyMs: [40, 60],
      calls: 280,
      processes,
      workers: undefined,
      qps,
      capMs: 20_000,
      redisPort: redis.port,
      onStart() {
        setTimeout(() => void redis.kill(), 1_500)
        setTimeout(() => void redis.restart(), 3_500)
      },
    })
    const { calls, failed, unfinished, busiestSecond, timeMs, rejected } = result
    expect({ calls, failed, unfinished }).toEqual({ calls: 280, failed: 0, unfinished: 0 })
    expect(busiestSecond).toBeLessThanOrEqual(qps + processes)
    expect(rejected.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(14)
    expect(timeMs).toBeLessThanOrEqual((280 / qps) * 1_020 + 2_000)
    // Each has got a fourth.
    expect(Math.max(...result.endsMs) - Math.min(...result.endsMs)).toBeLessThanOrEqual(1_500)
  } finally {
    await redis.close()
  }
}, 40_000)
