import { expect, test } from 'vitest'
import { excess, growthUpTo } from './sizes.ts'

test.each([...growthUpTo(1_600_000, 3)])('$name: time grows with the size', (growth) => {
  // Quadratic growth would have 4 here; what is too quick to be measured says nothing.
  expect((growth.times[3] ?? 0) < 5 ? 1 : excess(growth)).toBeLessThan(3)
})
