import '../support/steps.ts'

import { expect, test } from 'vitest'
import { growthOf, linear } from '../support/steps.ts'
import { readings } from './readings.ts'

test.each(readings)('$name: the steps grow with the size', async ({ bodyOf, read, share = 1 }) => {
  expect(await growthOf(bodyOf, read, 100_000 * share)).toBeLessThan(linear)
})
