import { join } from 'node:path'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { entries, root } from './scripts/config/entries.ts'

// Loopback traffic must not go through a proxy of the machine that runs the tests.
for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])
  delete process.env[name]

type TestOptions = TestProjectInlineConfiguration['test']

const project = (name: string, test: TestOptions, plugins: TestProjectInlineConfiguration['plugins'] = []) =>
  ({ extends: true, plugins, test: { name, ...test } }) satisfies TestProjectInlineConfiguration

const unit = project('unit', {
  include: ['test/**/*.test.ts'],
  exclude: ['test/package/**', 'test/runtimes/**', 'test/axios-versions/**'],
  globalSetup: 'test/support/redis-notice.ts',
})

// It builds, packs and installs, and so needs the registry, or npm's cache.
const packed = project('package', {
  include: ['test/package/**/*.test.ts'],
  globalSetup: 'test/package/install.ts',
  testTimeout: 60_000,
})

// The packed file on Bun, Deno and workerd: `npm run test:runtimes`.
const runtimes = project('runtimes', {
  include: ['test/runtimes/*.test.ts'],
  globalSetup: 'test/package/install.ts',
})

// A process of its own for what starts a Chromium.
const browser = project('browser', {
  pool: 'forks',
  include: ['test/browser/**/*.browser.ts'],
  globalSetup: 'test/browser/chromium.ts',
})

// Of the built explorer: `npm run build:explorer`.
const explorer = project('explorer', {
  pool: 'forks',
  include: ['test/explorer/**/*.explorer.ts'],
  globalSetup: 'test/browser/chromium.ts',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // One after the other: a keystroke is timed.
  fileParallelism: false,
})

// Of the built site of the documents: `npm run build:docs`.
const site = project('site', {
  pool: 'forks',
  include: ['test/site/**/*.site.ts'],
  globalSetup: 'test/browser/chromium.ts',
  // axe takes its time over the longest page of the reference.
  testTimeout: 300_000,
})

/** Aliases in package.json of the oldest axios that the package promises to work with, and of one between it and the newest. */
const olderAxios = ['axios-oldest', 'axios-middle']

/** The tests of what meets axios, with an older one. */
const withOlderAxios = (alias: string) =>
  project(
    alias,
    {
      include: ['test/axios/*.test.ts', 'test/errors/{classes,secrets}.test.ts', 'test/axios-versions/*.test.ts'],
    },
    [
      {
        name: alias,
        enforce: 'pre',
        resolveId(id, importer) {
          return id === 'axios' ? this.resolve(alias, importer, { skipSelf: true }) : undefined
        },
      },
    ],
  )

// `npm run mutate`: the tests that scripts/config/stryker.config.mjs names, and no other. Mutation testing mostly runs beside other work.
const mutation = project('mutation', { include: (process.env.MUTATION_TESTS ?? '').split(','), testTimeout: 60_000 })

export default defineConfig({
  resolve: {
    alias: entries.map(({ specifier, module }) => ({
      find: new RegExp(`^${specifier}$`),
      replacement: join(root, `src/${module}.ts`),
    })),
  },
  test: {
    projects: process.env.MUTATION_TESTS
      ? [mutation]
      : [unit, packed, runtimes, browser, explorer, site, ...olderAxios.map(withOlderAxios)],
    pool: 'threads',
    // For a machine that is busy with something else: what is waited for comes sooner or later.
    expect: { poll: { timeout: 20_000, interval: 5 } },
    // By default one core would be left idle, and of two that is half.
    maxWorkers: '100%',
    // Against tests that hang; a machine that is busy may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
