import { Redis } from 'ioredis'
import { burst } from '../test/pacing/scenarios.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { type Result, runLoad } from './load/run-load.ts'
import { ownName, rateLimiterFlexible } from './load/sides.ts'
import type { Row, Suite } from './suite.ts'

type Limiter = 'fixed window' | 'sliding window'

interface Scenario {
  /** The scenarios of a group run concurrently, because nearly all of the time is waiting. */
  readonly group: number
  readonly limiter: Limiter
  readonly calls: number
  readonly processes: number
  readonly coordination: keyof typeof coordinations
  /** Calls per second; default 20. */
  readonly qps?: number
}

const usualQps = 20

/** How the processes that share a limit are coordinated. */
const coordinations = {
  fleet: { name: 'fleet', side: ownName, isConfigured: true, isShared: true },
  together: { name: 'fleet that learns the limit', side: ownName, isConfigured: false, isShared: true },
  learned: { name: 'none: each process learns the limit', side: ownName, isConfigured: false, isShared: false },
  divided: {
    name: 'none: a quarter of the limit configured in each',
    side: ownName,
    isConfigured: true,
    isShared: false,
  },
  queue: { name: rateLimiterFlexible.name, side: rateLimiterFlexible.name, isConfigured: true, isShared: true },
} as const

const scenarios: readonly Scenario[] = [
  { group: 1, limiter: 'fixed window', calls: 500, processes: 1, coordination: 'fleet' },
  { group: 1, limiter: 'sliding window', calls: 500, processes: 1, coordination: 'fleet' },
  { group: 1, limiter: 'fixed window', calls: 500, processes: 4, coordination: 'fleet' },
  { group: 2, limiter: 'sliding window', calls: 500, processes: 4, coordination: 'fleet' },
  { group: 2, limiter: 'fixed window', calls: 512, processes: 16, coordination: 'fleet' },
  { group: 3, limiter: 'sliding window', calls: 512, processes: 16, coordination: 'fleet' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, coordination: 'fleet' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, coordination: 'learned' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, coordination: 'divided' },
  { group: 4, limiter: 'sliding window', calls: 2_000, processes: 4, coordination: 'queue' },
  ...(['fixed window', 'sliding window'] as const).flatMap((limiter, at): readonly Scenario[] => [
    { group: 5 + at, limiter, calls: 512, processes: 4, coordination: 'together' },
    { group: 7 + at, limiter, calls: 512, processes: 16, coordination: 'together' },
    { group: 9 + at, limiter, calls: 512, processes: 4, coordination: 'learned' },
    { group: 11 + at, limiter, calls: 512, processes: 16, coordination: 'learned' },
    { group: 5 + at, limiter, calls: 304, processes: 4, coordination: 'together', qps: 5 },
    { group: 9 + at, limiter, calls: 2_000, processes: 4, coordination: 'together', qps: 100 },
  ]),
]

const quickScenarios: readonly Scenario[] = [
  { group: 1, limiter: 'sliding window', calls: 60, processes: 1, coordination: 'fleet' },
  { group: 1, limiter: 'sliding window', calls: 60, processes: 4, coordination: 'fleet' },
  { group: 1, limiter: 'sliding window', calls: 120, processes: 4, coordination: 'together' },
]

const capMs = 300_000

interface Measured extends Result {
  readonly commands: number
}

/** The number of scripts that a Redis has run. */
async function scriptsRun(port: number): Promise<number> {
  const redis = new Redis({ host: '127.0.0.1', port })
  const stats = await redis.info('commandstats')
  redis.disconnect()
  return [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)].reduce((sum, [, calls]) => sum + Number(calls), 0)
}

async function measure({ limiter, calls, processes, coordination, qps = usualQps }: Scenario): Promise<Measured> {
  const { side, isConfigured, isShared } = coordinations[coordination]
  const redis = await startRedis()
  try {
    const result = await runLoad({
      side,
      rule: { kind: limiter, qps },
      latencyMs: [40, 60],
      calls,
      processes,
      workers: undefined,
      qps: isConfigured ? qps / (isShared ? 1 : processes) : undefined,
      capMs,
      ...(isShared && { redisPort: redis.port }),
    })
    return { ...result, commands: await scriptsRun(redis.port) }
  } finally {
    await redis.close()
  }
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

const timeRatio = ({ calls, qps = usualQps }: Scenario, { timeMs }: Measured) => timeMs / burst(calls, qps)

const requestRatio = ({ accepted, rejected, calls, failed, unfinished }: Measured) =>
  (total(accepted) + total(rejected)) / (calls - failed - unfinished)

function toRow(scenario: Scenario, result: Measured): Row {
  const { limiter, calls, processes, coordination, qps = usualQps } = scenario
  const seconds = (ms: number) => (ms / 1_000).toFixed(1)
  return {
    scenario: `${calls.toLocaleString('en')} calls at once, ${qps}/s`,
    processes: String(processes),
    limiter,
    coordination: coordinations[coordination].name,
    'time ÷ ideal': timeRatio(scenario, result).toFixed(2),
    'requests ÷ success': requestRatio(result).toFixed(3),
    failed: String(result.failed + result.unfinished),
    'busiest second': String(result.busiestSecond),
    'commands ÷ call': coordinations[coordination].isShared ? (result.commands / result.calls).toFixed(2) : '–',
    'first and last process done, s': `${seconds(Math.min(...result.endsMs))}–${seconds(Math.max(...result.endsMs))}`,
    'timers late, ms': result.loopDelayMs.toFixed(0),
  }
}

/** Measures how well several processes use a shared limit. */
export const fleet: Suite = {
  name: 'fleet',
  title: 'One limit for many processes',
  method: 'one run over loopback HTTP and a real Redis, with real waits',
  notes: [
    'Each process has its own axios instance and Redis client. The calls are divided evenly among the processes, and all start at once. Server, Redis and clients are separate processes. Answers take 40 to 60 ms. A fleet that learns starts with an empty Redis.',
    'Ideal: a client that knows the limiter and fills each window as soon as it opens: 24.05 s for 500 calls, 99.05 s for 2,000. Even spacing at exactly the limit takes 1.04 times that for 500 calls, 1.01 times for 2,000; the safety margin of 2 % is added to it.',
    'Busiest second: the most requests that the server received in any 1,000 ms, rejected ones included.',
    'Commands ÷ call: scripts that Redis ran (EVALSHA). Timers late: 99th percentile of the busiest process; above 20 ms the machine was so busy that calls scheduled in different seconds arrived in the same one.',
    '"A quarter of the limit configured in each": `pacing: { limit: { qps: 5 } }` in each of four processes. "rate-limiter-flexible": RateLimiterQueue over RateLimiterRedis, `points: 20, duration: 1`, before each call; axios-tencentcloud retries calls that are throttled nevertheless.',
  ],
  async run({ quick }, add) {
    const chosen = quick ? quickScenarios : scenarios
    const rows: Row[] = []
    const measureRow = async (scenario: Scenario): Promise<Row> => {
      const result = await measure(scenario)
      const { limiter, processes, coordination, qps = usualQps } = scenario
      if (coordination === 'together' && qps === usualQps) {
        add.figure(`learns, ${processes} processes, ${limiter}: time`, timeRatio(scenario, result))
        add.figure(`learns, ${processes} processes, ${limiter}: requests`, requestRatio(result))
      }
      return toRow(scenario, result)
    }

    for (const group of new Set(chosen.map((scenario) => scenario.group))) {
      const own = chosen.filter((scenario) => scenario.group === group)
      rows.push(...(await Promise.all(own.map(measureRow))))
    }
    return rows
  },
}
