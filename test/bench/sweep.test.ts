import { expect, test } from 'vitest'
import { allCells, type Cell, isOfGrid, latencies, loads, processCounts, rates } from '../../bench/sweep/cells.ts'
import { toCsv } from '../../bench/sweep/csv.ts'
import { idealMs } from '../../bench/sweep/ideal.ts'
import { type LimiterKind, limiters } from '../../bench/sweep/limiters.ts'
import { simulateCell } from '../../bench/sweep/simulate.ts'
import { summarize } from '../../bench/sweep/summary.ts'
import { toRows } from '../../bench/sweep/tables.ts'
import { burst } from '../pacing/scenarios.ts'

const [quick] = latencies
if (!quick) throw new Error('no latency')

const cell = (change: Partial<Cell> = {}): Cell => ({
  limiter: 'fixed',
  qps: 20,
  latency: { ...quick, roundTripMs: 50 },
  load: 'at once',
  processes: 1,
  calls: 60,
  pacing: true,
  ...change,
})

/** How many of the requests at these times are let in. */
function admitted(kind: LimiterKind, qps: number, times: readonly number[]): number {
  const limiter = limiters[kind](qps, 0)
  return times.filter((at) => limiter.admit(at)).length
}

const atOnce = Array.from({ length: 50 }, () => 0)

test.each([
  ['fixed', 20, 20],
  ['sliding', 20, 20],
  ['bucket', 20, 20],
  ['smooth', 20, 2],
  ['smooth', 5, 1],
  ['counts refused', 20, 20],
] as const)('a limiter that is %s, at %i/s, lets %i of 50 requests in at once', (kind, qps, expected) => {
  expect(admitted(kind, qps, atOnce)).toBe(expected)
})

test('only the limiter that counts refused requests keeps a client out that keeps calling', () => {
  const everyTenth = Array.from({ length: 300 }, (_, index) => index * 10)
  expect(admitted('sliding', 20, everyTenth)).toBe(60)
  expect(admitted('counts refused', 20, everyTenth)).toBe(20)
})

test.each(Object.keys(limiters) as LimiterKind[])(
  'a request at the time that a limiter names is let in, and none before: %s',
  (kind) => {
    const limiter = limiters[kind](5, 0.3)
    let now = 0
    for (let request = 0; request < 30; request++) {
      const free = limiter.nextFree(now)
      if (kind !== 'counts refused' && free > now) expect(limiter.admit(free - 1)).toBe(false)
      expect(limiter.admit(free)).toBe(true)
      now = free
    }
  },
)

test('the ideal of calls at once is that of the other simulations, and no client can be faster', async () => {
  for (const limiter of ['fixed', 'sliding', 'bucket', 'counts refused'] as const)
    expect(idealMs(cell({ limiter }), [])).toBeCloseTo(burst(60, 20))
  const { timeRatio } = await simulateCell(cell({ limiter: 'sliding' }), 1)
  expect(timeRatio).toBeGreaterThanOrEqual(0.99)
})

test('a run gives every call an end, and the same numbers for the same seed', async () => {
  for (const load of loads) {
    const some = cell({ load, processes: 4 })
    const run = await simulateCell(some, 3)
    expect(run.succeeded + run.refused + run.lost).toBe(some.calls)
    expect(run.waitsMs).toHaveLength(some.calls)
    expect(run.requests).toBeGreaterThanOrEqual(run.succeeded)
    expect(await simulateCell(some, 3)).toEqual(run)
  }
})

test('without pacing, calls wait for their own backoff only, and are throttled more often', async () => {
  const calls = 200
  const paced = await simulateCell(cell({ calls }), 1)
  const alone = await simulateCell(cell({ calls, pacing: false }), 1)
  expect(alone.requests).toBeGreaterThan(2 * paced.requests)
})

test('each combination of the grid is a cell, and a line of the file', async () => {
  const grid = allCells.filter((_, index) => isOfGrid(index))
  expect(grid).toHaveLength(
    Object.keys(limiters).length * rates.length * latencies.length * loads.length * processCounts.length,
  )
  const summary = await summarize(cell(), [1])
  const lines = toCsv(grid.map((one) => ({ cell: one, summary }))).split('\n')
  const [headings] = lines
  expect(lines).toHaveLength(grid.length + 2)
  for (const line of lines.slice(0, -1)) expect(line.split(',')).toHaveLength(headings?.split(',').length ?? 0)
})

test('tables mark cells above the aim, and tell what was refused and lost', () => {
  const overSeeds = { median: 1.5, worst: 1.6 }
  const summary = {
    time: overSeeds,
    requests: overSeeds,
    refused: 3,
    lost: 1,
    busiestSecond: 40,
    waitP50Ms: 1,
    waitP99Ms: 2,
  }
  const rows = toRows([{ cell: { ...cell(), latency: quick }, summary }], [])
  expect(rows.flatMap((row) => Object.values(row))).toContain('**1.50** (1.60) · 1.50 (1.60) 3 refused 1 lost ‼')
})
