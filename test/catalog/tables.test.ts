import { describe, expect, it } from 'vitest'
import { findFrequentWords, shortenWords } from '../../scripts/catalog/frequent-words.ts'
import {
  expandWords,
  parseCodes,
  type TextTables,
  toCodeEntry,
  toOwnEntries,
  toRuleEntry,
  toTexts,
} from '../../src/catalog/tables.ts'

describe('codes written in a row', () => {
  it.each<[string, string[]]>([
    ['A', ['A']],
    ['A B.C', ['A', 'B.C']],
    ['A.B .C .D.E', ['A.B', 'A.C', 'A.D.E']],
    ['A .C B.D .E', ['A', 'A.C', 'B.D', 'B.E']],
    ['A.B.C .D', ['A.B.C', 'A.D']],
    ['A. .B', ['A.', 'A.B']],
    ['.B', ['.B']],
  ])('%j are %j', (written, codes) => {
    expect(parseCodes(written)).toEqual(codes)
  })
})

describe('a row', () => {
  it('of a code has what it names, and an empty code or module code stands for any', () => {
    expect(toCodeEntry(['kms', '4420', '10250', 'ThrottlingError', 'throttle', { maxAttempts: 2 }])).toEqual({
      service: 'kms',
      code: '4420',
      moduleCode: '10250',
      class: 'ThrottlingError',
      retry: 'throttle',
      maxAttempts: 2,
    })
    const entry = toCodeEntry(['*', '', '', 'DryRunError', 'never'])
    expect(Object.keys(entry)).toEqual(['service', 'class', 'retry'])
  })

  it('of a rule has its prefix for a code, and its hints', () => {
    expect(toRuleEntry(['InternalError', 'InternalServerError', 'transient', { minDelayMs: 5 }])).toEqual({
      code: 'InternalError',
      class: 'InternalServerError',
      retry: 'transient',
      minDelayMs: 5,
    })
  })

  it('of texts in each language make the texts of both', () => {
    const tables: TextTables = { english: [['It failed.', 'Wait.']], chinese: [['失败。', '等待。']] }
    expect(toTexts(tables, 0)).toEqual({
      meaning: { en: 'It failed.', zh: '失败。' },
      remedy: { en: 'Wait.', zh: '等待。' },
    })
  })

  it('of texts may have the remedy of a row before', () => {
    const english = [['One.', 'Wait.'] as const, ['Two.', 0] as const]
    const tables: TextTables = { english, chinese: [['一。', '等。'] as const, ['二。', 0] as const] }
    expect(toTexts(tables, 1)).toMatchObject({ meaning: { en: 'Two.' }, remedy: { en: 'Wait.', zh: '等。' } })
  })

  it('without a meaning has no texts', () => {
    expect(toTexts({ english: [['', '']], chinese: [['', '']] }, 0)).toBeUndefined()
    expect(toTexts({ english: [], chinese: [] }, 0)).toBeUndefined()
  })

  it('of a product with many entries names its verdict by number', () => {
    const verdicts = [['ThrottlingError', 'throttle'] as const]
    expect(
      toOwnEntries('kms', {
        verdicts,
        rows: [
          ['1', 0],
          ['', 0, '2', { maxAttempts: 3 }],
        ],
      }),
    ).toEqual([
      { service: 'kms', code: '1', class: 'ThrottlingError', retry: 'throttle' },
      { service: 'kms', moduleCode: '2', class: 'ThrottlingError', retry: 'throttle', maxAttempts: 3 },
    ])
  })
})

it('codes in which letters stand for frequent words are read as they were written', () => {
  const codes = ['InvalidParameter.WidgetName .WidgetId InternalError', 'ResourceNotFound.Widget Widget_1.A-B']
  const words = findFrequentWords([...codes, ...codes])
  const short = codes.map((one) => shortenWords(one, words))
  expect(short.join('').length).toBeLessThan(codes.join('').length)
  expect(short.map((one) => expandWords(one, [...words.keys()]))).toEqual(codes)
})
