import type { Pace as FullPace } from './suite.ts'

/** How long to measure. */
export type Pace = Pick<FullPace, 'rounds' | 'sideMs'>

/** The code to measure; a returned promise is awaited. */
export type Job = () => unknown

/** Takes one measurement and returns it. */
type Measure = () => number | Promise<number>

/** A side's measurement ÷ the baseline's of the same round, over all rounds. */
interface Ratio {
  readonly median: number
  /** A quarter of the rounds are below this value, a quarter above `upperQuartile`. */
  readonly lowerQuartile: number
  readonly upperQuartile: number
  readonly min: number
  readonly max: number
}

export interface Side {
  /** The median of the measurements. */
  readonly median: number
  readonly ratio: Ratio
}

/** The result of a comparison; the sides are in the given order. */
export interface Rounds {
  /** The median of the baseline's measurements. */
  readonly baseline: number
  readonly sides: readonly Side[]
}

export interface Comparison {
  /** Medians, in microseconds a call. */
  readonly hereUs: number
  readonly thereUs: number
  readonly ratio: Ratio
}

/** The value below which `share` of the values are, interpolated between neighbours; NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

const toRatio = (ratios: readonly number[]): Ratio => ({
  median: median(ratios),
  lowerQuartile: quantile(ratios, 0.25),
  upperQuartile: quantile(ratios, 0.75),
  min: Math.min(...ratios),
  max: Math.max(...ratios),
})

/**
 * The order of the sides in a slice. It starts with another side each time and is reversed in every other slice, so
 * that no side always follows the same one.
 */
function createOrder(count: number, slice: number): number[] {
  const order = Array.from({ length: count }, (_, at) => (at + slice) % count)
  return slice % 2 === 0 ? order : order.reverse()
}

/**
 * Measures the baseline and all sides in interleaved rounds and changing order, so that other work on the machine slows
 * all of them alike.
 *
 * @param slices measurements of each side in a round, interleaved too; the result of a round is their mean
 */
export async function measureRounds(
  baseline: Measure,
  sides: readonly Measure[],
  rounds: number,
  slices = 1,
): Promise<Rounds> {
  const measured = [baseline, ...sides].map((measure) => ({ measure, means: new Array<number>(rounds).fill(0) }))
  for (let slice = 0; slice < rounds * slices; slice++) {
    const round = Math.floor(slice / slices)
    for (const at of createOrder(measured.length, slice)) {
      const side = measured[at]
      if (side) side.means[round] = (side.means[round] ?? 0) + (await side.measure()) / slices
    }
  }
  const [base = [], ...others] = measured.map(({ means }) => means)
  return {
    baseline: median(base),
    sides: others.map((means) => ({
      median: median(means),
      ratio: toRatio(means.map((mean, round) => mean / (base[round] ?? Number.NaN))),
    })),
  }
}

/** Starts a measurement; the returned function gives the microseconds since. */
export type Stopwatch = () => () => number

/** Elapsed time, waiting included. */
export const wallTime: Stopwatch = () => {
  const start = process.hrtime.bigint()
  return () => Number(process.hrtime.bigint() - start) / 1000
}

/**
 * Processor time of this process, garbage collection included. For jobs that do not wait: other work on the machine
 * does not count.
 */
export const cpuTime: Stopwatch = () => {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return user + system
  }
}

/** Runs a job some times, and returns the microseconds that one time took. */
export async function microsecondsPerCall(job: Job, calls: number, stopwatch: Stopwatch): Promise<number> {
  const elapsed = stopwatch()
  for (let call = 0; call < calls; call++) {
    const result = job()
    if (result instanceof Promise) await result
  }
  return elapsed() / calls
}

/** Runs a job until it has been compiled, and returns the number of calls that take `ms` milliseconds. */
export async function callsIn(job: Job, ms: number, stopwatch: Stopwatch): Promise<number> {
  // After a single call the processor clock may not have advanced.
  const wanted = (us: number) => Math.max(1, Math.round((ms * 1000) / Math.max(us, 1)))
  let calls = 1
  for (let warmUp = 0; warmUp < 6; warmUp++) calls = wanted(await microsecondsPerCall(job, calls, stopwatch))
  return calls
}

/** At most this many slices in a round; short slices spread other work on the machine evenly over the sides. */
const maxSlices = 8

/** Compares jobs with one baseline in the same rounds. Results are in microseconds per call. */
export async function compareAll(
  baseline: Job,
  sides: readonly Job[],
  { rounds, sideMs }: Pace,
  stopwatch: Stopwatch = wallTime,
): Promise<Rounds> {
  const jobs = []
  for (const job of [baseline, ...sides]) jobs.push({ job, calls: await callsIn(job, sideMs, stopwatch) })
  const slices = Math.min(maxSlices, ...jobs.map(({ calls }) => calls))
  const [base, ...others] = jobs.map(({ job, calls }): Measure => {
    const perSlice = Math.round(calls / slices)
    return () => microsecondsPerCall(job, perSlice, stopwatch)
  })
  if (!base) throw new Error('no baseline')
  return measureRounds(base, others, rounds, slices)
}

/** Compares two jobs: the time of one ÷ the time of the other. */
export async function compare(here: Job, there: Job, pace: Pace, stopwatch: Stopwatch = wallTime): Promise<Comparison> {
  const { baseline, sides } = await compareAll(there, [here], pace, stopwatch)
  const [side] = sides
  if (!side) throw new Error('no side')
  return { hereUs: side.median, thereUs: baseline, ratio: side.ratio }
}
