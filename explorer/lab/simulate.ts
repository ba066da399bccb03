import type { Policy } from './policies.ts'
import type { Scenario } from './scenario.ts'
import { World } from './world.ts'

/** What a policy made of a scenario. Times are ms since the start. */
export interface Run {
  readonly acceptedAt: readonly number[]
  readonly rejectedAt: readonly number[]
  readonly succeeded: number
  readonly failed: number
  /** When the last call ended. */
  readonly endMs: number
  /** Of the calls that succeeded, from the call to its answer less a round trip, in order of length. */
  readonly waits: readonly number[]
}

/**
 * Plays a scenario through, in virtual time.
 *
 * @param aborted asked now and then; once true, what is known so far is returned
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
  const { acceptedAt, rejectedAt } = world
  return { acceptedAt, rejectedAt, succeeded, failed: calls - succeeded, endMs, waits }
}
