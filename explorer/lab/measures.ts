import { idealMs, type Scenario } from './scenario.ts'
import type { Run } from './simulate.ts'
import type { LearnedRate } from './world.ts'

/** The measures of a run. */
export interface Measures {
  /** Time as a multiple of the ideal; undefined if calls failed, because giving up is quick. */
  readonly time: number | undefined
  /** Requests per success; undefined without a success. */
  readonly requests: number | undefined
  readonly failed: number
  /** Percentiles of the waits in ms; undefined without a success. */
  readonly p50: number | undefined
  readonly p99: number | undefined
}

/** The percentile of sorted values, by the nearest rank; `part` is between 0 and 1. */
export function percentile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
}

export function measure(scenario: Scenario, run: Run): Measures {
  const requests = run.acceptedAt.length + run.rejectedAt.length
  return {
    time: run.failed === 0 ? run.endMs / idealMs(scenario) : undefined,
    requests: run.succeeded > 0 ? requests / run.succeeded : undefined,
    failed: run.failed,
    p50: percentile(run.waits, 0.5),
    p99: percentile(run.waits, 0.99),
  }
}

/** Counts the times in each of `count` equal parts of `[0, endMs)`. */
export function histogram(times: readonly number[], endMs: number, count: number): readonly number[] {
  const counts = new Array<number>(count).fill(0)
  for (const time of times) {
    const at = Math.min(count - 1, Math.floor((time / endMs) * count))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

/** Counts the sorted times that are not after `now`. */
export function countUntil(times: readonly number[], now: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= now) low = middle + 1
    else high = middle
  }
  return low
}

/** The rate that was last learned before a time; undefined if none was. */
export const rateAt = (rates: readonly LearnedRate[], ms: number): number | undefined =>
  rates.findLast(({ at }) => at < ms)?.qps

/** One second of a run. */
export interface Second {
  /** Counts from 1. */
  readonly second: number
  readonly accepted: number
  readonly rejected: number
  /** The learned rate at its end; undefined if none is known yet. */
  readonly rate: number | undefined
}

/** Tells a run second by second. */
export function listSeconds({ acceptedAt, rejectedAt, rates, endMs }: Run): readonly Second[] {
  const count = Math.max(1, Math.ceil(endMs / 1_000))
  const accepted = histogram(acceptedAt, count * 1_000, count)
  const rejected = histogram(rejectedAt, count * 1_000, count)
  return accepted.map((sent, at) => ({
    second: at + 1,
    accepted: sent,
    rejected: rejected[at] ?? 0,
    rate: rateAt(rates, (at + 1) * 1_000),
  }))
}

/** Charts have steps of a quarter of a second, longer ones in longer runs. */
const stepsMs = [250, 500, 1_000, 2_000, 5_000, 10_000] as const

/** The step of a chart that has at most `most` of them. */
export const toStepMs = (endMs: number, most: number): number =>
  stepsMs.find((step) => endMs / step <= most) ?? Math.ceil(endMs / most / 1_000) * 1_000

/** The labels of a time axis: at most six round numbers of seconds. */
export function toTicks(seconds: number): readonly number[] {
  const rough = seconds / 5
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, magnitude * ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10))
  const ticks: number[] = []
  // No label at the very end, because it would be cut off.
  for (let tick = 0; tick <= seconds * 0.97; tick += step) ticks.push(tick)
  return ticks
}
