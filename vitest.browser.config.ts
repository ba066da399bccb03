import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

// The plain run takes *.test.ts alone: these files need a Chromium.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/browser/require-chromium.ts'],
  },
})
