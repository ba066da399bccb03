import type { LimiterKind } from './limiters.ts'

/** How long answers take, in ms. The round trip is that of a refusal. */
export interface Latency {
  readonly name: string
  readonly roundTripMs: number
  /** Time that the service works on an accepted request. */
  readonly workMs: number
}

export const latencies: readonly Latency[] = [
  { name: '20 ms', roundTripMs: 20, workMs: 0 },
  { name: '60 ms', roundTripMs: 60, workMs: 0 },
  { name: '400 ms', roundTripMs: 400, workMs: 0 },
  { name: '0.8 s, refused in 40 ms', roundTripMs: 40, workMs: 760 },
  { name: '2 s, refused in 40 ms', roundTripMs: 40, workMs: 1_960 },
]

/** How calls come: all at once, one for each free worker, or at random moments at a mean rate. */
export type Load = 'at once' | 'workers' | { readonly timesLimit: number }

export const loads: readonly Load[] = [
  'at once',
  'workers',
  { timesLimit: 0.5 },
  { timesLimit: 1 },
  { timesLimit: 1.5 },
]

export const nameLoad = (load: Load): string => (typeof load === 'string' ? load : `arriving at ${load.timesLimit}`)

/** Calls of a run for each limit, in calls a second: 8 to 20 s of it, and 2 s of the highest. */
const callsByQps = new Map([
  [1, 20],
  [2, 40],
  [5, 75],
  [20, 300],
  [100, 800],
  [1_000, 2_000],
])

export const rates: readonly number[] = [...callsByQps.keys()]
export const processCounts: readonly number[] = [1, 4, 16]
const limiterKinds: readonly LimiterKind[] = ['fixed', 'sliding', 'bucket', 'smooth', 'counts refused']

/** A point of the grid. */
export interface Cell {
  readonly limiter: LimiterKind
  readonly qps: number
  readonly latency: Latency
  readonly load: Load
  readonly processes: number
  /** Calls of all processes together. */
  readonly calls: number
  /** `false`: a throttled call only waits for its own backoff. */
  readonly pacing: boolean
}

/** Workers of all processes together: enough to use each window up as it opens. */
export function countWorkers({ qps, latency, processes }: Cell): number {
  const seconds = (latency.roundTripMs + latency.workMs) / 1_000
  return Math.max(processes, Math.ceil(1.5 * qps * Math.max(1, seconds)))
}

const grid: readonly Cell[] = limiterKinds.flatMap((limiter) =>
  rates.flatMap((qps) =>
    latencies.flatMap((latency) =>
      loads.flatMap((load) =>
        processCounts.map((processes) => ({
          limiter,
          qps,
          latency,
          load,
          processes,
          calls: callsByQps.get(qps) ?? 0,
          pacing: true,
        })),
      ),
    ),
  ),
)

/** Calls that arrive more slowly than the limit allows, with pacing and with backoff alone. */
const belowLimit: readonly Cell[] = (['fixed', 'sliding'] as const).flatMap((limiter) =>
  [20, 100].flatMap((qps) =>
    [{ timesLimit: 0.5 }, { timesLimit: 0.7 }, { timesLimit: 0.85 }].flatMap((load) =>
      [true, false].map((pacing) => ({
        limiter,
        qps,
        latency: { name: '60 ms', roundTripMs: 60, workMs: 0 },
        load,
        processes: 1,
        calls: 30 * qps,
        pacing,
      })),
    ),
  ),
)

/** The grid, and then calls below the limit. */
export const allCells: readonly Cell[] = [...grid, ...belowLimit]
export const isOfGrid = (index: number): boolean => index < grid.length
