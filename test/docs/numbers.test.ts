import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { correctCounts, listCountedSentences } from '../../scripts/catalog/document-counts.ts'
import { correctRow, listMeasuredRows } from '../../scripts/documents/measured-rows.ts'

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

test.each(listMeasuredRows())('$document compares by what was measured: $label', (row) => {
  const text = read(row.document)
  expect(correctRow(text, row)).toBe(text)
})

test('a measured number that is wrong is put right, and what stands behind it stays', () => {
  const row = { document: 'x.md', label: 'failed', cells: ['0', '440'] }
  expect(correctRow('| a | b | c | d |\n| failed | 1 | 2 | none |', row)).toBe(
    '| a | b | c | d |\n| failed | 0 | 440 | none |',
  )
  expect(() => correctRow('| other | 1 | 2 | 3 |', row)).toThrow('x.md must have once the row: failed')
})
