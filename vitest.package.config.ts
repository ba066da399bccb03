import { defineConfig } from 'vitest/config'

// Apart from the unit tests: it builds, packs and installs, and so needs the registry (or npm's cache).
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    globalSetup: 'test/package/install.ts',
    pool: 'threads',
    testTimeout: 60_000,
  },
})
