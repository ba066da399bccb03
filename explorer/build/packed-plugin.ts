import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'
import { catalogModule, resolvedCatalog } from './catalog-plugin.ts'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** Modules that the package has in a chunk of their own, besides its tables. */
const chunks: readonly string[] = ['catalog/describe-name']

/** The file of the package that has a module; undefined for those that the page has itself. */
function findPacked(source: string, importer: string): string | undefined {
  const { pathname } = new URL(source, `file://${importer}`)
  const module = pathname.match(/\/src\/(.+)\.ts$/)?.[1] ?? ''
  const table = module.match(/^\w+\/generated\/(.+)$/)?.[1]
  if (table !== undefined) return `tables/${table}.js`
  return chunks.includes(module) ? `chunks/${module.split('/').at(-1)}.js` : undefined
}

const compress = (text: string): Buffer =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  })

/**
 * Makes the page of the package, which the command serves: its script without the catalog. The package has the tables of
 * that already; the command makes the catalog of them, and the page imports what it needs later.
 */
export const packedPlugin = (): Plugin => ({
  name: 'packed',
  enforce: 'pre',
  resolveId(source, importer, { kind }) {
    if (source === catalogModule) return resolvedCatalog
    if (kind !== 'dynamic-import' || importer === undefined) return undefined
    const path = findPacked(source, importer)
    if (path === undefined) return undefined
    if (!existsSync(dist + path)) this.error(`${path} is not in the built package`)
    return { id: `./${path}`, external: 'absolute' }
  },
  load: (source) => (source === resolvedCatalog ? 'export default globalThis.explorerCatalog' : undefined),
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script ', '<script defer src="./catalog.js"></script>\n    <script '),
  },
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type !== 'chunk') continue
        delete bundle[name]
        this.emitFile({ type: 'asset', fileName: `${name}.br`, source: compress(file.code) })
      }
    },
  },
})
