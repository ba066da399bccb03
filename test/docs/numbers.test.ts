import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { curatedEntry } from '../../scripts/api3/by-name.ts'
import { exceptionsAmong } from '../../scripts/api3/exceptions.ts'
import { readListedPairs } from '../../scripts/api3/read.ts'
import { readEntries, readProducts } from '../../scripts/catalog/read-products.ts'

const read = (document: string) =>
  readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8').replace(/\s+/g, ' ')
const shown = (count: number) => count.toLocaleString('en')

const entries = readEntries()
const listed = readListedPairs()
const products = readProducts()
const described = new Set(entries.filter(({ meaning }) => meaning).map(({ service, code }) => `${service} ${code}`))

const isDescribed = (pair: { readonly service: string; readonly code: string }): boolean => {
  const entry = curatedEntry(pair)
  return described.has(`${entry?.service} ${entry?.code}`)
}

test.each([
  ['README.md', `${shown(entries.length)} entries written by hand`],
  ['README.md', `${shown(entries.filter(({ meaning }) => meaning).length)} of them with texts`],
  ['README.md', `${shown(listed.length)} codes of API 3.0 by name`],
  ['README.md', `codes of ${shown(products.length)} products`],
  [
    'docs/decisions/README.md',
    `${shown(listed.length)} codes of ${products.filter(({ api3 }) => api3).length} products`,
  ],
  ['docs/decisions/README.md', `${shown(exceptionsAmong(listed).length)} codes, 3.8 kB`],
  [
    'docs/decisions/README.md',
    `Of ${shown(listed.length)} listed codes ${shown(listed.filter(isDescribed).length)} have an entry with texts`,
  ],
])('%s counts what the catalog holds: %s', (document, sentence) => {
  expect(read(document)).toContain(sentence)
})
