import { FixedWindow, type Meter, SlidingWindow, TokenBucket } from '../../src/testing/limits/meters.ts'

export const limiterKinds = ['fixed', 'sliding', 'bucket'] as const
export type LimiterKind = (typeof limiterKinds)[number]

/** The input of a simulation, the same for every policy. */
export interface Scenario {
  readonly limiter: LimiterKind
  /** The limit of the API, in requests a second. */
  readonly limit: number
  readonly calls: number
  /** Number of calls in flight; when one ends, the next one starts. */
  readonly workers: number
  /** Time from sending to the answer, ms; each trip varies by up to a fifth. */
  readonly roundTripMs: number
  /** Deadline of a call, ms after its start; a wait that would end later is not started. */
  readonly deadlineMs: number
  /** All random numbers come from it, so that the same settings give the same run. */
  readonly seed: number
}

export const defaultScenario: Scenario = {
  limiter: 'fixed',
  limit: 20,
  calls: 500,
  workers: 500,
  roundTripMs: 50,
  deadlineMs: 60_000,
  seed: 1,
}

/** 100 calls at once against 20 a second, as docs/pacing-notes.md tells it. The seed lets a window end 0.4 s after the start. */
export const burst: Scenario = { ...defaultScenario, calls: 100, workers: 100, seed: 12 }

/** A pool of workers against a bucket of tokens. */
export const pool: Scenario = { ...defaultScenario, limiter: 'bucket', limit: 10, calls: 300, workers: 20 }

/** The allowed range of each number. */
export const bounds = {
  limit: [1, 200],
  calls: [1, 2_000],
  workers: [1, 2_000],
  roundTripMs: [5, 2_000],
  deadlineMs: [1_000, 600_000],
  seed: [1, 9_999],
} as const satisfies Partial<Record<keyof Scenario, readonly [number, number]>>

const windowMs = 1_000

/** Round trips vary by this fraction, up and down. */
export const tripSpread = 0.2

/** The fraction of a fixed window that has passed when the calls start. */
const toPhase = ({ seed }: Scenario): number => ((seed * 0.618_034) % 1) * 0.98 + 0.01

/** Creates the limiter of the API; times are ms since the start. */
export function createMeter(scenario: Scenario): Meter {
  const { limiter, limit } = scenario
  if (limiter === 'fixed') return new FixedWindow(limit, windowMs, -toPhase(scenario) * windowMs, undefined)
  if (limiter === 'sliding') return new SlidingWindow(limit, windowMs, undefined)
  return new TokenBucket(limit, limit, 0, undefined)
}

/** The earliest time at which the limiter admits the last call, if the first ones arrive at `arrival`. */
function lastAdmission(scenario: Scenario, arrival: number): number {
  const { limiter, limit, calls } = scenario
  const windows = Math.ceil(calls / limit)
  if (windows === 1) return arrival
  if (limiter === 'sliding') return arrival + (windows - 1) * windowMs
  if (limiter === 'bucket') return arrival + ((calls - limit) / limit) * windowMs
  const opens = (1 - toPhase(scenario)) * windowMs
  return Math.max(arrival, opens) + (windows - 2) * windowMs
}

/** The ideal time in ms: that of a client that knows the limiter's state. */
export function idealMs(scenario: Scenario): number {
  const { calls, workers, roundTripMs } = scenario
  const oneWay = roundTripMs / 2
  const byLimit = lastAdmission(scenario, oneWay) + oneWay
  return Math.max(byLimit, Math.ceil(calls / workers) * roundTripMs)
}
