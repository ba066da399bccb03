import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { correctCounts, listCountedSentences } from '../../scripts/catalog/document-counts.ts'

const read = (document: string) => readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8')

test.each(listCountedSentences())('$document counts what the catalog holds: $sentence', (counted) => {
  const text = read(counted.document)
  expect(correctCounts(text, counted)).toBe(text)
})

test('a number that is wrong is put right, wherever the line breaks', () => {
  const counted = { document: 'x.md', sentence: '# codes of API 3.0 in # lists', counts: [1_234, 5] }
  expect(correctCounts('All 9 codes of\nAPI 3.0 in 1,000 lists.', counted)).toBe(
    'All 1,234 codes of\nAPI 3.0 in 5 lists.',
  )
  expect(() => correctCounts('All 9 codes.', counted)).toThrow('x.md must say once: # codes of API 3.0 in # lists')
})
