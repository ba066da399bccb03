import { expect, test } from 'vitest'
import { compareWithAims, formatAims } from '../../bench/aims.ts'
import type { SuiteResult } from '../../bench/results.ts'

const goodput = (figures: Readonly<Record<string, number>>): SuiteResult => ({
  suite: 'goodput',
  title: 'Goodput',
  notes: [],
  date: '2030-01-02',
  machine: 'Node.js v20, 2 cores',
  method: 'one run',
  rows: [],
  charts: [],
  figures,
})

const what = 'cold process, 400 calls at once, 20/s, fixed windows'
const verdictOf = (figures: Readonly<Record<string, number>>) =>
  compareWithAims([goodput(figures)]).find((row) => row.what === what)?.verdict

const name = '400 at once, 20/s fixed'

test('an aim is met when all of its figures are within their bounds', () => {
  expect(verdictOf({ [`${name}: failed`]: 0, [`${name}: time`]: 1.08, [`${name}: requests`]: 1.1 })).toBe('met')
})

test('a figure beyond its bound is named', () => {
  expect(verdictOf({ [`${name}: failed`]: 2, [`${name}: time`]: 1.05, [`${name}: requests`]: 1.2 })).toBe(
    'missed: failed; requests',
  )
})

test('an aim is not met as long as a figure is missing', () => {
  expect(verdictOf({ [`${name}: failed`]: 0 })).toBe('not measured')
  expect(verdictOf({})).toBe('not measured')
})

test('the page shows every aim, and the day of every suite', () => {
  const page = formatAims([goodput({ [`${name}: time`]: 1.2 })])
  expect(page).toContain('missed: time')
  expect(page).toContain('| [Goodput](goodput.md) | 2030-01-02 |')
})
