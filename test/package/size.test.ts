import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Bytes of the rules for names, minified and gzipped, which the bundle has in the chunk of the recovery. */
async function sizeOfRules(): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: ['src/catalog/classify-name.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0)
}

/** Bytes of minified and gzipped code: what a page loads at once, and what follows at the first failure. */
async function sizes(): Promise<{ entry: number; recovery: number; codes: number; exceptions: number; texts: number }> {
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
    recovery: named(/^recovery/),
    codes: named(/^codes/),
    exceptions: named(/^exceptions/),
    texts: named(/^texts/),
  }
}

test('the main entry is at most 12 kB; codes, rules and exceptions, which load at the first failure, are at most 15 kB, and so are the texts', async () => {
  const [{ entry, recovery, codes, exceptions, texts }, rules] = await Promise.all([sizes(), sizeOfRules()])
  console.log(
    `minified and gzipped, without axios: entry ${entry}, recovery ${recovery} (its rules for names ${rules}), codes ${codes}, exceptions ${exceptions}, texts ${texts} bytes`,
  )
  expect(entry).toBeLessThanOrEqual(12_000)
  expect(exceptions).toBeGreaterThan(0)
  expect(codes + exceptions + rules).toBeLessThanOrEqual(15_000)
  expect(texts).toBeLessThanOrEqual(15_000)
})
