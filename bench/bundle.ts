import { createRequire } from 'node:module'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { entries } from '../scripts/config/entries.ts'
import { ensureBuilt, root } from './built.ts'

/**
 * Bundles a program of this folder, with the source of the package, so that plain Node.js runs it: nothing is compiled
 * on the fly, and dynamic imports take no time.
 *
 * @param program its path, relative to the package
 * @returns the path of the bundle
 */
export async function bundle(program: string, options: BuildOptions = {}): Promise<string> {
  const outfile = `${root}node_modules/.cache/bench/${program.replaceAll('/', '-').replace(/\.ts$/, '.mjs')}`
  await build({
    entryPoints: [`${root}${program}`],
    absWorkingDir: root,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'warning',
    ...options,
  })
  return outfile
}

/** Imports of the package lead to the files in dist, which load their parts when they need them. */
const builtPackage: Plugin = {
  name: 'the built package',
  setup({ onResolve }) {
    const files = new Map(entries.map(({ specifier, name }) => [specifier, `${root}dist/${name}.js`]))
    onResolve({ filter: /^axios-tencentcloud/ }, ({ path }) => ({ path: files.get(path) ?? path, external: true }))
    // Another side uses p-retry too. A copy of its own keeps it from loading a part of this package.
    onResolve({ filter: /^(p-retry|is-network-error)$/ }, ({ path }) => ({
      path: createRequire(import.meta.url).resolve(path),
    }))
  },
}

const bundled = new Map<string, Promise<string>>()

/** Bundles a program once, with the package as users get it: built, and nothing loaded before it is needed. */
export function bundleForBuilt(program: string): Promise<string> {
  ensureBuilt()
  const made = bundled.get(program) ?? bundle(program, { plugins: [builtPackage] })
  bundled.set(program, made)
  return made
}
