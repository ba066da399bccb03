import { idealMs, type Scenario } from './scenario.ts'
import type { Run } from './simulate.ts'

/** A run in numbers. */
export interface Measures {
  /** Of the ideal time; undefined when calls failed, because giving up is quick. */
  readonly time: number | undefined
  /** Requests for each success; undefined without any. */
  readonly requests: number | undefined
  readonly failed: number
  /** Waits in ms; undefined without a success. */
  readonly p50: number | undefined
  readonly p99: number | undefined
}

/** The value below which this part of the sorted values lies, by the nearest rank. */
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

/** How many times lie in each of `count` equal parts of `[0, endMs)`. */
export function histogram(times: readonly number[], endMs: number, count: number): readonly number[] {
  const counts = new Array<number>(count).fill(0)
  for (const time of times) {
    const at = Math.min(count - 1, Math.floor((time / endMs) * count))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

/** How many of the sorted times are not after `now`. */
export function countUntil(times: readonly number[], now: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= now) low = middle + 1
    else high = middle
  }
  return low
}
