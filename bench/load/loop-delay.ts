import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 10

/** Watches how late timers of this process fire; the function returned tells the 99th percentile, in milliseconds. */
export function watchLoopDelay(): () => number {
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  return () => Math.max(0, histogram.percentile(99) / 1e6 - resolution)
}
