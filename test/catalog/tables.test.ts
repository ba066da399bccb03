import { describe, expect, it } from 'vitest'
import { parseCodes, toCodeEntry, toRuleEntry, toTexts } from '../../src/catalog/tables.ts'

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
    expect(toTexts(['It failed.', 'Wait.'], ['失败。', '等待。'])).toEqual({
      meaning: { en: 'It failed.', zh: '失败。' },
      remedy: { en: 'Wait.', zh: '等待。' },
    })
  })
})
