import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Lists the files of this package and the other modules that an entry can load, dynamic imports included. */
async function reachable(
  entry: string,
): Promise<{ readonly files: readonly string[]; readonly others: readonly string[] }> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const inputs = Object.entries(metafile.inputs)
  const others = inputs.flatMap(([, { imports }]) => imports.filter(({ external }) => external).map(({ path }) => path))
  return { files: inputs.map(([file]) => file), others: [...new Set(others)].sort() }
}

test('the main entry loads no file of the fleet, no module of Node and no Redis client', async () => {
  const { files, others } = await reachable('src/index.ts')
  expect(files.filter((file) => file.startsWith('src/fleet/'))).toEqual([])
  expect(others).toEqual(['axios', 'p-retry'])
})

test('the fleet loads only one module of Node: the caller passes the Redis client', async () => {
  expect((await reachable('src/fleet/index.ts')).others).toEqual(['node:crypto'])
})
