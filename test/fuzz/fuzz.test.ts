import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targets } from './targets.ts'

test.each(targets)('$name: any input throws nothing undocumented, and changes no prototype', async (target) => {
  const { property, share } = target
  const details = await fc.check(property, { numRuns: Math.max(20, Math.round(500 * share)) })
  expect(details.failed ? fc.defaultReportMessage(details) : '').toBe('')
})
