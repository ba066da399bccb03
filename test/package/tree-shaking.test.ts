import { expect, test } from 'vitest'
import { bundleSizes } from '../support/bundle-sizes.ts'

// The built package, by its name: `sideEffects: false` is part of the promise.
const bundle = (code: string) => bundleSizes(code, ['@opentelemetry/api', 'node:*'])

/** What a call loads before it fails. The files of the package that carriers share have parts of axios' too. */
const success = [
  'axios',
  'catalog',
  'check',
  'engine',
  'envelope',
  'errors',
  'options',
  'pacing',
  'request',
  'retry',
  'streams',
  'telemetry',
]

test.each([
  // In the file of the errors are attemptsOf and streamOutcome too, whose two calls of Symbol.for esbuild keeps.
  ['.', 'isTencentCloudError', ['catalog', 'engine', 'errors', 'streams']],
  ['.', 'ThrottlingError', ['catalog', 'engine', 'errors', 'streams']],
  // esbuild takes a file that is needed as a whole.
  ['.', 'attemptsOf', ['catalog', 'engine', 'errors', 'streams']],
  ['.', 'attachTencentCloud', success],
  ['./catalog', 'lookup', ['catalog']],
  ['./catalog', 'search', ['catalog']],
  ['./fetch', 'createTencentCloudFetch', [...success, 'fetch']],
  ['./otel', 'createTelemetry', ['telemetry']],
  ['./signing', 'signTc3', ['signing']],
  ['./signing', 'signV1', ['signing']],
  ['./fleet', 'createFleet', ['check', 'fleet']],
  ['./sdk', 'withTencentCloud', [...success, 'sdk']],
  ['./testing', 'faults', ['testing']],
  ['./testing', 'createFakeTencentCloud', ['testing']],
])('of %s, a bundle that imports %s alone has the rooms %j and no other', async (entry, name, rooms) => {
  const { entryModules } = await bundle(`export { ${name} } from 'axios-tencentcloud${entry.slice(1)}'`)
  const found = entryModules.map((module) => module.match(/^src\/([^/]+)/)?.[1] ?? module)
  expect([...new Set(found)].sort()).toEqual([...rooms].sort())
})

test('a bundle that imports no name of any entry has nothing of the package', async () => {
  const entries = ['', '/catalog', '/fetch', '/otel', '/signing', '/fleet', '/sdk', '/testing']
  const { entry, entryModules } = await bundle(
    entries
      .map((path) => `import 'axios-tencentcloud${path}'`)
      .join('\n')
      .concat('\nexport {}'),
  )
  expect(entryModules).toEqual([])
  expect(entry).toBeLessThan(100)
})

test('importing one error class costs a fraction of the main entry', async () => {
  const one = await bundle("export { ThrottlingError } from 'axios-tencentcloud'")
  const all = await bundle("export * from 'axios-tencentcloud'")
  expect(one.entry).toBeLessThan(all.entry / 4)
})
