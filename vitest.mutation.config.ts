import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** For `npm run mutate`: the tests of one room, which stryker.config.mjs names. */
export default defineConfig({
  ...base,
  // Mutation testing is slow, and mostly runs beside other work.
  test: { ...base.test, testTimeout: 60_000, include: (process.env.MUTATION_TESTS ?? '').split(',') },
})
