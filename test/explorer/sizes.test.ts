import '../support/steps.ts'

import { expect, it } from 'vitest'
import { findFailure } from '../../explorer/paste/find-failure.ts'
import { createKnownCodes } from '../../src/explain/known-codes.ts'
import { growthOf, linear } from '../support/steps.ts'

it.each([
  ['opening braces', '{', ''],
  ['escaped quotes', '{\\"', ''],
  ['backslashes', '\\', '{\\"'],
  ['names of fields', 'code:message:', ''],
  ['labels of a host', 'a.', ''],
  ['brackets', '[Aa', ''],
])('what is pasted is read in steps that grow with its size, even %s', async (_, piece, head) => {
  const known = createKnownCodes([{ service: 'kms', code: '4420', moduleCode: '10250' }], ['kms'])
  const read = (text: string) => findFailure(text, known)
  expect(await growthOf((size) => head + piece.repeat(size / piece.length), read, 8_000)).toBeLessThan(linear)
})
