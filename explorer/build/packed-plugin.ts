import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'
import { catalogModule, resolvedCatalog } from './catalog-plugin.ts'

/** The path below `tables` of a table that the package has in a file of its own. */
const tablePath = (source: string, importer: string): string | undefined => {
  const { pathname } = new URL(source, `file://${importer}`)
  return pathname.match(/\/src\/\w+\/generated\/(.+)\.ts$/)?.[1]
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
 * that already; the command makes the catalog of them, and the page imports those that it needs later.
 */
export const packedPlugin = (): Plugin => ({
  name: 'packed',
  enforce: 'pre',
  resolveId(source, importer, { kind }) {
    if (source === catalogModule) return resolvedCatalog
    if (kind !== 'dynamic-import' || importer === undefined) return undefined
    const path = tablePath(source, importer)
    return path === undefined ? undefined : { id: `./tables/${path}.js`, external: 'absolute' }
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
