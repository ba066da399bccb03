import { fileURLToPath } from 'node:url'
import { expect, inject, test } from 'vitest'
import { run } from '../support/run.ts'

const bin = (name: string): string => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url))

test('publint finds nothing to say about the packed file', async () => {
  const { exitCode, stdout, stderr } = await run(bin('publint'), ['--strict', inject('tarball')])
  expect(exitCode, stdout + stderr).toBe(0)
})

// Of Node 10's resolution, which knows no sub-paths, too: package.json leads TypeScript to them.
test('Are The Types Wrong finds the types of every entry, for ESM, CommonJS, bundlers and Node 10, and in the form of their module', async () => {
  const { exitCode, stdout, stderr } = await run(bin('attw'), ['--profile', 'strict', '--no-color', inject('tarball')])
  expect(exitCode, stdout + stderr).toBe(0)
})
