import { fileURLToPath } from 'node:url'
import { expect, inject, test } from 'vitest'
import { run } from '../support/run.ts'

const bin = (name: string): string => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url))

test('publint finds nothing to say about the packed file', async () => {
  const { exitCode, stdout, stderr } = await run(bin('publint'), ['--strict', inject('tarball')])
  expect(exitCode, stdout + stderr).toBe(0)
})

// There is no CommonJS build: require() takes the same modules, which module-systems.test.ts runs. Only the resolution
// of Node 10, which knows no sub-paths, cannot find them.
test('Are The Types Wrong finds the types of every entry, for ESM and bundlers', async () => {
  const { exitCode, stdout, stderr } = await run(bin('attw'), [
    '--profile',
    'esm-only',
    '--no-color',
    inject('tarball'),
  ])
  expect(exitCode, stdout + stderr).toBe(0)
})
