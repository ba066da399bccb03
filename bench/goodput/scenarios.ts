import type { LimiterKind } from '../load/protocol.ts'

export interface Scenario {
  readonly name: string
  readonly limiter: LimiterKind
  readonly qps: number
  /** Calls of all processes together. */
  readonly calls: number
  readonly workers?: number
  readonly processes?: number
  /** Time that the service works on an accepted request, in ms; refusals take only the latency. Default: 0. */
  readonly workMs?: number
  /** The limit is configured, for sides that have a setting for it. */
  readonly isGiven?: true
  /** Only axios-tencentcloud runs it. */
  readonly isOwn?: true
  /** Each side runs it a second time, after a warm-up call. */
  readonly hasWarmRow?: true
  readonly hasChart?: true
  /** The name of its figures, for `aims.ts`. */
  readonly figure?: string
}

const windows = [
  { limiter: 'fixed window', name: 'fixed one-second windows' },
  { limiter: 'sliding window', name: 'a sliding window of one second' },
] as const
const bucket = { limiter: 'token bucket', name: 'a token bucket' } as const

/** The scenarios. `figure` begins alike for all limiters of an aim. */
export const scenarios: readonly Scenario[] = [
  {
    name: '400 calls at once, 20/s, fixed one-second windows',
    limiter: 'fixed window',
    qps: 20,
    calls: 400,
    hasWarmRow: true,
    hasChart: true,
    figure: '400 at once, 20/s fixed',
  },
  {
    name: '200 calls at once, 20/s, a sliding window of one second',
    limiter: 'sliding window',
    qps: 20,
    calls: 200,
    hasWarmRow: true,
    hasChart: true,
    figure: '200 at once, 20/s sliding',
  },
  { name: `400 calls at once, 20/s, ${bucket.name}`, limiter: bucket.limiter, qps: 20, calls: 400, hasChart: true },
  { name: '1,500 calls at once, 100/s, fixed one-second windows', limiter: 'fixed window', qps: 100, calls: 1_500 },
  { name: '150 calls at once, 5/s, fixed one-second windows', limiter: 'fixed window', qps: 5, calls: 150 },
  ...windows.map(
    ({ limiter, name }): Scenario => ({
      name: `400 calls by 50 workers, 20/s, ${name}`,
      limiter,
      qps: 20,
      calls: 400,
      workers: 50,
    }),
  ),
  ...[
    { processes: 4, calls: 400 },
    { processes: 16, calls: 480 },
  ].flatMap(({ processes, calls }) =>
    windows.map(
      ({ limiter, name }): Scenario => ({
        name: `${processes} processes with ${calls / processes} calls at once each, 20/s, ${name}`,
        limiter,
        qps: 20,
        calls,
        processes,
        figure: `${processes} processes, ${limiter}`,
        ...(processes === 4 && limiter === 'fixed window' && { hasChart: true }),
      }),
    ),
  ),
  ...windows.map(
    ({ limiter, name }): Scenario => ({
      name: `5,000 calls at once, 100/s, ${name}`,
      limiter,
      qps: 100,
      calls: 5_000,
      isOwn: true,
      figure: `5,000 at once, ${limiter}`,
    }),
  ),
  ...windows.map(
    ({ limiter, name }): Scenario => ({
      name: `400 calls at once, 20/s, answers take 0.8 s, refusals 0.05 s, ${name}`,
      limiter,
      qps: 20,
      calls: 400,
      workMs: 760,
      isOwn: true,
      figure: `slow answers, ${limiter}`,
    }),
  ),
  ...[
    { qps: 20, calls: 400 },
    { qps: 5, calls: 150 },
  ].flatMap(({ qps, calls }) =>
    (['sliding window that counts refused requests', 'smooth'] as const).map(
      (limiter): Scenario => ({
        name: `${calls} calls at once, ${qps}/s, a ${limiter === 'smooth' ? 'smooth limiter' : limiter}`,
        limiter,
        qps,
        calls,
        isOwn: true,
        figure: `${limiter}, ${qps}/s`,
      }),
    ),
  ),
  ...[...windows, bucket].map(
    ({ limiter, name }): Scenario => ({
      name: `400 calls at once, 20/s given, ${name}`,
      limiter,
      qps: 20,
      calls: 400,
      isGiven: true,
    }),
  ),
]

export const quickScenarios: readonly Scenario[] = [
  {
    name: '60 calls at once, 20/s, fixed one-second windows',
    limiter: 'fixed window',
    qps: 20,
    calls: 60,
    hasWarmRow: true,
  },
]
