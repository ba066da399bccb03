import { writeFileSync } from 'node:fs'
import { type Api3Row, compare, identityOf, type Product, productsFolder } from './read-products.ts'

/** `["a", "b"]` on one line. */
const inLine = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`

const indented = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')

const sortedBy = <T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] =>
  [...values].sort((a, b) => compare(keyOf(a), keyOf(b)))

const api3Text = ({ versions, codes }: { versions: readonly string[]; codes: readonly Api3Row[] }): string =>
  [
    '{',
    `    "versions": ${inLine(sortedBy(versions, String))},`,
    '    "codes": [',
    sortedBy(codes, ([code]) => code)
      .map((row) => `      ${inLine(row)}`)
      .join(',\n'),
    '    ]',
    '  }',
  ].join('\n')

/** A product as its file has it: everything in order, a listed code a line. */
export function productText({ service, title, entries, api3 }: Product): string {
  const fields = [
    `"$schema": "../product.schema.json"`,
    `"service": ${JSON.stringify(service)}`,
    ...(title ? [`"title": ${indented(title)}`] : []),
    ...(entries ? [`"entries": ${indented(sortedBy(entries, identityOf))}`] : []),
    ...(api3 ? [`"api3": ${api3Text(api3)}`] : []),
  ]
  return `{\n${fields.map((field) => `  ${field}`).join(',\n')}\n}\n`
}

export const writeProduct = (product: Product): void =>
  writeFileSync(`${productsFolder}${product.service}.json`, productText(product))
