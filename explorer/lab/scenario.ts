import { FixedWindow, type Meter, SlidingWindow, TokenBucket } from '../../src/testing/limits/meters.ts'

export const limiterKinds = ['fixed', 'sliding', 'bucket'] as const
export type LimiterKind = (typeof limiterKinds)[number]

/** What is simulated; the same for every policy. */
export interface Scenario {
  readonly limiter: LimiterKind
  /** Requests a second. */
  readonly limit: number
  readonly calls: number
  /** Calls that are made at the same time; the next one begins when one has ended. */
  readonly workers: number
  /** From sending to the answer, ms; each trip takes a fifth more or less. */
  readonly roundTripMs: number
  /** No wait is begun that ends later than this after the call's start, ms. */
  readonly deadlineMs: number
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

/** What each number may be. */
export const bounds = {
  limit: [1, 200],
  calls: [1, 2_000],
  workers: [1, 2_000],
  roundTripMs: [5, 2_000],
  deadlineMs: [1_000, 600_000],
} as const satisfies Partial<Record<keyof Scenario, readonly [number, number]>>

const windowMs = 1_000

/** Round trips differ by this part, up and down. */
export const tripSpread = 0.2

/** The part of a fixed window that is over when the calls begin. */
const phaseOf = ({ seed }: Scenario): number => ((seed * 0.618_034) % 1) * 0.98 + 0.01

/** The limiter at the API's door; times are ms since the start. */
export function createMeter(scenario: Scenario): Meter {
  const { limiter, limit } = scenario
  if (limiter === 'fixed') return new FixedWindow(limit, windowMs, -phaseOf(scenario) * windowMs, undefined)
  if (limiter === 'sliding') return new SlidingWindow(limit, windowMs, undefined)
  return new TokenBucket(limit, limit, 0, undefined)
}

/** When the limiter lets the last call in at the earliest; the first ones arrive at `arrival`. */
function lastAdmission(scenario: Scenario, arrival: number): number {
  const { limiter, limit, calls } = scenario
  const windows = Math.ceil(calls / limit)
  if (windows === 1) return arrival
  if (limiter === 'sliding') return arrival + (windows - 1) * windowMs
  if (limiter === 'bucket') return arrival + ((calls - limit) / limit) * windowMs
  const opens = (1 - phaseOf(scenario)) * windowMs
  return Math.max(arrival, opens) + (windows - 2) * windowMs
}

/** Milliseconds that a client would need that knows the limiter's state. */
export function idealMs(scenario: Scenario): number {
  const { calls, workers, roundTripMs } = scenario
  const oneWay = roundTripMs / 2
  const byLimit = lastAdmission(scenario, oneWay) + oneWay
  return Math.max(byLimit, Math.ceil(calls / workers) * roundTripMs)
}
