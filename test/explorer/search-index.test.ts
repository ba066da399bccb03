import { beforeAll, describe, expect, it } from 'vitest'
import { noQuery, type Query } from '../../explorer/app/route.ts'
import type { CodeRow } from '../../explorer/data/rows.ts'
import { SearchIndex, splitWords } from '../../explorer/search/search-index.ts'
import { loadCatalog } from './catalog.ts'

const nameOf = ({ product, code, moduleCode }: CodeRow): string =>
  [product.service, code, moduleCode].filter((part) => part !== '').join(' ')

describe('the search', () => {
  let index: SearchIndex
  let total: number
  beforeAll(async () => {
    const catalog = await loadCatalog()
    total = catalog.rows.length
    index = new SearchIndex(catalog)
  })
  const find = (query: Partial<Query>) => index.search({ ...noQuery, ...query }).rows

  it.each([
    ['a code', 'RequestLimitExceeded', '* RequestLimitExceeded'],
    ['a code in small letters', 'authfailure.signatureexpire', '* AuthFailure.SignatureExpire'],
    ['words of a code', 'request limit', '* RequestLimitExceeded'],
    ['words that are the whole of a code', 'limit exceeded', '* LimitExceeded'],
    ['a numeric code', '4200', '* 4200'],
    ['a module code', '10230', 'cmq 4400 10230'],
    ['a module code in its parentheses', '(10230)', 'cmq 4400 10230'],
    ['a product and a code', 'cmq 4400', 'cmq 4400'],
    ['the path of a code', 'cmq/4400/10230', 'cmq 4400 10230'],
  ])('finds %s first', (_, text, first) => {
    const [row] = find({ text })
    expect(row && nameOf(row)).toBe(first)
  })

  it('finds a code by the text that the service sends', () => {
    expect(find({ text: 'exceed maximum message size' }).map(nameOf)).toContain('cmq 4400 10230')
  })

  it.each(['余额不足', 'balance'])('finds codes by their meaning: %s', (text) => {
    expect(find({ text }).map(nameOf)).toContain('cvm InvalidAccount.InsufficientBalance')
  })

  it('finds nothing for what is nowhere', () => {
    expect(find({ text: 'xyzzy' })).toEqual([])
  })

  it('finds rows that have every word', () => {
    const both = find({ text: 'cvm quota' })
    expect(both.length).toBeGreaterThan(0)
    expect(both.length).toBeLessThan(find({ text: 'quota' }).length)
  })

  it('shows everything without words and filters', () => {
    expect(find({})).toHaveLength(total)
  })

  it('passes only what all filters let through', () => {
    const rows = find({ service: 'cvm', class: 'QuotaExceededError', retry: 'never' })
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect([row.product.service, row.class, row.retry]).toEqual(['cvm', 'QuotaExceededError', 'never'])
    }
  })

  it('takes apart what it is asked, at blanks, slashes and parentheses of both widths', () => {
    expect(splitWords(' CMQ/4400 （10230） cmq ')).toEqual(['cmq', '4400', '10230'])
  })
})
