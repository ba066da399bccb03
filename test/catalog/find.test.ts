import { describe, expect, it } from 'vitest'
import type { CatalogSource } from '../../src/catalog/catalog-source.ts'
import { createCatalog } from '../../src/catalog/load-tables.ts'
import { createLookupOver } from '../../src/catalog/lookup.ts'
import type { TextTables } from '../../src/catalog/tables.ts'
import * as words from '../../src/catalog/words.ts'

const rows = (...texts: string[]): TextTables => ({
  english: texts.map((text) => [text && `${text}.`, text && `Mend ${text}.`]),
  chinese: texts.map((text) => [text && `${text}。`, text && `处理${text}。`]),
})

/** A small catalog, in which each table says something else. */
const source: CatalogSource = {
  codes: async () => ({
    codes: [
      ['*', '4400', '', 'ThrottlingError', 'throttle'],
      ['kms', 'Known', '', 'QuotaExceededError', 'never', { minDelayMs: 7 }],
      ['kms', 'Untold', '', 'BillingError', 'never'],
      ['*', 'HalfTold', '', 'BillingError', 'never'],
    ],
    rules: [
      ['FailedOperation', 'ResourceOperationError', 'never'],
      ['InternalError', 'InternalServerError', 'transient'],
      ['Odd', 'PurchaseError', 'never'],
    ],
    outcomes: [
      ['ThrottlingError', 'throttle', ''],
      ['InternalServerError', 'transient', 'InternalError'],
      ['DryRunError', 'never', 'Missing'],
    ],
    exceptions: [
      ['BillingError', 'busy', true, [['cvm', 'FailedOperation.Pay Alone']]],
      ['DryRunError', 'never', false, [['cvm', 'FailedOperation.Dry']]],
    ],
    words,
  }),
  texts: async (service) => {
    if (service === 'kms') return rows('known', '')
    if (service !== '*') return undefined
    const tables = rows('4400', 'half', 'failed', 'internal', 'odd', 'too fast', 'nobody knows')
    return { ...tables, chinese: tables.chinese.map((row, at) => (at === 1 ? ['', ''] : row)) }
  },
  names: async () => ({
    describeName: (code, errorClass) => ({ en: `${code}, ${errorClass}`, zh: code }),
    suggestByName: () => undefined,
  }),
}

const listing: CatalogSource = {
  ...source,
  listed: async (service) =>
    service === 'cvm'
      ? [
          ['DryRunError', 'busy', false, 'FailedOperation.Pay 4400'],
          ['PaymentError', 'never', true, 'FailedOperation.Listed .AlsoListed'],
        ]
      : undefined,
}

const { classify, lookup } = createLookupOver(createCatalog(source))
const withLists = createLookupOver(createCatalog(listing))

describe('what decides about a code', () => {
  it.each<[string, string, string | undefined, object]>([
    ['its own entry', '4400', 'cvm', { service: '*', class: 'ThrottlingError', source: 'listed', documented: true }],
    [
      'an exception',
      'FailedOperation.Pay',
      'CVM',
      { service: 'cvm', class: 'BillingError', retry: 'busy', source: 'listed', documented: true },
    ],
    [
      'an exception without a document',
      'FailedOperation.Dry',
      'cvm',
      { service: 'cvm', class: 'DryRunError', retry: 'never', source: 'listed', documented: false },
    ],
    [
      'words, for another product',
      'FailedOperation.TooOften',
      'kms',
      { service: '*', class: 'ThrottlingError', retry: 'throttle', source: 'rule', documented: false },
    ],
    [
      'words without a prefix',
      'WidgetTooOften',
      undefined,
      { class: 'ThrottlingError', retry: 'throttle', source: 'rule', documented: false },
    ],
    [
      'words that say what the prefix says',
      'InternalError.Timeout',
      undefined,
      { retry: 'transient', source: 'rule', documented: true },
    ],
    [
      'words under a prefix of which no group is known',
      'Odd.TooOften',
      undefined,
      { class: 'PurchaseError', retry: 'never', source: 'rule', documented: true },
    ],
    [
      'its prefix',
      'FailedOperation.Pay',
      'kms',
      { class: 'ResourceOperationError', retry: 'never', source: 'rule', documented: true },
    ],
    [
      'nothing',
      'Foo',
      'cvm',
      { service: '*', class: 'TencentCloudError', kind: 'unknown', retry: 'never', source: 'rule', documented: false },
    ],
  ])('%s', async (_what, code, service, expected) => {
    expect(await classify(code, { service })).toMatchObject(expected)
  })

  it.each<[string, string, object]>([
    [
      'the list of the product before an exception',
      'FailedOperation.Pay',
      { service: 'cvm', class: 'DryRunError', retry: 'busy', source: 'listed', documented: false },
    ],
    ['but behind an entry', '4400', { service: '*', class: 'ThrottlingError', documented: true }],
    [
      'and before the prefix',
      'FailedOperation.AlsoListed',
      { class: 'PaymentError', retry: 'never', source: 'listed', documented: true },
    ],
    ['an exception, where the list has no such code', 'Alone', { class: 'BillingError', retry: 'busy' }],
    ['and the prefix, where there is none', 'FailedOperation.Foo', { class: 'ResourceOperationError', source: 'rule' }],
  ])('with the list at hand, %s', async (_what, code, expected) => {
    expect(await withLists.classify(code, { service: 'CVM' })).toMatchObject(expected)
  })

  it('a list that cannot be loaded leaves the code to the rules', async () => {
    const { classify } = createLookupOver(
      createCatalog({ ...listing, listed: () => Promise.reject(new Error('offline')) }),
    )
    expect(await classify('FailedOperation.Listed', { service: 'cvm' })).toMatchObject({ source: 'rule' })
  })

  it('a classification has no field that its entry has not', async () => {
    expect(Object.keys(await classify('4400'))).toEqual([
      'service',
      'code',
      'class',
      'kind',
      'retry',
      'source',
      'documented',
    ])
    expect(await classify('Known', { service: 'kms' })).toHaveProperty('minDelayMs', 7)
  })
})

describe('what is told of a code', () => {
  it.each<[string, string, string | undefined, string | undefined, string | undefined]>([
    ['its own text', '4400', undefined, '4400.', 'Mend 4400.'],
    ['its product’s text', 'Known', 'kms', 'known.', 'Mend known.'],
    ['the text of its prefix', 'FailedOperation.Foo', undefined, 'failed.', 'Mend failed.'],
    ['the text of what its words say', 'WidgetTooOften', undefined, 'too fast.', 'Mend too fast.'],
    [
      'the text of the prefix that says the same',
      'FailedOperation.WidgetInnerError',
      undefined,
      'internal.',
      'Mend internal.',
    ],
    ['that nobody knows it', 'Foo', undefined, 'nobody knows.', 'Mend nobody knows.'],
    ['its name, where it is listed without a text', 'Untold', 'kms', 'Untold, BillingError', 'Mend nobody knows.'],
    ['its name, where one language lacks', 'HalfTold', undefined, 'HalfTold, BillingError', 'Mend nobody knows.'],
    [
      'its name, and what helps against its like',
      'FailedOperation.Pay',
      'cvm',
      'FailedOperation.Pay, BillingError',
      'Mend nobody knows.',
    ],
  ])('%s', async (_what, code, service, meaning, remedy) => {
    const told = await lookup(code, { service })
    expect([told.meaning?.en, told.remedy?.en]).toEqual([meaning, remedy])
  })

  it('a listed code whose class and disposition have a text of their own is given that remedy', async () => {
    const source = { ...listing, listed: async () => [['ThrottlingError', 'throttle', true, 'Odd.Fast'] as const] }
    const { lookup } = createLookupOver(createCatalog(source))
    expect(await lookup('Odd.Fast', { service: 'cvm' })).toMatchObject({
      meaning: { en: 'Odd.Fast, ThrottlingError', zh: 'Odd.Fast' },
      remedy: { en: 'Mend too fast.', zh: '处理too fast。' },
    })
  })

  it('a listed code without any text at hand is told by its name alone', async () => {
    const { lookup } = createLookupOver(createCatalog({ ...source, texts: async () => undefined }))
    const told = await lookup('Untold', { service: 'kms' })
    expect(told.meaning?.en).toBe('Untold, BillingError')
    expect(told).not.toHaveProperty('remedy')
  })

  it('tables that are shorter than they should be leave the rest untold', async () => {
    const { lookup } = createLookupOver(createCatalog({ ...source, texts: async () => rows('4400') }))
    expect(await lookup('4400')).toHaveProperty('meaning.en', '4400.')
    expect(await lookup('Foo')).not.toHaveProperty('meaning')
  })
})
