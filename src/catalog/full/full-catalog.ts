import { productLoaders } from '../generated/product-loaders.ts'
import { createCatalog } from '../load-tables.ts'
import { builtInSource } from '../sources.ts'

/** The built-in tables, and the whole list of each product that is asked about. */
export const fullCatalog = createCatalog({
  ...builtInSource,
  listed: async (service) => (await productLoaders.get(service)?.())?.listed,
})
