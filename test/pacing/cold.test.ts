import { describe, expect, test } from 'vitest'
import { type ColdStart, startCold } from './cold.ts'
import { burst } from './scenarios.ts'
import { fixedWindow, slidingWindow } from './simulator.ts'

const limiters = {
  'fixed windows': (qps: number) => (random: () => number) => fixedWindow(qps, 1_000, random()),
  'sliding windows': (qps: number) => () => slidingWindow(qps, 1_000),
} as const

type Limiter = keyof typeof limiters

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0

/** The worst of five runs. */
async function worstOf(limiter: Limiter, qps: number, start: Omit<ColdStart, 'limit' | 'patienceMs'>) {
  const limit = limiters[limiter](qps)
  const runs = await Promise.all(
    [1, 2, 3, 4, 5].map((seed) => startCold({ limit, patienceMs: 60_000, ...start }, seed)),
  )
  const idealMs = burst(start.calls, qps) + (start.workMs ?? 0)
  return {
    refused: Math.max(...runs.map(({ refused }) => refused)),
    lost: Math.max(...runs.map(({ succeeded, refused }) => start.calls - succeeded - refused)),
    time: Math.max(...runs.map(({ timeMs }) => timeMs / idealMs)),
    requests: Math.max(...runs.map(({ requests, succeeded }) => requests / succeeded)),
  }
}

describe('a process that has loaded nothing yet, and has a minute for each call', () => {
  const cases = (['fixed windows', 'sliding windows'] as const).flatMap((limiter) =>
    [0, 100, 500].map((loadMs) => [limiter, loadMs] as const),
  )

  test.each(cases)(
    'is refused none of 400 calls at once at 20/s, %s, if each load takes %i ms',
    async (limiter, loadMs) => {
      const { refused, lost, time, requests } = await worstOf(limiter, 20, { calls: 400, loadMs })
      expect({ refused, lost }).toEqual({ refused: 0, lost: 0 })
      expect(time).toBeLessThan(1.2)
      expect(requests).toBeLessThan(1.25)
    },
  )

  test.each([
    ['fixed windows', 20, 1_100],
    ['sliding windows', 20, 1_100],
    ['fixed windows', 100, 5_000],
    ['sliding windows', 100, 5_000],
    ['fixed windows', 100, 5_500],
    ['sliding windows', 100, 5_500],
  ] as const)('loses no call that fits into the minute: over %s of %i, %i calls', async (limiter, qps, calls) => {
    const { refused, lost } = await worstOf(limiter, qps, { calls, loadMs: 100 })
    expect({ refused, lost }).toEqual({ refused: 0, lost: 0 })
  })
})

describe('answers that take longer than refusals', () => {
  const cases = (['fixed windows', 'sliding windows'] as const).flatMap((limiter) =>
    [300, 800, 2_000, 8_000].map((workMs) => [limiter, workMs] as const),
  )

  test.each(cases)('do not slow calls down: %s, %i ms', async (limiter, workMs) => {
    const { refused, time, requests } = await worstOf(limiter, 20, { calls: 400, loadMs: 100, workMs })
    expect(refused).toBe(0)
    expect(time).toBeLessThan(1.16)
    expect(requests).toBeLessThan(1.2)
  })
})

describe('calls that arrive below the limit', () => {
  const cases = (['fixed windows', 'sliding windows'] as const).flatMap((limiter) =>
    [0, 100, 500, 1_500].map((loadMs) => [limiter, loadMs] as const),
  )

  // By chance more than 20 of 14 calls a second come in one: the first throttle has everything loaded.
  test.each(cases)(
    'are soon sent at once again after a throttle: %s, if each load takes %i ms',
    async (limiter, loadMs) => {
      const limit = limiters[limiter](20)
      const start = { limit, patienceMs: 60_000, calls: 840, arrivals: 14, loadMs }
      const runs = await Promise.all([1, 2, 3, 4, 5].map((seed) => startCold(start, seed)))
      for (const { waitsMs, refused, succeeded } of runs) {
        expect({ refused, succeeded }).toEqual({ refused: 0, succeeded: 840 })
        // What waited while the code was loaded is soon made up for.
        expect(quantile(waitsMs, 0.5)).toBeLessThan(150)
        expect(quantile(waitsMs, 0.9)).toBeLessThan(loadMs + 400)
      }
    },
  )
})
