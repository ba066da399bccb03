import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { runLoad } from '../../bench/load/run-load.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'

const qps = 40
const processes = 4

test.skipIf(!hasRedis)(
  'four processes keep one limit together over HTTP, though Redis is killed and comes back empty',
  async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.close())
    let outage = Promise.resolve()
    const { calls, failed, unfinished, busiestSecond, rejected } = await runLoad({
      side: 'axios-tencentcloud',
      rule: { kind: 'sliding window', qps },
      latencyMs: [40, 60],
      calls: 160,
      processes,
      workers: undefined,
      qps,
      capMs: 60_000,
      redisPort: redis.port,
      onStart() {
        outage = sleep(1_000)
          .then(() => redis.kill())
          .then(() => sleep(1_500))
          .then(() => redis.restart())
      },
    })
    await outage
    expect({ calls, failed, unfinished }).toEqual({ calls: 160, failed: 0, unfinished: 0 })
    // Four processes that did not share the limit would send up to 160 calls in a second, and see most of them throttled.
    // How near they keep to it on a machine that does nothing else, npm run bench measures.
    expect(busiestSecond).toBeLessThan(2 * qps)
    expect(rejected.reduce((sum, count) => sum + count, 0)).toBeLessThan(calls / 4)
  },
  90_000,
)
