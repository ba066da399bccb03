import { lookup, products, search } from 'axios-tencentcloud/catalog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairKey, readListedPairs } from '../../scripts/api3/read.ts'
import { readEntries, readProducts } from '../../scripts/catalog/read-products.ts'
import { seedRows } from './seed-rows.ts'

const entries = readEntries()
const pairs = readListedPairs()

const actionOf = (actions: readonly string[] | undefined) => actions?.[0]?.replace('*', 'Project')

describe('the whole catalog', { timeout: 60_000 }, () => {
  it('every pair of API 3.0 is listed, with the class and disposition of its file', async () => {
    for (const pair of pairs) {
      const found = await lookup(pair.code, pair)
      expect([found.source, found.class, found.retry], pairKey(pair)).toEqual(['listed', pair.class, pair.retry])
    }
  })

  it('every pair has a meaning and a remedy in both languages', async () => {
    for (const pair of pairs) {
      const { meaning, remedy } = await lookup(pair.code, pair)
      expect([meaning?.en, meaning?.zh, remedy?.en, remedy?.zh].every(Boolean), pairKey(pair)).toBe(true)
    }
  })

  it.each([
    ['entries written by hand', entries],
    ['rows of the five documents', seedRows],
  ])('%s resolve to their class and disposition', async (_, rows) => {
    for (const { service, code = '4000', moduleCode, actions, class: errorClass, retry } of rows) {
      const query = { service: service === '*' ? undefined : service, moduleCode, action: actionOf(actions) }
      const found = await lookup(code, query)
      const name = [service, code, moduleCode, actions].join(' ')
      expect([found.source, found.class, found.retry], name).toEqual(['listed', errorClass, retry])
    }
  })

  it('a code of which the list gives only the name is told by its name', async () => {
    const code = 'FailedOperation.DisassociateKeyPairFailed'
    expect(await lookup(code, { service: 'CVM' })).toMatchObject({
      service: 'cvm',
      source: 'listed',
      meaning: { en: `${code}: the operation failed; the name says: disassociate key pair failed.` },
    })
  })

  it('a code that the product does not list is left to the rules', async () => {
    expect(await lookup('FailedOperation.Foo', { service: 'cvm' })).toMatchObject({ source: 'rule', retry: 'never' })
    expect(await lookup('4999')).toMatchObject({ source: 'rule', kind: 'unknown' })
  })

  it('any strings whatever are answered without a rejection', async () => {
    const anything = fc.option(fc.oneof(fc.string(), fc.constant('__proto__'), fc.constant('cvm')), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(fc.string(), anything, anything, anything, async (code, service, action, moduleCode) => {
        expect((await lookup(code, { service, action, moduleCode })).code).toBe(code)
      }),
    )
  })
})

describe('products', () => {
  it('tells each product, its versions and how many codes are known', async () => {
    const all = await products()
    expect(all.map(({ service }) => service)).toEqual(readProducts().map(({ service }) => service))
    expect(all.find(({ service }) => service === 'kms')).toMatchObject({
      title: { en: 'Key Management Service', zh: '密钥管理系统' },
      versions: ['20190118'],
    })
    expect(all.find(({ service }) => service === 'account')).toMatchObject({ versions: [], codes: 24 })
    expect(all.reduce((sum, { codes }) => sum + codes, 0)).toBeGreaterThan(16_117)
  })
})

describe('search', () => {
  const codesOf = async (text: string, limit?: number) =>
    (await search(text, limit ? { limit } : {})).map(({ service, code = '', moduleCode = '' }) =>
      [service, code, moduleCode].filter(Boolean).join(' '),
    )

  it.each([
    ['4400', '* 4400'],
    ['10250', 'cmq 4420 10250'],
    ['4420/10250', 'cmq 4420 10250'],
    ['requestlimitexceeded', '* RequestLimitExceeded'],
    ['UinLimitExceeded', '* RequestLimitExceeded.UinLimitExceeded'],
    ['cmq exceed maximum message size', 'cmq 4400 10230'],
    ['disassociate key pair', 'cvm FailedOperation.DisassociateKeyPairFailed'],
    ['OperationDenied.SourceNotExists', 'monitor -502'],
    ['subscribtion already existed', 'cmq 4490 10470'],
  ])('"%s" finds %s first', async (text, first) => {
    expect((await codesOf(text))[0]).toBe(first)
  })

  it.each([
    ['the balance of the account', 'balance', /Balance|5300/],
    ['a text in Chinese', '消息体', /^cmq/],
    ['a text in English', 'object storage and send its address', /^cmq 4400$/],
  ])('%s is found by its text', async (_, text, expected) => {
    expect((await codesOf(text)).some((name) => expected.test(name))).toBe(true)
  })

  it.each(['cmq', 'KMS'])('the codes of the product %s come first where it is asked for', async (text) => {
    const services = (await search(text)).map(({ service }) => service)
    expect(services).toEqual(Array(20).fill(text.toLowerCase()))
  })

  it.each([
    ['RequestLimitExeeded', '* RequestLimitExceeded'],
    ['UinLimitExeeded', '* RequestLimitExceeded.UinLimitExceeded'],
    ['invalidparamater', '* InvalidParameter'],
    ['FailedOperation.DisassociateKeyPairFaild', 'cvm FailedOperation.DisassociateKeyPairFailed'],
  ])('the misspelt "%s" finds %s first', async (text, first) => {
    expect((await codesOf(text))[0]).toBe(first)
  })

  it.each(['zzzzqqq', '4401'])('%s, which is no code and no misspelt name, finds nothing', async (text) => {
    expect(await codesOf(text)).toEqual([])
  })

  it('exact codes come before those that begin so, these before words', async () => {
    const found = await codesOf('ResourceInUse', 400)
    const at = (test: RegExp) => found.findIndex((name) => test.test(name))
    expect(at(/ ResourceInUse$/)).toBe(0)
    expect(at(/ ResourceInUse\./)).toBeGreaterThan(at(/ ResourceInUse$/))
    expect(found.findLastIndex((name) => / ResourceInUse$/.test(name))).toBeLessThan(at(/ ResourceInUse\./))
  })

  it('a result has all that is known', async () => {
    expect((await search('10660'))[0]).toMatchObject({
      service: 'cmq',
      code: '6040',
      moduleCode: '10660',
      class: 'ResourceConflictError',
      kind: 'conflict',
      retry: 'busy',
      wireText: expect.stringContaining('previous queue'),
      meaning: { en: expect.any(String), zh: expect.any(String) },
      remedy: { en: expect.any(String), zh: expect.any(String) },
    })
  })

  it('gives 20 results, or as many as are asked for', async () => {
    expect(await search('InvalidParameter')).toHaveLength(20)
    expect(await search('InvalidParameter', { limit: 3 })).toHaveLength(3)
  })

  it.each([0, -1, 1.5, Number.NaN, '3'])('a limit of %j is refused', async (limit) => {
    await expect(search('4400', { limit: limit as number })).rejects.toThrow('`limit` must be a positive integer')
  })

  it('nothing is found by nothing, and no text is an error', async () => {
    expect(await search(' . ')).toEqual([])
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
        expect((await search(text)).length).toBeLessThanOrEqual(20)
      }),
      { numRuns: 20 },
    )
  })
})
