import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labHref, parseScenario } from '../../explorer/lab/address.ts'
import {
  countUntil,
  histogram,
  listSeconds,
  measure,
  percentile,
  rateAt,
  toStepMs,
  toTicks,
} from '../../explorer/lab/measures.ts'
import { policies } from '../../explorer/lab/policies.ts'
import { bounds, burst, defaultScenario, idealMs, limiterKinds, type Scenario } from '../../explorer/lab/scenario.ts'
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

  it('is the same for the same seed, and another for others', async () => {
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

describe('a burst of 100 calls against 20 a second', () => {
  it('goes as docs/pacing-notes.md tells it', async () => {
    const run = await simulate(burst, here)
    const seconds = listSeconds(run)
    console.log(JSON.stringify(seconds))
    expect(run.failed).toBe(0)
    // Slow start: as many as are accepted, and one more for each; the windows begin where they will.
    expect(seconds[0]?.accepted).toBeGreaterThanOrEqual(20)
    expect(seconds[0]?.rejected).toBeGreaterThan(20)
    const later = seconds.slice(1)
    expect(later.reduce((sum, { rejected }) => sum + rejected, 0)).toBeLessThan(15)
    for (const { rate } of later) {
      expect(rate).toBeGreaterThan(14)
      expect(rate).toBeLessThan(26)
    }
    expect(run.acceptedAt.length + run.rejectedAt.length).toBeLessThan(190)
    expect(seconds.length).toBeLessThanOrEqual(6)
  })

  it('is learned by no policy that only backs off', async () => {
    const runs = await Promise.all(policies.map((policy) => simulate(burst, policy)))
    const learning = policies.filter((_, at) => (runs[at]?.rates.length ?? 0) > 0).map(({ id }) => id)
    expect(learning).toEqual(['here', 'adaptive'])
  })
})

describe('the address of a run', () => {
  const scenarios = fc.record({
    limiter: fc.constantFrom(...limiterKinds),
    limit: fc.integer({ min: bounds.limit[0], max: bounds.limit[1] }),
    calls: fc.integer({ min: bounds.calls[0], max: bounds.calls[1] }),
    workers: fc.integer({ min: bounds.workers[0], max: bounds.workers[1] }),
    roundTripMs: fc.integer({ min: bounds.roundTripMs[0], max: bounds.roundTripMs[1] }),
    deadlineMs: fc.integer({ min: bounds.deadlineMs[0], max: bounds.deadlineMs[1] }),
    seed: fc.integer({ min: bounds.seed[0], max: bounds.seed[1] }),
  })

  it('holds all its settings', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(parseScenario(labHref(scenario).split('?')[1] ?? '')).toEqual(scenario)
      }),
    )
  })

  it('is short where nothing was changed', () => {
    expect(labHref(defaultScenario)).toBe('#/lab')
    expect(labHref(burst)).toBe('#/lab?calls=100&at-once=100&seed=12')
  })

  it('of anything is a run within the bounds', () => {
    expect(parseScenario('limit=0&calls=1e9&at-once=x&round-trip-ms=&deadline-ms=-5&seed=1.4&limiter=none')).toEqual({
      ...defaultScenario,
      limit: 1,
      calls: 2_000,
      deadlineMs: 1_000,
      seed: 1,
    })
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { calls, workers } = parseScenario(text)
        expect(calls + workers).toBeLessThanOrEqual(4_000)
      }),
    )
  })
})

describe('the measures', () => {
  it('tell each second, with the rate that was known at its end', () => {
    const rates = [
      { at: 500, qps: 20 },
      { at: 1_200, qps: 18 },
    ]
    const run = {
      acceptedAt: [1, 2, 1_100],
      rejectedAt: [1_500],
      succeeded: 3,
      failed: 0,
      endMs: 2_100,
      waits: [],
      rates,
    }
    expect(listSeconds(run)).toEqual([
      { second: 1, accepted: 2, rejected: 0, rate: 20 },
      { second: 2, accepted: 1, rejected: 1, rate: 18 },
      { second: 3, accepted: 0, rejected: 0, rate: 18 },
    ])
    expect(rateAt(rates, 500)).toBeUndefined()
  })

  it.each([
    [5_000, 160, 250],
    [60_000, 160, 500],
    [60_000, 40, 2_000],
    [600_000, 20, 30_000],
  ])('show %d ms in at most %d steps of %d ms', (endMs, most, step) => {
    expect(toStepMs(endMs, most)).toBe(step)
  })

  it('count by nearest rank', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2)
    expect(percentile([1, 2, 3, 4], 0.99)).toBe(4)
    expect(percentile([], 0.5)).toBeUndefined()
  })

  it('give no time where calls failed', () => {
    const run = { acceptedAt: [1], rejectedAt: [1], succeeded: 1, failed: 1, endMs: 10, waits: [0], rates: [] }
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
