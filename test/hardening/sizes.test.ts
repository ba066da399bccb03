import { expect, test } from 'vitest'
import { excess, growthOf, readings } from './sizes.ts'

/** A machine that is busy is no property of a reading: one of some measurements has to show linear growth. */
const tries = 6

test.each([...readings.values()])(
  '$name: time grows with the size',
  (reading) => {
    const found: number[] = []
    while (found.length < tries && !found.some((factor) => factor < 3)) {
      const growth = growthOf(reading, 1_600_000, 3)
      // Quadratic growth would have 4; what is too quick to be measured says nothing.
      found.push((growth.times[3] ?? 0) < 5 ? 1 : excess(growth))
    }
    expect(Math.min(...found)).toBeLessThan(3)
  },
  60_000,
)
