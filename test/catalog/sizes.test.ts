import '../support/steps.ts'

import { describe, expect, it } from 'vitest'
import { verdictByName } from '../../scripts/api3/by-name.ts'
import { describeName } from '../../src/catalog/describe-name.ts'
import { createLookup } from '../../src/catalog/index.ts'
import { growthOf, linear } from '../support/steps.ts'

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
    const judge = (name: string) => verdictByName(`FailedOperation.${name}`)
    expect(await growthOf(filled(piece), judge)).toBeLessThan(linear)
  })
})
