import { useEffect, useState } from 'preact/hooks'
import { policies } from './policies.ts'
import type { Scenario } from './scenario.ts'
import { type Run, simulate } from './simulate.ts'

/** A scenario and what the policies, in their order, made of it so far. */
export interface Simulation {
  readonly scenario: Scenario
  readonly runs: readonly Run[]
  readonly isDone: boolean
}

/** Plays a scenario with every policy, one after the other. */
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
