import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../compare.ts'
import { type Result, runLoad } from '../load/run-load.ts'
import { backoffAlone, ownName } from '../load/sides.ts'
import type { Row } from '../suite.ts'

const limiters = ['fixed window', 'sliding window'] as const
const sidesBeside = [ownName, backoffAlone.name] as const
/** Arrivals, in parts of the limit. */
const parts = [0.5, 0.7, 0.85] as const

const seconds = 30
const latencyMs = [40, 60] as const
/** Time between the starts of two runs, in ms. */
const staggerMs = 500

type Limiter = (typeof limiters)[number]

interface Arrivals {
  readonly limiter: Limiter
  readonly qps: number
  readonly part: number
}

const measure = (side: string, { limiter, qps, part }: Arrivals): Promise<Result> =>
  runLoad({
    side,
    rule: { kind: limiter, qps },
    latencyMs,
    calls: Math.round(seconds * qps * part),
    processes: 1,
    workers: undefined,
    arrivals: qps * part,
    qps: undefined,
    warmUp: false,
    isBatch: false,
    capMs: 3 * seconds * 1_000,
  })

function toRow({ limiter, qps, part }: Arrivals, results: readonly Result[]): Row {
  const cells = results.flatMap(({ side, waitsMs, calls, accepted, rejected }) => {
    const requests = [...accepted, ...rejected].reduce((sum, count) => sum + count, 0)
    const wait = (share: number) => quantile(waitsMs, share).toFixed(0)
    return [
      [`${side}: p50, ms`, wait(0.5)],
      [`${side}: p99, ms`, wait(0.99)],
      [`${side}: requests ÷ calls`, (requests / calls).toFixed(3)],
    ]
  })
  return {
    scenario: 'Latency of calls that arrive below the limit, each process cold',
    limiter,
    limit: `${qps}/s`,
    arriving: `at ${part} × the limit`,
    ...Object.fromEntries(cells),
  }
}

/** Of 100 calls a second more at a time would be held up by this machine. */
const atATime = new Map([
  [20, 6],
  [100, 1],
])

/** Measures the latency of calls that arrive at random, fewer than the limit allows. One limit after the other. */
export async function measureBelowLimit(): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [qps, size] of atATime) {
    const own = limiters.flatMap((limiter) => parts.map((part): Arrivals => ({ limiter, qps, part })))
    for (let from = 0; from < own.length; from += size) {
      const measured = own.slice(from, from + size).map(async (arrivals, at) => {
        await sleep(at * sidesBeside.length * staggerMs)
        return toRow(arrivals, await Promise.all(sidesBeside.map((side) => measure(side, arrivals))))
      })
      rows.push(...(await Promise.all(measured)))
    }
  }
  return rows
}
