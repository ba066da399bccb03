import { fixedWindow, type Limit, type Scenario, slidingWindow, slots, smooth, tokenBucket } from './simulator.ts'

const roundTripMs = 50
const minute = 60_000
const hour = 3_600_000

/** What the simulation of a scenario must show: on average over the seeds and in the worst of them. */
export interface Row {
  /** How many times it is run; default 20. */
  readonly seeds?: number
  readonly name: string
  readonly scenario: Scenario
  /** Of one that knows the limit and its windows, in ms. */
  readonly idealMs: number
  readonly time: readonly [mean: number, worst: number]
  readonly requests: readonly [mean: number, worst: number]
}

type Kind = 'fixed windows' | 'sliding windows' | 'token bucket'

function limited(kind: Kind, calls: number, windowMs = 1_000): (random: () => number) => Limit {
  if (kind === 'fixed windows') return (random) => fixedWindow(calls, windowMs, random())
  if (kind === 'sliding windows') return () => slidingWindow(calls, windowMs)
  return () => tokenBucket((calls * 1_000) / windowMs, calls)
}

/** The first window is used at once, each further one when it opens. */
export function burst(calls: number, limit: number, windowMs = 1_000): number {
  return (Math.ceil(calls / limit) - 1) * windowMs + roundTripMs
}

function unknownLimit(kind: Kind): Row[] {
  const limit = limited(kind, 20)
  const idealMs = burst(500, 20)
  return [
    {
      name: `500 calls at once, 20/s, ${kind}`,
      scenario: { limit, calls: 500 },
      idealMs,
      time: [1.1, 1.1],
      requests: [1.15, 1.2],
    },
    {
      name: `500 calls by 50 workers, 20/s, ${kind}`,
      scenario: { limit, calls: 500, pool: 50 },
      idealMs,
      time: [1.1, 1.1],
      requests: [1.15, 1.2],
    },
    {
      name: `500 calls at once, 20/s known, ${kind}`,
      scenario: { limit, calls: 500, options: { limit: { qps: 20 } } },
      idealMs,
      time: [1.05, 1.05],
      requests: [1.01, 1.01],
    },
    {
      name: `600 calls arriving at 15/s, 20/s, ${kind}`,
      scenario: { limit, calls: 600, arrivals: 15 },
      idealMs: 40_000,
      time: [1.01, 1.01],
      requests: [1.01, 1.01],
    },
    {
      name: `500 calls at once of 4 processes, 20/s, ${kind}`,
      scenario: { limit, calls: 500, processes: 4 },
      idealMs,
      time: [1.2, 1.5],
      requests: [1.3, 1.35],
    },
    {
      name: `500 calls at once of 4 processes, each late by up to 200 ms, 20/s, ${kind}`,
      scenario: { limit, calls: 500, processes: 4, startMs: 200 },
      idealMs,
      time: [1.4, 1.8],
      requests: [1.35, 1.4],
    },
    {
      name: `500 calls by 4 processes of 20 workers, 20/s, ${kind}`,
      scenario: { limit, calls: 500, processes: 4, pool: 20 },
      idealMs,
      time: [1.4, 2],
      requests: [1.3, 1.35],
    },
    {
      seeds: 10,
      name: `1,600 calls at once for 8 keys of 4 processes, 20/s each, ${kind}`,
      scenario: { limit, calls: 1_600, keys: 8, processes: 4 },
      idealMs: burst(200, 20),
      time: [1.5, 1.7],
      requests: [1.55, 1.6],
    },
    {
      name: `300 calls at once, 5/s, ${kind}`,
      scenario: { limit: limited(kind, 5), calls: 300 },
      idealMs: burst(300, 5),
      time: [1.08, 1.1],
      requests: [1.18, 1.2],
    },
    {
      name: `120 calls at once, 1/s, ${kind}`,
      scenario: { limit: limited(kind, 1), calls: 120 },
      idealMs: burst(120, 1),
      time: [1.08, 1.08],
      requests: [1.42, 1.45],
    },
    {
      name: `300 calls at once, 5/s documented, ${kind}`,
      scenario: { limit: limited(kind, 5), calls: 300, documented: { calls: 5, periodSeconds: 1 } },
      idealMs: burst(300, 5),
      time: [1.08, 1.1],
      requests: [1.16, 1.2],
    },
    {
      name: `120 calls at once, 1/s documented, ${kind}`,
      scenario: { limit: limited(kind, 1), calls: 120, documented: { calls: 1, periodSeconds: 1 } },
      idealMs: burst(120, 1),
      time: [1.08, 1.08],
      requests: [1.22, 1.25],
    },
    {
      seeds: 10,
      name: `2,000 calls at once, 100/s, ${kind}`,
      scenario: { limit: limited(kind, 100), calls: 2_000 },
      idealMs: burst(2_000, 100),
      time: [1.13, 1.3],
      requests: [1.1, 1.13],
    },
    {
      name: `1,000 calls at once, 100 a minute, ${kind}`,
      scenario: { limit: limited(kind, 100, minute), calls: 1_000 },
      idealMs: burst(1_000, 100, minute),
      time: [1.3, 1.6],
      requests: [1.28, 1.35],
    },
    {
      seeds: 10,
      name: `1,500 calls at once, 500 an hour, ${kind}`,
      scenario: { limit: limited(kind, 500, hour), calls: 1_500 },
      idealMs: burst(1_500, 500, hour),
      time: [1.35, 1.4],
      requests: [1.9, 1.95],
    },
  ]
}

function countsRefused(qps: number, calls: number, time: Row['time'], requests: Row['requests']): Row {
  return {
    name: `${calls} calls at once, ${qps}/s, sliding windows that count refused calls`,
    scenario: { limit: () => slidingWindow(qps, 1_000, true), calls },
    idealMs: burst(calls, qps),
    time,
    requests,
  }
}

function smoothed(qps: number, calls: number, time: Row['time'], requests: Row['requests']): Row {
  return {
    name: `${calls} calls at once, ${qps}/s, a slot each ${1_000 / qps} ms`,
    scenario: { limit: () => smooth(qps), calls },
    idealMs: burst(calls, qps),
    time,
    requests,
  }
}

/** Processes that learn alone, at a limit that is low for so many. */
function crowd(kind: Kind, qps: number, processes: number, time: Row['time'], requests: Row['requests']): Row {
  const calls = qps * 25
  return {
    name: `${calls} calls at once of ${processes} processes, ${qps}/s, ${kind}`,
    scenario: { limit: limited(kind, qps), calls, processes },
    idealMs: burst(calls, qps),
    time,
    requests,
  }
}

const crowds: Row[] = [
  crowd('fixed windows', 20, 16, [1.3, 1.5], [2.1, 2.2]),
  crowd('sliding windows', 20, 16, [1.3, 1.5], [2.1, 2.2]),
  crowd('token bucket', 20, 16, [1.6, 2.4], [2.1, 2.2]),
  crowd('fixed windows', 5, 4, [1.3, 1.5], [2.1, 2.3]),
  crowd('sliding windows', 5, 4, [1.5, 1.9], [2.1, 2.3]),
  crowd('token bucket', 5, 4, [1.5, 3], [2.1, 2.3]),
]

const otherLimiters: Row[] = [
  countsRefused(5, 300, [1.3, 1.35], [1.25, 1.3]),
  countsRefused(20, 500, [1.2, 1.3], [1.15, 1.2]),
  smoothed(2, 100, [1.15, 1.2], [1.5, 1.55]),
  smoothed(5, 100, [1.15, 1.2], [1.3, 1.35]),
  smoothed(20, 400, [1.22, 1.3], [1.12, 1.15]),
]

const others: Row[] = [
  {
    name: '100 calls of 20 s, 5 in flight',
    scenario: { limit: () => slots(5), calls: 100, workMs: 20_000 },
    idealMs: 400_000,
    time: [1.05, 1.05],
    requests: [1.3, 1.3],
  },
  {
    name: '100 calls of 10 to 30 s, 5 in flight',
    scenario: { limit: () => slots(5), calls: 100, workMs: (random) => 10_000 + 20_000 * random() },
    idealMs: 400_000,
    time: [1.1, 1.2],
    requests: [1.3, 1.35],
  },
  {
    name: '500 calls of 0.2 s, 5 in flight',
    scenario: { limit: () => slots(5), calls: 500, workMs: 200 },
    idealMs: 25_000,
    time: [1.2, 1.25],
    requests: [1.1, 1.1],
  },
  {
    name: '500 calls of 30 s, no limit',
    scenario: { limit: () => ({ admit: () => true }), calls: 500, workMs: 30_000 },
    idealMs: 30_050,
    time: [1.15, 1.15],
    requests: [1, 1],
  },
  {
    name: '500 calls of 30 s, 20/s, fixed windows',
    scenario: { limit: limited('fixed windows', 20), calls: 500, workMs: 30_000 },
    idealMs: burst(500, 20) + 30_000,
    time: [1.06, 1.1],
    requests: [1.12, 1.15],
  },
  {
    name: '1,000 calls at once, 20/s, after 10 s 80/s',
    scenario: { limit: () => fixedWindow((now) => (now < 10_000 ? 20 : 80), 1_000, 0), calls: 1_000 },
    idealMs: 20_000,
    time: [1.25, 1.3],
    requests: [1.13, 1.15],
  },
  {
    name: '500 calls at once, 80/s, after 5 s 10/s',
    scenario: { limit: () => fixedWindow((now) => (now < 5_000 ? 80 : 10), 1_000, 0), calls: 500 },
    idealMs: 15_000,
    time: [1.2, 1.45],
    requests: [1.32, 1.35],
  },
  {
    name: '200 calls of 20 s, 5 in flight, after 60 s 10',
    scenario: { limit: () => slots((now) => (now < 60_000 ? 5 : 10)), calls: 200, workMs: 20_000 },
    idealMs: 430_000,
    time: [1.3, 1.35],
    requests: [1.35, 1.35],
  },
]

export const rows: readonly Row[] = [
  ...unknownLimit('fixed windows'),
  ...unknownLimit('sliding windows'),
  ...unknownLimit('token bucket'),
  ...crowds,
  ...otherLimiters,
  ...others,
]
