import { describe, expect, it } from 'vitest'
import * as codes from '../../src/catalog/generated/codes.ts'
import { exceptions } from '../../src/catalog/generated/exceptions.ts'
import * as texts from '../../src/catalog/generated/texts.ts'
import { type CatalogSource, catalogFrom, lookupIn } from '../../src/catalog/lookup.ts'

/** Tables of which the first `failures` loads fail, and the names of what was loaded. */
function source(failures: Partial<Record<keyof CatalogSource, number>> = {}) {
  const loaded: string[] = []
  const load = async <T>(name: keyof CatalogSource, tables: T): Promise<T> => {
    loaded.push(name)
    if (loaded.filter((one) => one === name).length <= (failures[name] ?? 0)) throw new TypeError('Failed to fetch')
    return tables
  }
  const tables: CatalogSource = {
    codes: () => load('codes', { ...codes, exceptions }),
    texts: () => load('texts', texts),
  }
  return { loaded, ...lookupIn(catalogFrom(tables), [{ code: '1', class: 'ThrottlingError', retry: 'throttle' }]) }
}

describe('loading the tables', () => {
  it('nothing is loaded before the first question, nor for an entry of the user', async () => {
    const { loaded, lookup } = source()
    await lookup('1')
    expect(loaded).toEqual([])
  })

  it('classify loads the codes alone', async () => {
    const { loaded, classify } = source()
    await classify('4400')
    expect(loaded).toEqual(['codes'])
  })

  it('each table is loaded once, however many ask at once', async () => {
    const { loaded, classify, lookup } = source()
    await Promise.all([classify('4400'), lookup('4400'), lookup('4000'), lookup('Foo')])
    expect(loaded.sort()).toEqual(['codes', 'texts'])
  })

  it('without the texts a code keeps its class, and the next question loads them again', async () => {
    const { lookup } = source({ texts: 1 })
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
