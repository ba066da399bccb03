import { productLoaders } from '../generated/product-loaders.ts'
import { catalogFrom } from '../load-tables.ts'
import { builtInSource } from '../sources.ts'

/** The built-in tables, and the whole list of each product that is asked about. */
export const fullCatalog = catalogFrom({
  ...builtInSource,
  listed: async (service) => (await productLoaders.get(service)?.())?.listed,
})
