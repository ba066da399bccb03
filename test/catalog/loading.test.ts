import { describe, expect, it } from 'vitest'
import type { CatalogSource } from '../../src/catalog/catalog-source.ts'
import { createCatalog } from '../../src/catalog/load-tables.ts'
import { createLookupOver } from '../../src/catalog/lookup.ts'
import { builtInSource } from '../../src/catalog/sources.ts'

const { allLists: loadAllLists, ownCodes } = builtInSource

/** The built-in tables, whose first loads of each name in `failures` fail, and the names of what was loaded. */
function source(failures: Readonly<Record<string, number>> = {}) {
  const loaded: string[] = []
  const load = async <T>(name: string, tables: Promise<T>): Promise<T> => {
    loaded.push(name)
    if (loaded.filter((one) => one === name).length <= (failures[name] ?? 0)) throw new TypeError('Failed to fetch')
    return tables
  }
  const tables: CatalogSource = {
    codes: () => load('codes', builtInSource.codes()),
    ownCodes: new Map([...ownCodes].map(([service, own]) => [service, () => load(`codes of ${service}`, own())])),
    texts: (service) => load(`texts ${service}`, builtInSource.texts(service)),
    names: () => load('names', builtInSource.names()),
    allLists: () => load('all lists', loadAllLists()),
  }
  return {
    loaded,
    ...createLookupOver(createCatalog(tables), [{ code: '1', class: 'ThrottlingError', retry: 'throttle' }]),
  }
}

describe('what judges by all lists', () => {
  it.each([
    ['a code of the shared list', '4400', {}],
    ['a code of a product', '-9', { service: 'lvb' }],
    ['a code that a rule explains, of a product', 'FailedOperation.Foo', { service: 'cvm' }],
    ['a number that no list of the product has', '9003', { service: 'cvm' }],
  ])('is not loaded for %s', async (_, code, query) => {
    const { loaded, classify } = source()
    await classify(code, query)
    expect(loaded).toEqual(['codes'])
  })

  it('is loaded once, at the first code whose product is not known', async () => {
    const { loaded, classify } = source()
    await Promise.all([classify('4420', { moduleCode: '10250' }), classify('4480', { moduleCode: '10460' })])
    const own = [...ownCodes.keys()].map((service) => `codes of ${service}`)
    expect(loaded.sort()).toEqual(['all lists', 'codes', ...own].sort())
  })

  it('leaves the code to the shared list and the rules if it cannot be loaded, and is loaded by the next', async () => {
    const { classify } = source({ 'all lists': 1 })
    expect(await classify('4400', { moduleCode: '10230' })).toMatchObject({ service: '*', class: 'ThrottlingError' })
    expect(await classify('4400', { moduleCode: '10230' })).toMatchObject({ class: 'InvalidParameterError' })
  })
})

describe('loading the tables', () => {
  it('nothing is loaded before the first question, nor for an entry of the `catalog` option', async () => {
    const { loaded, lookup } = source()
    await lookup('1')
    expect(loaded).toEqual([])
  })

  it('classify loads the codes alone', async () => {
    const { loaded, classify } = source()
    await classify('4400')
    expect(loaded).toEqual(['codes'])
  })

  it.each([
    ['a common code', '4400', {}, ['texts *']],
    ['a code that a rule explains, of a product', 'FailedOperation.Foo', { service: 'cvm' }, ['texts *', 'texts cvm']],
    ['a code that is described by hand', 'InvalidVpcId.NotFound', { service: 'vpc' }, ['texts vpc']],
    ['a code of a product with many', '4420', { service: 'kms', moduleCode: '10250' }, ['codes of kms', 'texts kms']],
    ['a code of a product with few', '-9', { service: 'lvb' }, ['texts lvb']],
    [
      'a code of a product of which only the name is known',
      'InvalidParameter.MxInvalid',
      { service: 'dnspod' },
      ['codes of dnspod', 'names', 'texts *', 'texts dnspod'],
    ],
    ['an exception', 'FailedOperation.RegisterDomain', { service: 'domain' }, ['texts *', 'texts domain']],
  ])('%s loads no other texts than its own', async (_, code, query, expected) => {
    const { loaded, lookup } = source()
    expect(await lookup(code, query)).toHaveProperty('remedy.zh')
    expect(loaded.sort()).toEqual(['codes', ...expected])
  })

  it('each table is loaded once, however many ask at once', async () => {
    const { loaded, classify, lookup } = source()
    await Promise.all([classify('4400'), lookup('4400'), lookup('4000'), lookup('Foo')])
    const own = [...ownCodes.keys()].map((service) => `codes of ${service}`)
    expect(loaded.sort()).toEqual(['all lists', 'codes', 'texts *', ...own].sort())
  })

  it('without the texts a code keeps its class, and the next question loads them again', async () => {
    const { lookup } = source({ 'texts *': 1 })
    const first = await lookup('4400')
    expect(first).toMatchObject({ class: 'ThrottlingError', retry: 'throttle', source: 'listed' })
    expect(Object.keys(first)).not.toContain('meaning')
    expect(await lookup('4400')).toHaveProperty('meaning')
  })

  it('without the codes nothing is repeated or told, and the next question loads them again', async () => {
    const { lookup, classify } = source({ codes: 1 })
    const first = await lookup('4400')
    expect(first).toMatchObject({ kind: 'unknown', retry: 'never', documented: false })
    expect(Object.keys(first)).not.toContain('meaning')
    expect(await classify('4400')).toMatchObject({ class: 'ThrottlingError', retry: 'throttle' })
  })
})

it('the list of a product is kept; that a name is no product’s is not, because hosts make any number of names', async () => {
  const asked: string[] = []
  const catalog = createCatalog({
    ...builtInSource,
    listed: async (service) => {
      asked.push(service)
      return service === 'cvm' ? [['ThrottlingError', 'throttle', true, 'LimitExceeded']] : undefined
    },
  })
  for (const service of ['cvm', 'cvm', 'p1', 'p2', 'p1']) await catalog.listed(service)
  expect(asked).toEqual(['cvm', 'p1', 'p2', 'p1'])
})
