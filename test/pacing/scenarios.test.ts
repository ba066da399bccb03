import { expect, test } from 'vitest'
import { rows } from './scenarios.ts'
import { simulate } from './simulator.ts'

const seeds = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) * 7_919)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const shown = (values: readonly number[]) => `${mean(values).toFixed(3)} (${Math.max(...values).toFixed(3)})`

/** Set to print the table of docs/pacing-measured.md. */
const printing = process.env.PACING_TABLE !== undefined

test.each(rows)('$name: no call fails, and time and requests stay within bounds', async (row) => {
  const runs = []
  for (const seed of seeds(row.seeds ?? 20)) runs.push(await simulate(row.scenario, seed))
  const time = runs.map((run) => run.timeMs / row.idealMs)
  const requests = runs.map((run) => run.requests / run.succeeded)
  if (printing) console.log(`| ${row.name} | ${shown(time)} | ${shown(requests)} | 0 |`)
  for (const { succeeded, refused, lost, overtakings, sleeping, waiting } of runs)
    expect({ succeeded, refused, lost, overtakings, sleeping, waiting }).toEqual({
      succeeded: row.scenario.calls,
      refused: 0,
      lost: 0,
      overtakings: 0,
      sleeping: 0,
      waiting: 0,
    })
  expect(mean(time)).toBeLessThanOrEqual(row.time[0])
  expect(Math.max(...time)).toBeLessThanOrEqual(row.time[1])
  expect(mean(requests)).toBeLessThanOrEqual(row.requests[0])
  expect(Math.max(...requests)).toBeLessThanOrEqual(row.requests[1])
})
