import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

type Output = Metafile['outputs'][string]

/** A script of the bundle, as it is served. */
export interface Chunk {
  readonly name: string
  readonly text: string
  /** The source files in it, relative to the package. */
  readonly sources: readonly string[]
  /** The chunks that load with it. */
  readonly imports: readonly string[]
}

export interface Bundle {
  readonly chunks: readonly Chunk[]
  /** Every import, of any source file, that the bundler left to the browser. */
  readonly unresolved: readonly string[]
  readonly entry: Chunk
  /** The entry and what it imports statically: all that a page loads at first. */
  readonly initial: readonly Chunk[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const chunkOf = (path: string, text: string, { inputs, imports }: Output): Chunk => ({
  name: basename(path),
  text,
  sources: Object.keys(inputs),
  imports: imports.filter(({ kind }) => kind === 'import-statement').map((item) => basename(item.path)),
})

function withImports(entry: Chunk, chunks: readonly Chunk[]): Chunk[] {
  const found = new Set([entry])
  for (const { imports } of found) {
    for (const chunk of chunks) if (imports.includes(chunk.name)) found.add(chunk)
  }
  return [...found]
}

/** Bundles the package, axios and the tests' page script for the browser, as an application would. */
export async function bundlePage(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['test/browser/page.ts'],
    outdir: 'bundle',
    bundle: true,
    splitting: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
  const chunks = Object.entries(metafile.outputs).map(([path, output]) =>
    chunkOf(path, texts.get(basename(path)) ?? '', output),
  )
  const entry = chunks.find(({ sources }) => sources.includes('test/browser/page.ts'))
  if (!entry) throw new Error('the bundle has no entry')
  const unresolved = [...Object.values(metafile.inputs), ...Object.values(metafile.outputs)]
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => path)
  return { chunks, unresolved, entry, initial: withImports(entry, chunks) }
}
