import { describe, expect, it } from 'vitest'
import { countUntil, histogram, measure, percentile, toTicks } from '../../explorer/lab/measures.ts'
import { policies } from '../../explorer/lab/policies.ts'
import { defaultScenario, idealMs, limiterKinds, type Scenario } from '../../explorer/lab/scenario.ts'
import { simulate } from '../../explorer/lab/simulate.ts'

const [here, ...others] = policies
if (!here) throw new Error('no policies')

const measured = async (scenario: Scenario, policy = here) => measure(scenario, await simulate(scenario, policy))

describe('the retry lab', () => {
  it.each(limiterKinds)('shows this package close to the ideal: %s', async (limiter) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { time, requests, failed } = await measured({ ...defaultScenario, limiter, seed })
      expect(failed).toBe(0)
      expect(time).toBeGreaterThanOrEqual(0.99)
      expect(time).toBeLessThanOrEqual(1.15)
      expect(requests).toBeLessThanOrEqual(1.25)
    }
  })

  it('shows the others slower, or failing, by default', async () => {
    const { time: best = Number.POSITIVE_INFINITY } = await measured(defaultScenario)
    for (const policy of others) {
      const { time, failed } = await measured(defaultScenario, policy)
      expect(failed > 0 || (time ?? 0) > best, policy.id).toBe(true)
    }
  })

  it('never lets a policy beat the ideal', async () => {
    for (const limiter of limiterKinds) {
      for (const policy of policies) {
        const scenario = { ...defaultScenario, limiter, calls: 120, workers: 30 }
        const { acceptedAt } = await simulate(scenario, policy)
        // The spread of the round trips is all that may be gained.
        if (acceptedAt.length === 120) expect(acceptedAt.at(-1)).toBeGreaterThan(idealMs(scenario) - 50)
      }
    }
  })

  it('is the same for the same dice, and another for others', async () => {
    const [first, again, other] = [1, 1, 2].map((seed) => simulate({ ...defaultScenario, seed }, here))
    expect(await again).toEqual(await first)
    expect((await other)?.endMs).not.toBe((await first)?.endMs)
  })

  it('fails calls whose turn cannot come before the deadline', async () => {
    const { failed } = await measured({ ...defaultScenario, deadlineMs: 5_000 })
    expect(failed).toBeGreaterThan(300)
    expect(failed).toBeLessThan(420)
  })

  it('stops when it is told to', async () => {
    const run = await simulate({ ...defaultScenario, calls: 2_000 }, policies[2] ?? here, () => true)
    expect(run.succeeded).toBeLessThan(2_000)
  })

  it('has an ideal that the workers bound as well', () => {
    expect(idealMs({ ...defaultScenario, calls: 100, workers: 1, limit: 200, roundTripMs: 1_000 })).toBe(100_000)
    expect(idealMs({ ...defaultScenario, limiter: 'sliding', calls: 20 })).toBe(50)
    expect(idealMs({ ...defaultScenario, limiter: 'bucket', calls: 40 })).toBe(1_050)
  })
})

describe('the measures', () => {
  it('count by nearest rank', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2)
    expect(percentile([1, 2, 3, 4], 0.99)).toBe(4)
    expect(percentile([], 0.5)).toBeUndefined()
  })

  it('give no time where calls failed', () => {
    const run = { acceptedAt: [1], rejectedAt: [1], succeeded: 1, failed: 1, endMs: 10, waits: [0] }
    expect(measure(defaultScenario, run)).toMatchObject({ time: undefined, requests: 2, failed: 1 })
  })

  it('put each request into its part of the time', () => {
    expect(histogram([0, 1, 9.99, 10], 10, 2)).toEqual([2, 2])
    expect(countUntil([1, 2, 2, 3], 2)).toBe(3)
  })

  it.each([
    [1, [0]],
    [25, [0, 5, 10, 15, 20]],
    [52, [0, 20, 40]],
    [600, [0, 200, 400]],
  ])('mark a time axis of %d s at %j', (seconds, ticks) => {
    expect(toTicks(seconds)).toEqual(ticks)
  })
})
