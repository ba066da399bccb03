import fc from 'fast-check'
import { expect } from 'vitest'
import { fixedWindow, type Scenario, simulate, slots, tokenBucket } from './simulator.ts'

/** The fields of a scenario of whatever limit, load and deadline. */
export const anyFields = {
  limit: fc.constantFrom<Scenario['limit']>(
    (random) => fixedWindow(7, 1_000, random()),
    () => tokenBucket(3, 5),
    () => slots(2),
  ),
  calls: fc.integer({ min: 1, max: 60 }),
  processes: fc.integer({ min: 1, max: 3 }),
  workMs: fc.constantFrom(0, 400, 3_000),
  pool: fc.constantFrom(5, 60),
  deadlineMs: fc.constantFrom(Number.POSITIVE_INFINITY, 4_000),
}

/** Every call of any such scenario is sent or refused, in order, and nothing is left behind. */
export const expectNothingLeft = (scenarios: fc.Arbitrary<Scenario>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(scenarios, fc.nat(), async (scenario, seed) => {
      const run = await simulate(scenario, seed)
      expect(run.succeeded + run.refused).toBe(scenario.calls)
      if (scenario.deadlineMs === Number.POSITIVE_INFINITY) expect(run.refused).toBe(0)
      for (const wait of run.waits) expect(wait).toBeLessThanOrEqual((scenario.deadlineMs ?? 0) + 5)
      const { lost, overtakings, sleeping, waiting } = run
      expect({ lost, overtakings, sleeping, waiting }).toEqual({ lost: 0, overtakings: 0, sleeping: 0, waiting: 0 })
    }),
    { numRuns: 80, seed: 20_240_611 },
  )
