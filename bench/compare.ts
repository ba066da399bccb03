import type { Pace } from './suite.ts'

/** What is measured; a promise is waited for. */
export type Job = () => unknown

export interface Comparison {
  /** Medians, in microseconds a call. */
  readonly hereUs: number
  readonly thereUs: number
  /** The time of one ÷ the time of the other, both of the same round. */
  readonly ratio: { readonly median: number; readonly min: number; readonly max: number }
}

async function microsecondsPerCall(job: Job, calls: number): Promise<number> {
  const start = process.hrtime.bigint()
  for (let call = 0; call < calls; call++) {
    const result = job()
    if (result instanceof Promise) await result
  }
  return Number(process.hrtime.bigint() - start) / 1000 / calls
}

/** Runs a job until the compiler is done with it, and tells how many calls take `ms` milliseconds. */
async function callsIn(job: Job, ms: number): Promise<number> {
  const wanted = (us: number) => Math.max(1, Math.round((ms * 1000) / us))
  let calls = 1
  for (let warmUp = 0; warmUp < 6; warmUp++) calls = wanted(await microsecondsPerCall(job, calls))
  return calls
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/**
 * Compares two jobs in interleaved rounds, so that whatever else the machine does slows both; who goes first changes
 * from round to round.
 */
export async function compare(here: Job, there: Job, { rounds, sideMs }: Pace): Promise<Comparison> {
  const hereCalls = await callsIn(here, sideMs)
  const thereCalls = await callsIn(there, sideMs)
  const hereTimes: number[] = []
  const thereTimes: number[] = []
  for (let round = 0; round < rounds; round++) {
    const runHere = async () => hereTimes.push(await microsecondsPerCall(here, hereCalls))
    const runThere = async () => thereTimes.push(await microsecondsPerCall(there, thereCalls))
    for (const run of round % 2 === 0 ? [runHere, runThere] : [runThere, runHere]) await run()
  }
  const ratios = hereTimes.map((time, round) => time / (thereTimes[round] ?? Number.NaN))
  return {
    hereUs: median(hereTimes),
    thereUs: median(thereTimes),
    ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
  }
}
