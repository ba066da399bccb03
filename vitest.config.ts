import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

// Loopback traffic must not go through a proxy of the machine that runs the tests.
for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])
  delete process.env[name]

export default defineConfig({
  resolve: {
    alias: [
      { find: /^axios-tencentcloud\/catalog$/, replacement: source('catalog/full/index.ts') },
      { find: /^axios-tencentcloud\/fetch$/, replacement: source('fetch/index.ts') },
      { find: /^axios-tencentcloud\/otel$/, replacement: source('telemetry/otel/index.ts') },
      { find: /^axios-tencentcloud\/signing$/, replacement: source('signing/index.ts') },
      { find: /^axios-tencentcloud\/fleet$/, replacement: source('fleet/index.ts') },
      { find: /^axios-tencentcloud\/sdk$/, replacement: source('sdk/index.ts') },
      { find: /^axios-tencentcloud\/testing$/, replacement: source('testing/index.ts') },
      { find: /^axios-tencentcloud$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/package/**', 'test/oldest-axios/**'],
    pool: 'threads',
    // For a machine that is busy with something else: what is waited for comes sooner or later.
    expect: { poll: { timeout: 20_000, interval: 5 } },
    // By default one core would be left idle, and of two that is half.
    maxWorkers: '100%',
  },
})
