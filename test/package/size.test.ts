import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Bytes of minified and gzipped code: what a page loads at once, and what follows at the first failure. */
async function sizes(): Promise<{ entry: number; recovery: number; codes: number; texts: number }> {
  const { outputFiles, metafile } = await build({
    entryPoints: ['src/index.ts'],
    bundle: true,
    splitting: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    platform: 'browser',
    external: ['axios'],
    outdir: 'out',
    metafile: true,
    write: false,
  })
  const zipped = new Map(
    outputFiles.map(({ path, contents }) => [path.split('/').at(-1) ?? '', gzipSync(contents).length]),
  )
  const named = (name: RegExp) =>
    [...zipped].filter(([file]) => name.test(file)).reduce((sum, [, size]) => sum + size, 0)
  const entry = Object.entries(metafile.outputs).find(([file]) => file.endsWith('/index.js'))
  const first = new Set(['index.js'])
  for (const { path, kind } of entry?.[1].imports ?? [])
    if (kind === 'import-statement') first.add(path.split('/').at(-1) ?? '')
  return {
    entry: [...first].reduce((sum, file) => sum + (zipped.get(file) ?? 0), 0),
    recovery: named(/^second-half/),
    codes: named(/^codes/),
    texts: named(/^texts/),
  }
}

test('the main entry is at most 12 kB; codes and texts, which load at the first failure, are at most 15 kB', async () => {
  const { entry, recovery, codes, texts } = await sizes()
  console.log(
    `minified and gzipped, without axios: entry ${entry}, recovery ${recovery}, codes ${codes}, texts ${texts} bytes`,
  )
  expect(entry).toBeLessThanOrEqual(12_000)
  expect(codes + texts).toBeLessThanOrEqual(15_000)
})
