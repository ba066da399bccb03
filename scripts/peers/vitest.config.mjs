// The configuration in which scripts/test-peers.mjs runs axios' tests; PEERS_SOURCES is the folder of axios' sources.
// With PEERS_OPTIONS, which are options of attachTencentCloud as JSON, each of the instances has the middleware.
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const sources = process.env.PEERS_SOURCES
const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url))
const entries = ['index.js', join('lib', 'axios.js')].map((name) => join(sources, name))
const isTest = (importer) => relative(sources, importer).startsWith(`tests${sep}`)

/** Gives axios with the middleware to the tests only. */
const attached = {
  name: 'attached',
  enforce: 'pre',
  async resolveId(specifier, importer) {
    if (!process.env.PEERS_OPTIONS || !importer || !isTest(importer)) return
    const resolved = await this.resolve(specifier, importer, { skipSelf: true })
    if (entries.some((entry) => resolved?.id === entry)) return fromHere('attached.mjs')
  },
}

/** Replaces those modules of axios that its package.json replaces for browsers. */
const forBrowsers = () => {
  const { browser } = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'))
  const replaced = new Map(Object.entries(browser).map(([from, to]) => [join(sources, from), join(sources, to)]))
  return {
    name: 'for-browsers',
    enforce: 'pre',
    async resolveId(specifier, importer) {
      const resolved = await this.resolve(specifier, importer, { skipSelf: true })
      return replaced.get(resolved?.id)
    },
  }
}

/** Runs the tests of a folder of axios' tests. */
const project = (name, include, { plugins = [], setupFiles = [] } = {}) => ({
  extends: true,
  plugins,
  test: { name, include, setupFiles },
})

export default defineConfig({
  root: sources,
  plugins: [attached],
  resolve: {
    alias: [
      { find: /^axios$/, replacement: join(sources, 'index.js') },
      { find: /^axios\/unsafe\//, replacement: `${join(sources, 'lib')}/` },
      { find: 'axios-tencentcloud', replacement: fromHere('../../dist/index.js') },
    ],
  },
  test: {
    projects: [
      project('node', ['tests/unit/**/*.test.js', 'tests/smoke/esm/**/*.test.js']),
      project('page', ['tests/browser/**/*.test.js'], { plugins: [forBrowsers()], setupFiles: [fromHere('page.mjs')] }),
    ],
    // The sources are below node_modules, where vitest looks for no tests and transforms nothing by default.
    exclude: [],
    server: { deps: { inline: [/[\\/]peers[\\/]axios[\\/]/, /[\\/]dist[\\/]/, /[\\/]peers[\\/]attached\.mjs$/] } },
    testTimeout: 30_000,
    // Some of the tests are races, which fail now and then without the middleware too.
    retry: 2,
  },
})
