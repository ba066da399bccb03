import '../support/steps.ts'

import { describe, expect, it } from 'vitest'
import { judgeByName } from '../../scripts/api3/by-name.ts'
import { readListedPairs } from '../../scripts/api3/read.ts'
import { classifyName } from '../../src/catalog/classify-name.ts'
import { describeName } from '../../src/catalog/describe-name.ts'
import { codes, rules } from '../../src/catalog/generated/codes.ts'
import { exceptions } from '../../src/catalog/generated/exceptions.ts'
import { createLookup } from '../../src/catalog/index.ts'
import {
  findEntry,
  findException,
  findRule,
  indexEntries,
  indexExceptions,
  indexRules,
} from '../../src/catalog/resolve.ts'
import { toCodeEntry, toRuleEntry } from '../../src/catalog/tables.ts'
import { countSteps, growthOf, linear } from '../support/steps.ts'

const filled = (piece: string) => (size: number) => piece.repeat(size / piece.length)

describe('the steps grow with the size of a code', () => {
  it('that is told by its name', async () => {
    expect(await growthOf(filled('A'), (code) => describeName(code, 'TencentCloudError'))).toBeLessThan(linear)
  })

  it.each([
    ['dots', '.'],
    ['words', 'a.'],
    ['beginnings of a prefix', 'InternalErro'],
  ])('of %s that is looked up', async (_, piece) => {
    const { classify } = createLookup()
    // So that the tables are loaded.
    await classify('4000')
    const look = (code: string) => classify(code, { service: code, moduleCode: code })
    expect(await growthOf(filled(piece), look)).toBeLessThan(linear)
  })

  it.each([
    ['capitals', 'A'],
    ['beginnings of phrases', 'TooManyReques'],
    ['dots', '.'],
    ['characters beyond Latin', '重试'],
  ])('of %s that is judged by its words', async (_, piece) => {
    const judge = (name: string) => judgeByName(`FailedOperation.${name}`)
    expect(await growthOf(filled(piece), judge)).toBeLessThan(linear)
  })
})

it('a code of API 3.0 is found without a walk over all that are listed', async () => {
  const entries = indexEntries(codes.map(toCodeEntry))
  const prefixes = indexRules(rules.map(toRuleEntry))
  const index = indexExceptions(exceptions)
  const find = ({ service, code }: { readonly service: string; readonly code: string }) => {
    const found = findEntry(entries, code, { service }) ?? findException(index, code, { service })
    if (found) return found
    const rule = findRule(prefixes, code)
    return classifyName(code, rule && { prefix: rule.code ?? '', class: rule.class, retry: rule.retry })
  }
  const pairs = readListedPairs()
  const steps = await countSteps(() => {
    for (const pair of pairs) find(pair)
  })
  // A walk over the lists, of about 900 rows, would take more.
  expect(steps / pairs.length).toBeLessThan(500)
})
