import { useEffect, useState } from 'preact/hooks'
import { policies } from './policies.ts'
import type { Scenario } from './scenario.ts'
import { type Run, simulate } from './simulate.ts'

/** A scenario and its results so far, in the order of the policies. */
export interface Simulation {
  readonly scenario: Scenario
  readonly runs: readonly Run[]
  readonly isDone: boolean
}

/** Simulates a scenario with every policy, one after the other. */
export function useSimulation(scenario: Scenario): Simulation {
  const [simulation, setSimulation] = useState<Simulation>({ scenario, runs: [], isDone: false })
  useEffect(() => {
    let stopped = false
    const isStopped = () => stopped
    const playAll = async () => {
      const runs: Run[] = []
      for (const policy of policies) {
        runs.push(await simulate(scenario, policy, isStopped))
        if (stopped) return
        setSimulation({ scenario, runs: [...runs], isDone: runs.length === policies.length })
      }
    }
    void playAll()
    return () => {
      stopped = true
    }
  }, [scenario])
  return simulation
}
