import { fileURLToPath } from 'node:url'
import tsconfig from '../../tsconfig.json' with { type: 'json' }

/** The folder of the package, with a slash at its end. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** Where scripts/config/tsconfig.declarations.json puts the declarations of each module of src. */
export const declarations = `${root}node_modules/.cache/declarations/`

interface Entry {
  /** As users import it: `axios-tencentcloud/fetch`. */
  readonly specifier: string
  /** Its files in dist have this name: `fetch`; that of the main entry is `index`. */
  readonly name: string
  /** Its module, relative to src and without an extension: `fetch/index`. */
  readonly module: string
}

/** The entries of the package, from `paths` of tsconfig.json. */
export const entries: readonly Entry[] = Object.entries(tsconfig.compilerOptions.paths).map(([specifier, paths]) => ({
  specifier,
  name: specifier.split('/')[1] ?? 'index',
  module: (paths[0] ?? '').replace(/^\.\/src\/|\.ts$/g, ''),
}))
