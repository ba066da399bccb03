import { beforeAll, describe, expect, it } from 'vitest'
import { noQuery } from '../../explorer/app/route.ts'
import { describeAbsence, describeStanding, findInProducts } from '../../explorer/code/standing.ts'
import { findDocument } from '../../explorer/data/documents.ts'
import { groupByMeaning } from '../../explorer/data/meanings.ts'
import type { Codes } from '../../explorer/data/rows.ts'
import { listSituations } from '../../explorer/decision/verdicts.ts'
import { groupRows } from '../../explorer/search/group-rows.ts'
import { SearchIndex } from '../../explorer/search/search-index.ts'
import { summarize } from '../../explorer/search/summarize.ts'
import { chineseClassNames, dispositionNames } from '../../explorer/text/labels.ts'
import { lookup } from '../../src/catalog/index.ts'
import { loadCatalog } from './catalog.ts'

let catalog: Codes
let index: SearchIndex
beforeAll(async () => {
  catalog = await loadCatalog()
  index = new SearchIndex(catalog)
})

const find = (text: string) => groupRows(index.search({ ...noQuery, text }).rows)
const summaryOf = (code: string, moduleCode = '') => {
  const found = find(code).find((one) => one.code === code && one.moduleCode === moduleCode)
  if (!found) throw new Error(`not found: ${code}`)
  return summarize(found)
}

describe('the result list', () => {
  it('has one row for each code, whatever the number of its products', () => {
    const codes = groupRows(catalog.rows)
    expect(codes).toHaveLength(catalog.pairs)
    expect(new Set(codes.map(({ code, moduleCode }) => `${code}/${moduleCode}`)).size).toBe(codes.length)
    expect(codes.flatMap(({ rows }) => rows)).toHaveLength(catalog.rows.length)
  })

  it('keeps the order in which the codes were found', () => {
    const { rows } = index.search({ ...noQuery, text: 'disk not attached' })
    const names = rows.map(({ code }) => code)
    expect(find('disk not attached').map(({ code }) => code)).toEqual([...new Set(names)])
  })

  it('says how many products have a code, names them, and opens the code in all of them', () => {
    const { products, names, service } = summaryOf('ResourceInUse.DiskRollbacking')
    expect(products.en).toBe(`${names.length} products`)
    expect(names).toContain('cbs')
    expect(service).toBe('*')
  })

  it('opens the page of the product where only one has the code', () => {
    const { products, names, service, difference } = summaryOf('4400', '10230')
    expect([products.en, names, service, difference]).toEqual(['cmq', [], 'cmq', undefined])
  })

  it('says of a code with several meanings where they differ', () => {
    const differing = groupRows(catalog.rows)
      .map(summarize)
      .filter(({ difference }) => difference)
    expect(differing.length).toBeGreaterThan(10)
    for (const { meanings, difference } of differing) {
      expect(meanings.length).toBeGreaterThan(1)
      expect(difference?.en).toMatch(/^(?:\d+ different meanings|other meaning in [\w, -]+|depends on the action)$/)
    }
  })

  it('groups what means the same, the most frequent meaning first', () => {
    for (const { rows } of groupRows(catalog.rows)) {
      const sizes = groupByMeaning(rows).map((meaning) => meaning.rows.length)
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    }
  })
})

describe('the words', () => {
  it('tell every class and every disposition in Chinese', () => {
    for (const name of [...Object.values(chineseClassNames), ...Object.values(dispositionNames).map(({ zh }) => zh)]) {
      expect(name).toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('the vendor’s documents', () => {
  it('belong to products of the catalog, and are addresses of the vendor', () => {
    const linked = catalog.products.filter(({ service }) => findDocument(service))
    expect(linked.map(({ service }) => service)).toEqual(['adp', 'cloudbase', 'cos', 'im', 'lkeap', 'tokenhub'])
    for (const { service } of linked) {
      expect(findDocument(service)).toMatch(
        /^https:\/\/(?:(?:www\.)?(?:cloud\.tencent|tencentcloud)\.com\/document\/product\/|docs\.cloudbase\.net\/)/,
      )
    }
    expect(findDocument('constructor')).toBeUndefined()
  })
})

describe('a code without an entry of its own', () => {
  it.each([
    ['cvm', 'ResourceNotFound.New', 'cvm does not list this code', 'the rule for the beginning of its name'],
    ['cvm', 'ResourceNotFound.TooManyRequests', 'cvm does not list this code', 'a guess from the words of its name'],
    ['cvm', 'Foo.Bar', 'cvm does not list this code', 'nothing: no list has it'],
    ['cmq', '4400', 'another one decides', 'the list of cmq'],
    ['kms', '4200', 'another one decides', 'the list that all products share'],
    ['*', 'ResourceInUse.DiskRollbacking', 'where the product is not known', 'products that have it'],
    ['*', 'Foo.Bar', 'No list has this code', 'nothing: no list has it'],
  ])('is told who decided: %s %s', async (service, code, absence, standing) => {
    const found = await lookup(code, { service: service === '*' ? undefined : service })
    const rows = catalog.rows.filter((row) => row.code === code)
    const inProducts = service === '*' ? findInProducts(found, rows) : {}
    expect(describeAbsence(service, found, inProducts).en).toContain(absence)
    expect(describeStanding(found, inProducts).en).toContain(standing)
  })

  it('is never told to be missing by its class and throttled by the verdict', async () => {
    const prefixes = [
      'ResourceNotFound',
      'InvalidParameter',
      'InternalError',
      'FailedOperation',
      'LimitExceeded',
      'Foo',
    ]
    const words = ['TooManyRequests', 'RequestLimitExceeded', 'NotExist', 'Busy', 'Timeout', 'QpsLimit', 'Throttled']
    for (const code of prefixes.flatMap((prefix) => words.map((word) => `${prefix}.${word}`))) {
      const found = await lookup(code, { service: 'cvm' })
      const reasons = listSituations(found).flatMap(({ verdicts }) => verdicts.map(({ reason }) => reason))
      expect(reasons.includes('throttled'), code).toBe(found.class === 'ThrottlingError')
      if (found.class === 'ResourceNotFoundError') expect(found.meaning?.en, code).toMatch(/exist|found/)
      if (found.class === 'ThrottlingError') expect(found.meaning?.en, code).toMatch(/too many/i)
    }
  })
})
