import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { renderPage } from '../../bench/report/page.ts'
import type { SuiteResult } from '../../bench/results.ts'
import { formatTables, groupRows } from '../../bench/table.ts'

const plain: SuiteResult = {
  suite: 'weight',
  title: 'Weight & <size>',
  notes: ['With `--save` "it" writes.'],
  date: '2030-01-02',
  machine: 'Node.js v20, 2 cores',
  method: 'one run',
  rows: [
    { what: 'main entry', kB: '11.9' },
    { what: 'axios-retry', kB: '2.0' },
  ],
  charts: [],
}

const grouped: SuiteResult = {
  ...plain,
  suite: 'goodput',
  title: 'Goodput',
  rows: [
    { scenario: 'at once', side: 'axios-tencentcloud', time: '1.03' },
    { scenario: 'at once', side: 'axios-retry', time: '2.10 †' },
    { scenario: 'by workers', side: 'axios-tencentcloud', time: '1.02' },
  ],
  charts: [
    {
      title: 'at once',
      caption: 'Requests.',
      bucketMs: 250,
      limit: 20,
      seconds: 2,
      panels: [{ name: 'axios-retry', summary: '2.0 s; 40 accepted', accepted: [20, 0, 0, 0, 20], rejected: [900] }],
    },
  ],
}

const { document } = parseHTML(renderPage([plain, grouped]))
const textsOf = (selector: string) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)

test('rows with a first cell in common become a table of their own', () => {
  expect(groupRows(grouped.rows).map(({ name, rows }) => [name, rows.length])).toEqual([
    ['at once', 2],
    ['by workers', 1],
  ])
  expect(groupRows(plain.rows)).toEqual([{ name: undefined, rows: plain.rows }])
  expect(formatTables(grouped.rows)).toContain('## by workers\n\n| side ')
})

test('the report shows the table of every suite, whatever its columns', () => {
  expect(textsOf('h2')).toEqual(['Weight & <size>', 'Goodput'])
  expect(textsOf('caption')).toEqual(['Weight & <size>', 'at once', 'by workers'])
  expect(textsOf('thead th')).toEqual(['what', 'kB', 'side', 'time', 'side', 'time'])
  expect(textsOf('tbody td')).toEqual(['11.9', '2.0', '1.03', '2.10 †', '1.02'])
})

test('the report says when and on what it was measured', () => {
  expect(textsOf('header p').join()).toContain('2030-01-02, on Node.js v20, 2 cores')
})

test('each plot has a text that stands in for it', () => {
  const plots = [...document.querySelectorAll('svg')]
  expect(plots.map((plot) => [plot.getAttribute('role'), plot.getAttribute('aria-label')])).toEqual([
    ['img', 'axios-retry: 2.0 s; 40 accepted.'],
  ])
  expect(plots[0]?.querySelectorAll('path').length).toBeGreaterThan(1)
})

test('the report needs no script and nothing from the network', () => {
  expect(document.querySelectorAll('script, img, iframe')).toHaveLength(0)
  const links = [...document.querySelectorAll('[href], [src]')].map((element) => element.getAttribute('href') ?? '')
  expect(links.filter((link) => !link.startsWith('#') && !link.startsWith('data:'))).toEqual([])
})
