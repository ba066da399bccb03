import type { Row } from './suite.ts'

/** Rows that belong together; `name` is the cell that they have in common, or undefined when the table is one. */
interface RowGroup {
  readonly name: string | undefined
  readonly rows: readonly Row[]
}

/**
 * Groups rows by their first cell, which then is no column any more. Rows with a first cell of their own each are one
 * group without a name.
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

/** A Markdown table that can be read on a terminal too: the first column to the left, numbers to the right. */
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

/** The tables of all groups, each under a heading with its name. */
export const formatTables = (rows: readonly Row[]): string =>
  groupRows(rows)
    .map((group) => (group.name === undefined ? '' : `## ${group.name}\n\n`) + formatTable(group.rows))
    .join('\n\n')
