import { median, quantile } from '../compare.ts'
import type { Cell } from './cells.ts'
import { type RunOfCell, simulateCell } from './simulate.ts'

interface OverSeeds {
  readonly median: number
  readonly worst: number
}

/** What the runs of a cell showed, over all seeds. */
export interface Summary {
  /** Time ÷ ideal. */
  readonly time: OverSeeds
  /** Requests ÷ success. */
  readonly requests: OverSeeds
  /** Calls of all runs together. */
  readonly refused: number
  readonly lost: number
  /** Most requests that arrived in any second of any run. */
  readonly busiestSecond: number
  /** Medians of the runs' percentiles, in ms. */
  readonly waitP50Ms: number
  readonly waitP99Ms: number
}

const overSeeds = (values: readonly number[]): OverSeeds => ({ median: median(values), worst: Math.max(...values) })

/** Runs a cell once for each seed, and summarizes the runs. */
export async function summarize(cell: Cell, seeds: readonly number[]): Promise<Summary> {
  const runs: RunOfCell[] = []
  for (const seed of seeds) runs.push(await simulateCell(cell, seed))
  const sum = (of: (run: RunOfCell) => number) => runs.reduce((total, run) => total + of(run), 0)
  const waits = (share: number) => median(runs.map(({ waitsMs }) => quantile(waitsMs, share)))
  return {
    time: overSeeds(runs.map(({ timeRatio }) => timeRatio)),
    requests: overSeeds(runs.map(({ requests, succeeded }) => requests / succeeded)),
    refused: sum(({ refused }) => refused),
    lost: sum(({ lost }) => lost),
    busiestSecond: Math.max(...runs.map(({ busiestSecond }) => busiestSecond)),
    waitP50Ms: waits(0.5),
    waitP99Ms: waits(0.99),
  }
}
