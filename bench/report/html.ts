import type { Row } from '../suite.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '')

/** Escapes text and marks up `code` in it. */
export const codeToHtml = (text: string): string => escapeHtml(text).replace(/`([^`]*)`/g, '<code>$1</code>')

const packageName = 'axios-tencentcloud'

const isPackage = (row: Row) => Object.values(row)[0]?.startsWith(packageName)

/** A table that scrolls sideways on narrow pages, also by keyboard. */
export function renderTable(name: string, rows: readonly Row[]): string {
  const headings = Object.keys(rows[0] ?? {})
  const heading = (text: string) => `<th scope="col">${escapeHtml(text)}</th>`
  const cell = (text: string, column: number) =>
    column === 0 ? `<th scope="row">${escapeHtml(text)}</th>` : `<td>${escapeHtml(text)}</td>`
  const line = (row: Row) =>
    `<tr${isPackage(row) ? ' class="here"' : ''}>${headings.map((key, column) => cell(row[key] ?? '', column)).join('')}</tr>`
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(name)}">
<table>
<caption>${escapeHtml(name)}</caption>
<thead><tr>${headings.map(heading).join('')}</tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody>
</table>
</div>`
}
