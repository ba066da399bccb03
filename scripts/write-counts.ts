// Corrects the numbers of the catalog, and of the saved results of `npm run bench`, in the documents that contain them.
//
//   tsx scripts/write-counts.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { correctCounts, listCountedSentences } from './catalog/document-counts.ts'
import { correctRow, listMeasuredRows } from './documents/measured-rows.ts'

function correct(document: string, toRight: (text: string) => string): void {
  const path = fileURLToPath(new URL(`../${document}`, import.meta.url))
  const text = readFileSync(path, 'utf8')
  const right = toRight(text)
  if (right !== text) writeFileSync(path, right)
}

for (const counted of listCountedSentences()) correct(counted.document, (text) => correctCounts(text, counted))
for (const row of listMeasuredRows()) correct(row.document, (text) => correctRow(text, row))
