import { catalogData } from '../../explorer/build/catalog-data.ts'
import { rowsOf } from '../../explorer/data/rows.ts'

/** The catalog as the page unpacks it. */
export const loadCatalog = async () => rowsOf(JSON.parse(JSON.stringify(await catalogData())))
