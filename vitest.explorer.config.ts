import { defineConfig } from 'vitest/config'
import { requireChromium } from './test/browser/chromium.ts'
import base from './vitest.config.ts'

requireChromium()

// Against the built explorer (`npm run build:explorer`), in a Chromium.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/explorer/**/*.explorer.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One after the other: each has a browser of its own.
    fileParallelism: false,
  },
})
