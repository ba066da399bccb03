import type { Plugin } from 'vite'
import { catalogFolder, productFiles } from '../../scripts/catalog/read-products.ts'
import { createCatalogData } from './catalog-data.ts'

const id = 'virtual:catalog'
const resolved = `\0${id}`

/** Provides `virtual:catalog`: the lists of `catalog/`, created again when one of them changes. */
export const catalogPlugin = (): Plugin => ({
  name: 'catalog',
  resolveId: (source) => (source === id ? resolved : undefined),
  async load(source) {
    if (source !== resolved) return undefined
    for (const name of productFiles()) this.addWatchFile(`${catalogFolder}products/${name}`)
    return `export default ${JSON.stringify(JSON.stringify(await createCatalogData()))}`
  },
})
