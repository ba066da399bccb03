import '../support/steps.ts'

import { expect, test } from 'vitest'
import { findSubject } from '../../src/explain/find.ts'
import { createKnownCodes } from '../../src/explain/known-codes.ts'
import { countSteps, growthOf, linear } from '../support/steps.ts'

const known = createKnownCodes([{ service: 'kms', code: '4420', moduleCode: '10250' }], ['kms'])
const read = (text: string) => findSubject(text, known)
const pieces = [
  '{',
  '{"',
  '(',
  'a',
  'A.',
  '\\"',
  'code:',
  '4',
  '<Error>',
  'https://',
  '云服务器',
  'kms ',
  'message:',
  '调用 Describe',
]

test.each(pieces)('a question of %j again and again is read in steps that grow with its size', async (piece) => {
  expect(await growthOf((size) => piece.repeat(size / piece.length), read)).toBeLessThan(linear)
})

test.each(pieces)('of a megabyte of %j no more than its beginning is read', async (piece) => {
  const stepsFor = (size: number) => {
    const text = piece.repeat(size / piece.length)
    return countSteps(() => read(text))
  }
  expect(await stepsFor(1_000_000)).toBeLessThan(1.3 * (await stepsFor(64_000)))
})
