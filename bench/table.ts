import type { Row } from './suite.ts'

/** The rows of one table. `name` is their common first cell; undefined if there is only one table. */
interface RowGroup {
  readonly name: string | undefined
  readonly rows: readonly Row[]
}

/**
 * Groups rows by their first cell and removes that column. If all first cells differ, the rows form one group without a
 * name.
 */
export function groupRows(rows: readonly Row[]): readonly RowGroup[] {
  const [first] = Object.keys(rows[0] ?? {})
  if (first === undefined) return [{ name: undefined, rows }]
  const names = [...new Set(rows.map((row) => row[first] ?? ''))]
  if (names.length === rows.length) return [{ name: undefined, rows }]
  return names.map((name) => ({
    name,
    rows: rows.filter((row) => row[first] === name).map(({ [first]: _, ...row }) => row),
  }))
}

/** A Markdown table, aligned for a terminal too: the first column to the left, the others to the right. */
function formatTable(rows: readonly Row[]): string {
  const headings = Object.keys(rows[0] ?? {})
  const cells = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))]
  const widths = headings.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  const lines = cells.map((line) =>
    line.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 0 ? cell.padEnd(width) : cell.padStart(width)
    }),
  )
  return lines
    .toSpliced(1, 0, rule)
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n')
}

/** The tables of all groups, each under its name as a heading. */
export const formatTables = (rows: readonly Row[]): string =>
  groupRows(rows)
    .map((group) => (group.name === undefined ? '' : `## ${group.name}\n\n`) + formatTable(group.rows))
    .join('\n\n')
