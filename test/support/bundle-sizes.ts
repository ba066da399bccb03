import { SourceMap } from 'node:module'
import { basename, dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type OutputFile } from 'esbuild'

type Output = Metafile['outputs'][string]

const application = 'application.js'
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Bytes of a bundle, minified and gzipped file by file, without axios. */
export interface BundleSizes {
  /** The entry and what it imports statically: what a page loads at once. */
  readonly entry: number
  /** The modules of src/ whose code is in the entry or in what it imports statically, relative to the package. */
  readonly entryModules: readonly string[]
  /**
   * What loads with a file that is imported dynamically, and did not load with the entry.
   *
   * @param file relative to the package
   * @throws Error when no chunk begins with that file
   */
  chunk(file: string): number
}

function withStaticImports(file: string, outputs: Readonly<Record<string, Output>>): Set<string> {
  const found = new Set([file])
  for (const name of found) {
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') found.add(path)
  }
  return found
}

/** The modules of src/ that a file's code was made of, by its map: esbuild follows the maps of dist/ to the sources. */
function modulesIn({ path, text }: OutputFile, map: OutputFile): string[] {
  const sourceMap = new SourceMap(JSON.parse(map.text))
  const found = new Set<string>()
  for (const [row, line] of text.split('\n').entries()) {
    for (let column = 0; column < line.length; column++) {
      const entry = sourceMap.findEntry(row, column)
      // Code that the bundler made itself has no source.
      const source = 'originalSource' in entry ? entry.originalSource : undefined
      if (source) found.add(source)
    }
  }
  return [...found]
    .map((source) => relative(root, resolve(dirname(path), source)))
    .filter((one) => one.startsWith('src/'))
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
    sourcemap: 'external',
    metafile: true,
    write: false,
    logLevel: 'silent',
    // The paths of tsconfig.json would lead from the package's own name to its source.
    tsconfigRaw: {},
  })
  const written = new Map(outputFiles.map((file) => [basename(file.path), file]))
  const { outputs } = metafile
  const files = Object.keys(outputs)
  const sizeOf = (list: readonly string[]) =>
    list.reduce((sum, file) => sum + gzipSync(written.get(basename(file))?.contents ?? '').length, 0)
  const fileFrom = (source: string) => files.find((file) => outputs[file]?.entryPoint === source)
  const entryFile = fileFrom(application)
  if (!entryFile) throw new Error('the bundle has no entry')
  const entry = [...withStaticImports(entryFile, outputs)]
  return {
    entry: sizeOf(entry),
    get entryModules() {
      return entry.flatMap((file) => {
        const [output, map] = [written.get(basename(file)), written.get(`${basename(file)}.map`)]
        return output && map ? modulesIn(output, map) : []
      })
    },
    chunk(source) {
      const file = fileFrom(source)
      if (!file) throw new Error(`${source} is no chunk`)
      return sizeOf([...withStaticImports(file, outputs)].filter((one) => !entry.includes(one)))
    },
  }
}
