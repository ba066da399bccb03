import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Files of this package and modules of others that an entry can lead to, dynamic imports included. */
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

test('the main entry leads to no file of the fleet, and to no module of Node or of a Redis client', async () => {
  const { files, others } = await reachable('src/index.ts')
  expect(files.filter((file) => file.startsWith('src/fleet/'))).toEqual([])
  expect(others).toEqual(['axios', 'p-retry'])
})

test('the fleet needs no module but one of Node: the Redis client is its user’s', async () => {
  expect((await reachable('src/fleet/index.ts')).others).toEqual(['node:crypto'])
})
