import { build } from 'esbuild'
import { root } from './built.ts'

/**
 * Bundles a program of this folder, with the source of the package, so that plain Node.js runs it: nothing is compiled
 * on the fly, and dynamic imports take no time.
 *
 * @returns the path of the bundle
 */
export async function bundle(program: string): Promise<string> {
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
  })
  return outfile
}
