import type { Disposition, ErrorClassName } from '../../src/catalog/index.ts'
import type { CodeRow } from './rows.ts'

/** The rows that mean the same: they have the same class and the same disposition. */
export interface Meaning {
  readonly class: ErrorClassName
  readonly retry: Disposition
  readonly rows: readonly CodeRow[]
}

const everyService = '*'

/** Groups rows by what they mean; the meaning of most rows comes first. */
export function groupByMeaning(rows: readonly CodeRow[]): readonly Meaning[] {
  const groups = new Map<string, CodeRow[]>()
  for (const row of rows) {
    const key = `${row.class} ${row.retry}`
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      return first ? [{ class: first.class, retry: first.retry, rows: group }] : []
    })
    .sort((a, b) => b.rows.length - a.rows.length)
}

/** Lists the products of rows, once each, without the list that all products share. */
export const listServices = (rows: readonly CodeRow[]): readonly string[] => [
  ...new Set(rows.map(({ product }) => product.service).filter((service) => service !== everyService)),
]

/** Is one of the rows in a list that all products share? */
export const isShared = (rows: readonly CodeRow[]): boolean =>
  rows.some(({ product }) => product.service === everyService)
