import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MonotonicTime } from '../../src/pacing/monotonic-time.ts'

/** A clock that is set by hand, and the time that follows it. */
function timeOf(start: number) {
  const clock = { at: start, now: () => clock.at, sleep: async () => {}, random: () => 0.5 }
  return { clock, time: new MonotonicTime(clock) }
}

test('while the clock goes forward, its time is what the clock says', () => {
  const { clock, time } = timeOf(1_000)
  expect(time.now()).toBe(1_000)
  clock.at = 1_250
  expect(time.now()).toBe(1_250)
  expect(time.now()).toBe(1_250)
})

test('after the clock was set back, time goes on from where it was, as fast as the clock', () => {
  const { clock, time } = timeOf(10_000)
  time.now()
  clock.at = 4_000
  expect(time.now()).toBe(10_000)
  clock.at = 4_300
  expect(time.now()).toBe(10_300)
  clock.at = 1_000
  expect(time.now()).toBe(10_300)
  clock.at = 1_001
  expect(time.now()).toBe(10_301)
})

test('a sleep that ended has lasted, though the clock says otherwise, and what follows comes after it', () => {
  const { clock, time } = timeOf(1_000)
  expect(time.atLeast(3_000)).toBe(3_000)
  clock.at = 1_010
  expect(time.now()).toBe(3_010)
})

test('a sleep that ended late is as late as the clock says', () => {
  const { clock, time } = timeOf(1_000)
  expect(time.atLeast(400)).toBe(1_000)
  clock.at = 1_010
  expect(time.now()).toBe(1_010)
})

test('whatever the clock does, each reading is later than the one before by what the clock went forward in between', () => {
  const anySteps = fc.array(fc.integer({ min: -5_000, max: 5_000 }))
  fc.assert(
    fc.property(anySteps, (steps) => {
      const { clock, time } = timeOf(1_000_000)
      let expected = time.now()
      for (const step of steps) {
        clock.at += step
        expected += step > 0 ? step : 0
        expect(time.now()).toBe(expected)
      }
    }),
    { seed: 1 },
  )
})

test('a sleep is one of the clock, of that length, and ends with the signal', async () => {
  const sleeps: unknown[] = []
  const sleep = async (...args: unknown[]) => void sleeps.push(args)
  const { signal } = new AbortController()
  await new MonotonicTime({ now: () => 0, sleep, random: () => 0 }).sleep(70, signal)
  expect(sleeps).toEqual([[70, signal]])
})
