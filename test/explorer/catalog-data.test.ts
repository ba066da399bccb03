import { beforeAll, describe, expect, it } from 'vitest'
import { type Codes, findMeaning, findRemedy } from '../../explorer/data/rows.ts'
import { readProducts } from '../../scripts/catalog/read-products.ts'
import { readNamedTexts } from '../../scripts/catalog/read-texts.ts'
import { lookup } from '../../src/catalog/full/index.ts'
import { loadCatalog } from './catalog.ts'

describe('the catalog of the explorer', () => {
  let catalog: Codes
  beforeAll(async () => {
    catalog = await loadCatalog()
  })

  it('has every code of API 3.0 of every product', () => {
    const shown = new Set(catalog.rows.map(({ product, code }) => `${product.service} ${code}`))
    const listed = readProducts().flatMap(
      ({ service, api3 }) => api3?.codes.map(([code]) => `${service} ${code}`) ?? [],
    )
    expect(listed.length).toBeGreaterThan(16_000)
    expect(listed.filter((pair) => !shown.has(pair))).toEqual([])
  })

  it('has every entry that was written by hand, with its texts', () => {
    for (const { service, entries = [] } of readProducts()) {
      for (const { code = '', moduleCode = '', actions, message, meaning, wireText } of entries) {
        const row = catalog.rows.find(
          (candidate) =>
            candidate.product.service === service &&
            candidate.code === code &&
            candidate.moduleCode === moduleCode &&
            candidate.more.message === message &&
            String(candidate.more.actions) === String(actions),
        )
        expect(row, `${service} ${code} ${moduleCode}`).toBeDefined()
        if (meaning) expect(row && findMeaning(row)).toEqual(meaning)
        expect(row?.more.wireText).toBe(wireText)
      }
    }
  })

  it('has the texts of codes that are described by hand without an entry', () => {
    for (const [service, texts] of readNamedTexts(readProducts())) {
      const rows = new Map(
        catalog.rows.filter(({ product }) => product.service === service).map((row) => [row.code, row]),
      )
      for (const { code, meaning, remedy } of texts) {
        const row = rows.get(code)
        expect(row && { meaning: findMeaning(row), remedy: findRemedy(row) }, `${service} ${code}`).toEqual({
          meaning,
          remedy,
        })
      }
    }
  })

  it('says of each code what the library says', async () => {
    const plain = catalog.rows.filter(({ code, more }) => code !== '' && !more.actions)
    const wrong: string[] = []
    for (const row of plain) {
      const { product, code, moduleCode, class: errorClass, retry, documented } = row
      const { message } = row.more
      const found = await lookup(code, { service: product.service, moduleCode: moduleCode || undefined, message })
      const same = found.class === errorClass && found.retry === retry && found.documented === documented
      if (!same || found.meaning?.zh !== findMeaning(row).zh || found.remedy?.en !== findRemedy(row)?.en)
        wrong.push(`${product.service} ${code} ${moduleCode}`)
    }
    expect(wrong).toEqual([])
  })
})
