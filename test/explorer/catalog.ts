import { createCatalogData } from '../../explorer/build/catalog-data.ts'
import { loadNames } from '../../explorer/data/names.ts'
import { unpackRows } from '../../explorer/data/rows.ts'

/** The catalog as the page unpacks it. */
export async function loadCatalog() {
  await loadNames()
  return unpackRows(JSON.parse(JSON.stringify(await createCatalogData())))
}
