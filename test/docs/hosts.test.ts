import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { productByDialect } from '../../src/catalog/product-by-dialect.ts'
import { readText } from '../../src/envelope/index.ts'
import { findService, isTencentCloudHost } from '../../src/request/index.ts'
import { modelHostRules } from '../../src/request/model-hosts.ts'
import { hostRules } from '../../src/request/tencent-hosts.ts'

const document = readFileSync(new URL('../../docs/hosts.md', import.meta.url), 'utf8')
const table = document.split('\n## ', 1)[0] ?? ''

const codes = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| `') || line.startsWith('| none'))
  .map((line) => {
    const [, hosts = '', service = '', format = '', failure = '', source = ''] = line
      .split(' | ')
      .flatMap((cell, at) => (at === 0 ? ['', cell.replace(/^\| /, '')] : [cell]))
    return { hosts, service, format, failure, source: source.replace(/ \|$/, '') }
  })

/** The rule of a row's hosts, as the table writes it. */
const toPattern = ({ domain, match }: (typeof hostRules)[number]): string =>
  match === 'below' ? `*.${domain}` : domain

const ofRules = rows.filter(({ hosts }) => hosts.startsWith('`'))

test('the table of hosts has a row for each rule, in the order in which they decide', () => {
  expect(ofRules.map(({ hosts }) => codes(hosts)[0])).toEqual(hostRules.map(toPattern))
  expect(rows.length).toBe(hostRules.length + 1)
})

test.each(ofRules.map((row, at) => [row.hosts, row, hostRules[at]] as const))(
  '%s: service and format are those of the code',
  (_, row, rule) => {
    const host = (codes(row.hosts)[0] ?? '').replace('*', 'kms')
    if (rule?.ofCustomers) {
      expect(isTencentCloudHost(host)).toBe(false)
      return
    }
    const named = codes(row.service)[0]
    expect(findService(host)).toBe(named ?? 'kms')
    expect(row.source.length).toBeGreaterThan(5)
  },
)

describe.each(rows.filter(({ format }) => format !== "customers' own"))('the failure of $hosts', (row) => {
  test.each(codes(row.failure).filter((code) => /^[{<]/.test(code)))('%s is read in that format', (sample) => {
    expect(readText(sample).envelope?.dialect).toBe(row.format)
  })
})

test('every format that the code reads has a row', () => {
  const formats = new Set(rows.map(({ format }) => format))
  for (const dialect of productByDialect.keys()) expect(formats).toContain(dialect)
})

test('every rule for model endpoints is in their table, with a failure that is read', () => {
  const section = document.split('\n## Model endpoints\n')[1]?.split('\n## ')[0] ?? ''
  const words = new Set(codes(section).flatMap((code) => [code, code.replace('*.', '')]))
  for (const { domain, service = '', path } of modelHostRules) {
    const [label = '', ...rest] = domain.split('.')
    expect(words.has(domain) || (words.has(label) && words.has(rest.join('.'))), domain).toBe(true)
    expect(words).toContain(service)
    if (path) expect(words).toContain(path)
  }
  const samples = codes(section).filter((code) => code.startsWith('{'))
  expect(samples.length).toBe(6)
  for (const sample of samples) expect(readText(sample).envelope).toMatchObject({ requestId: 'r' })
})
