import type { CodeRow } from '../data/rows.ts'

/** A code that was found, with its rows: one for each product, or for several actions of a product. */
export interface FoundCode {
  readonly code: string
  readonly moduleCode: string
  /** In the order in which they were found; at least one. */
  readonly rows: readonly [CodeRow, ...CodeRow[]]
}

/** Groups rows by code. A code stands where its best row stood. */
export function groupRows(rows: readonly CodeRow[]): readonly FoundCode[] {
  const groups = new Map<number, [CodeRow, ...CodeRow[]]>()
  for (const row of rows) {
    const group = groups.get(row.pair)
    if (group) group.push(row)
    else groups.set(row.pair, [row])
  }
  return [...groups.values()].map((group) => ({ code: group[0].code, moduleCode: group[0].moduleCode, rows: group }))
}
