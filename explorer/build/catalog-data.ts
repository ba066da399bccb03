import { readProducts } from '../../scripts/catalog/read-products.ts'
import { createCatalogData as createFromTables } from '../../src/cli/explorer/catalog-data.ts'
import type { CatalogData } from '../../src/cli/explorer/format.ts'

/** Creates the data of the page from the tables of the package and, for what these leave out, from `catalog/`. */
export function createCatalogData(): Promise<CatalogData> {
  const flags = new Map(
    readProducts().flatMap(({ service, api3 }) =>
      (api3?.codes ?? []).map(([code, mentioned]) => [`${service} ${code}`, mentioned] as const),
    ),
  )
  return createFromTables((service, code) => flags.get(`${service} ${code}`) ?? '')
}
