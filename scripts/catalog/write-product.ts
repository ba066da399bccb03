import { writeFileSync } from 'node:fs'
import { type Api3Row, compare, type Product, productsFolder, toIdentity } from './read-products.ts'

/** Formats `["a", "b"]` on one line. */
const inLine = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`

const indented = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')

const sortedBy = <T>(values: readonly T[], toKey: (value: T) => string): readonly T[] =>
  [...values].sort((a, b) => compare(toKey(a), toKey(b)))

const formatApi3 = ({ versions, codes }: { versions: readonly string[]; codes: readonly Api3Row[] }): string =>
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

/** Formats the file of a product: sorted, with one listed code per line. */
export function formatProduct({ service, title, entries, api3 }: Product): string {
  const fields = [
    `"$schema": "../product.schema.json"`,
    `"service": ${JSON.stringify(service)}`,
    ...(title ? [`"title": ${indented(title)}`] : []),
    ...(entries ? [`"entries": ${indented(sortedBy(entries, toIdentity))}`] : []),
    ...(api3 ? [`"api3": ${formatApi3(api3)}`] : []),
  ]
  return `{\n${fields.map((field) => `  ${field}`).join(',\n')}\n}\n`
}

export const writeProduct = (product: Product): void =>
  writeFileSync(`${productsFolder}${product.service}.json`, formatProduct(product))
