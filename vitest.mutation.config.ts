import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** For `npm run mutate`: the tests of one room, which stryker.config.mjs names. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: (process.env.MUTATION_TESTS ?? '').split(',') },
})
