import { Redis } from 'ioredis'
import { burst } from '../test/pacing/scenarios.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { type Result, runLoad } from './load/run-load.ts'
import { ownName, rateLimiterFlexible } from './load/sides.ts'
import type { Row, Suite } from './suite.ts'

type Limiter = 'fixed window' | 'sliding window'

interface Scenario {
  /** Those of a group run side by side: nearly all of the time is waiting. */
  readonly group: number
  readonly limiter: Limiter
  readonly calls: number
  readonly processes: number
  readonly way: keyof typeof ways
}

const qps = 20

/** How processes that share a limit keep to it. */
const ways = {
  fleet: { name: 'a fleet', side: ownName, isTold: true, isShared: true },
  learned: { name: 'each by itself: the limit is learned', side: ownName, isTold: false, isShared: false },
  divided: { name: 'each by itself: told a part of the limit', side: ownName, isTold: true, isShared: false },
  queue: { name: rateLimiterFlexible.name, side: rateLimiterFlexible.name, isTold: true, isShared: true },
} as const

const scenarios: readonly Scenario[] = [
  { group: 1, limiter: 'fixed window', calls: 500, processes: 1, way: 'fleet' },
  { group: 1, limiter: 'sliding window', calls: 500, processes: 1, way: 'fleet' },
  { group: 1, limiter: 'fixed window', calls: 500, processes: 4, way: 'fleet' },
  { group: 2, limiter: 'sliding window', calls: 500, processes: 4, way: 'fleet' },
  { group: 2, limiter: 'fixed window', calls: 512, processes: 16, way: 'fleet' },
  { group: 3, limiter: 'sliding window', calls: 512, processes: 16, way: 'fleet' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, way: 'fleet' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, way: 'learned' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, way: 'divided' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, way: 'queue' },
]

const quickScenarios: readonly Scenario[] = [
  { group: 1, limiter: 'sliding window', calls: 60, processes: 1, way: 'fleet' },
  { group: 1, limiter: 'sliding window', calls: 60, processes: 4, way: 'fleet' },
]

const capMs = 300_000

interface Measured extends Result {
  readonly commands: number
}

/** Scripts that a Redis was asked to run. */
async function scriptsRun(port: number): Promise<number> {
  const redis = new Redis({ host: '127.0.0.1', port })
  const stats = await redis.info('commandstats')
  redis.disconnect()
  return [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)].reduce((sum, [, calls]) => sum + Number(calls), 0)
}

async function measure({ limiter, calls, processes, way }: Scenario): Promise<Measured> {
  const { side, isTold, isShared } = ways[way]
  const redis = await startRedis()
  try {
    const result = await runLoad({
      side,
      rule: { kind: limiter, qps },
      latencyMs: [40, 60],
      calls,
      processes,
      workers: undefined,
      qps: isTold ? qps / (isShared ? 1 : processes) : undefined,
      capMs,
      ...(isShared && { redisPort: redis.port }),
    })
    return { ...result, commands: await scriptsRun(redis.port) }
  } finally {
    await redis.close()
  }
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

function toRow({ limiter, calls, processes, way }: Scenario, result: Measured): Row {
  const succeeded = result.calls - result.failed - result.unfinished
  const seconds = (ms: number) => (ms / 1_000).toFixed(1)
  return {
    scenario: `${calls.toLocaleString('en')} calls at once, 20/s`,
    processes: String(processes),
    limiter,
    'kept by': ways[way].name,
    'time ÷ ideal': (result.timeMs / burst(calls, qps)).toFixed(2),
    'requests ÷ success': ((total(result.accepted) + total(result.rejected)) / succeeded).toFixed(3),
    failed: String(result.failed + result.unfinished),
    'busiest second': String(result.busiestSecond),
    'commands ÷ call': ways[way].isShared ? (result.commands / result.calls).toFixed(2) : '–',
    'first and last process done, s': `${seconds(Math.min(...result.endsMs))}–${seconds(Math.max(...result.endsMs))}`,
    'timers late, ms': result.loopDelayMs.toFixed(0),
  }
}

/** How well several processes use a limit that they share. */
export const fleet: Suite = {
  name: 'fleet',
  title: 'One limit for many processes',
  method: 'one run over loopback HTTP and a real Redis, with real waits',
  notes: [
    'Each process has an axios instance and a Redis client of its own; calls are shared out evenly among the processes, and all begin at once. Server, Redis and clients are separate processes. Answers take 40 to 60 ms; 20 calls in a second are let in.',
    'Ideal: an omniscient client, which fills each window at its opening: 24.05 s for 500 calls, 99.05 s for 2,000. Even spacing at exactly the limit takes 1.04 of it for 500 calls, 1.01 for 2,000; the margin of 2 % comes on top.',
    'Busiest second: the most requests in any 1,000 ms as the server received them, those that it rejected included.',
    'Commands ÷ call: scripts that Redis ran (EVALSHA). "Timers late": of the busiest process, 99th percentile; above 20 ms the machine was so busy that calls due in different seconds arrived in one.',
    '"Told a part": `pacing: { limit: { qps: 5 } }` in each of four processes. "rate-limiter-flexible": RateLimiterQueue over RateLimiterRedis, `points: 20, duration: 1`, before each call; what is throttled all the same is retried by axios-tencentcloud.',
  ],
  async run({ quick }) {
    const chosen = quick ? quickScenarios : scenarios
    const rows: Row[] = []
    for (const group of new Set(chosen.map((scenario) => scenario.group))) {
      const own = chosen.filter((scenario) => scenario.group === group)
      const results = await Promise.all(own.map(async (scenario) => toRow(scenario, await measure(scenario))))
      rows.push(...results)
    }
    return rows
  },
}
