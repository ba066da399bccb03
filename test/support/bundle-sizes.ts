import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

type Output = Metafile['outputs'][string]

const application = 'application.js'
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Bytes of a bundle, minified and gzipped file by file, without axios. */
export interface BundleSizes {
  /** The entry and what it imports statically: what a page loads at once. */
  readonly entry: number
  /** The source files of which something is in the entry or in what it imports statically, relative to the package. */
  readonly entrySources: readonly string[]
  /** The source files of all chunks, relative to the package. */
  readonly sources: readonly string[]
  /**
   * What loads with a source file that is imported dynamically, and did not load with the entry.
   *
   * @throws Error when no chunk begins with that file
   */
  chunk(source: string): number
}

function withStaticImports(file: string, outputs: Readonly<Record<string, Output>>): Set<string> {
  const found = new Set([file])
  for (const name of found) {
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') found.add(path)
  }
  return found
}

/**
 * Bundles an application for the browser that does no more than export what it is given to.
 *
 * @param code a module; what it imports is found from the package's folder
 * @param external what is left out beside axios
 */
export async function bundleSizes(code: string, external: readonly string[] = []): Promise<BundleSizes> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: code, resolveDir: root, sourcefile: application },
    bundle: true,
    splitting: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    platform: 'browser',
    external: ['axios', ...external],
    outdir: 'out',
    metafile: true,
    write: false,
    logLevel: 'silent',
    // The paths of tsconfig.json would lead from the package's own name to its source.
    tsconfigRaw: {},
  })
  const zipped = new Map(outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents).length]))
  const { outputs } = metafile
  const files = Object.keys(outputs)
  const sizeOf = (list: readonly string[]) => list.reduce((sum, file) => sum + (zipped.get(basename(file)) ?? 0), 0)
  const fileOf = (source: string) => files.find((file) => outputs[file]?.entryPoint === source)
  const entryFile = fileOf(application)
  if (!entryFile) throw new Error('the bundle has no entry')
  const entry = withStaticImports(entryFile, outputs)
  return {
    entry: sizeOf([...entry]),
    entrySources: [...entry].flatMap((file) =>
      Object.entries(outputs[file]?.inputs ?? {}).flatMap(([source, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [source] : [],
      ),
    ),
    sources: Object.keys(metafile.inputs),
    chunk(source) {
      const file = fileOf(source)
      if (!file) throw new Error(`${source} is no chunk`)
      return sizeOf([...withStaticImports(file, outputs)].filter((one) => !entry.has(one)))
    },
  }
}
