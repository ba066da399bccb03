import type { Plugin } from 'vite'
import { catalogFolder, productFiles } from '../../scripts/catalog/read-products.ts'
import { createCatalogData } from './catalog-data.ts'

export const catalogModule = 'virtual:catalog'
export const resolvedCatalog = `\0${catalogModule}`

/** Provides `virtual:catalog`: the lists of `catalog/`, created again when one of them changes. */
export const catalogPlugin = (): Plugin => ({
  name: 'catalog',
  resolveId: (source) => (source === catalogModule ? resolvedCatalog : undefined),
  async load(source) {
    if (source !== resolvedCatalog) return undefined
    for (const name of productFiles()) this.addWatchFile(`${catalogFolder}products/${name}`)
    return `export default ${JSON.stringify(JSON.stringify(await createCatalogData()))}`
  },
})
