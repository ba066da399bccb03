import { createCatalogData } from '../../explorer/build/catalog-data.ts'
import { unpackRows } from '../../explorer/data/rows.ts'

/** The catalog as the page unpacks it. */
export const loadCatalog = async () => unpackRows(JSON.parse(JSON.stringify(await createCatalogData())))
