import type { Policy } from './policies.ts'
import type { Scenario } from './scenario.ts'
import { type LearnedRate, World } from './world.ts'

/** The result of a policy in a scenario. Times are ms since the start. */
export interface Run {
  readonly acceptedAt: readonly number[]
  readonly rejectedAt: readonly number[]
  readonly succeeded: number
  readonly failed: number
  /** When the last call ended. */
  readonly endMs: number
  /** Waits of the successful calls, sorted: the time from call to answer minus a round trip. */
  readonly waits: readonly number[]
  /** The rates that the policy learned, in the order of time; empty for one that learns none. */
  readonly rates: readonly LearnedRate[]
}

/**
 * Simulates a scenario in virtual time.
 *
 * @param aborted called from time to time; when it returns true, the result so far is returned
 */
export async function simulate(scenario: Scenario, policy: Policy, aborted?: () => boolean): Promise<Run> {
  const world = new World(scenario)
  const call = policy.connect(world)
  const { calls, workers, roundTripMs } = scenario
  const waits: number[] = []
  let [begun, ended, succeeded, endMs] = [0, 0, 0, 0]

  const work = async (): Promise<void> => {
    while (begun < calls) {
      begun++
      const startedAt = world.time.elapsed
      const success = await call()
      endMs = world.time.elapsed
      ended++
      if (!success) continue
      succeeded++
      waits.push(Math.max(0, endMs - startedAt - roundTripMs))
    }
  }
  for (let worker = 0; worker < Math.min(workers, calls); worker++) void work()
  await world.time.run(() => ended === calls || world.isExhausted, aborted)
  waits.sort((a, b) => a - b)
  const { acceptedAt, rejectedAt, rates } = world
  return { acceptedAt, rejectedAt, succeeded, failed: calls - succeeded, endMs, waits, rates }
}
