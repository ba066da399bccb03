import { expect, test } from 'vitest'
import { soak, soaks } from './soak.ts'

test.each(Object.entries(soaks))(
  '%s: a minute of fifty calls a second, with faults, leaves nothing behind',
  async (_name, plan) => {
    const { samples, calls, succeeded, failed, unexpected, mostAttempts } = await soak(
      { ...plan, perSecond: 50, seconds: 60 },
      10,
    )
    expect({ calls, ended: succeeded + failed, unexpected }).toEqual({ calls: 3_000, ended: 3_000, unexpected: [] })
    expect(succeeded / calls).toBeGreaterThan(0.9)
    expect(mostAttempts).toBeLessThan(20)
    expect(samples.at(-1)).toMatchObject({ listeners: 0, sleeping: 0, pending: 0, inFlight: 0 })
    // No call waits longer and longer: what is held follows the calls of a moment.
    for (const { listeners, sleeping, pending } of samples) {
      expect(Math.max(listeners, sleeping, pending)).toBeLessThan(500)
    }
  },
  60_000,
)
