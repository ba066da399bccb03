import { search } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'
import { queries } from './search-queries.ts'

describe('what people search for', () => {
  it('is tried by 60 searches and more', () => {
    expect(queries.length).toBeGreaterThanOrEqual(60)
  })

  it.each(queries)('"%s" finds first what they mean', async (text, code) => {
    const [first] = await search(text, { limit: 3 })
    if (typeof code === 'string') expect(first?.code).toBe(code)
    else expect(first?.code).toMatch(code)
  })
})
