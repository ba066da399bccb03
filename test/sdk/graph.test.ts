import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every module that an entry can load, statically or not. */
async function modulesOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['axios', 'p-retry'],
    metafile: true,
    write: false,
    logLevel: 'silent',
    tsconfigRaw: {},
  })
  return [
    ...Object.keys(metafile.inputs),
    ...Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
  ]
}

test('the main entry loads nothing of the SDK, nor what wraps its clients', async () => {
  const modules = await modulesOf('src/index.ts')
  expect(modules).toContain('src/engine/run-call.ts')
  expect(modules.filter((path) => /sdk|tencentcloud-/.test(path))).toEqual([])
})

test('what wraps its clients loads nothing of the SDK, nor the signers', async () => {
  const modules = await modulesOf('src/sdk/index.ts')
  expect(modules).toContain('src/sdk/with-tencent-cloud.ts')
  expect(modules.filter((path) => /node_modules|tencentcloud-|^node:/.test(path))).toEqual([])
})
