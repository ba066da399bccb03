import { defineConfig } from 'vitest/config'
import { requireChromium } from './test/browser/chromium.ts'
import base from './vitest.config.ts'

requireChromium()

// The plain run takes *.test.ts alone: these files need a Chromium.
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/browser/**/*.browser.ts'] },
})
