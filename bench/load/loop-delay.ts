import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 10

/** How late timers of a process fired, in milliseconds: the 99th percentile and the maximum. */
export interface LoopDelay {
  readonly loopDelayMs: number
  readonly longestDelayMs: number
}

/** Measures how late timers of this process fire; the returned function reports it. */
export function watchLoopDelay(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  return () => ({ loopDelayMs: late(histogram.percentile(99)), longestDelayMs: late(histogram.max) })
}
