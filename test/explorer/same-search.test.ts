import { search } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'
import { noQuery } from '../../explorer/app/route.ts'
import { SearchIndex } from '../../explorer/search/search-index.ts'
import { queries } from '../catalog/search-queries.ts'
import { loadCatalog } from './catalog.ts'

const index = new SearchIndex(await loadCatalog())

describe('the search of the explorer', () => {
  it.each(queries)('finds for "%s" what the command finds, in its order', async (text) => {
    const here = index.search({ ...noQuery, text }).rows.slice(0, 10)
    const atCommand = await search(text, { limit: 10 })
    const nameOf = (service: string, code = '', moduleCode = '') => `${service} ${code} ${moduleCode}`.trim()
    expect(here.map((row) => nameOf(row.product.service, row.code, row.moduleCode))).toEqual(
      atCommand.map(({ service, code, moduleCode }) => nameOf(service, code, moduleCode)),
    )
  })
})
