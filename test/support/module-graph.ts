import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface ModuleGraph {
  /** Files of this package, relative to it. */
  readonly files: readonly string[]
  /** Packages, and modules of Node. */
  readonly others: readonly string[]
}

/** Everything that an entry can load, at once or later. */
export async function moduleGraph(entry: string): Promise<ModuleGraph> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outdir: 'out',
    metafile: true,
    write: false,
    logLevel: 'silent',
    // The paths of tsconfig.json would lead from the package's own name to its source.
    tsconfigRaw: {},
  })
  const inputs = Object.entries(metafile.inputs)
  const others = inputs.flatMap(([, { imports }]) => imports.filter(({ external }) => external).map(({ path }) => path))
  return { files: inputs.map(([file]) => file), others: [...new Set(others)].sort() }
}
