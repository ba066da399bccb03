// Corrects the numbers of the catalog in the documents that contain them.
//
//   tsx scripts/write-counts.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { correctCounts, listCountedSentences } from './catalog/document-counts.ts'

for (const counted of listCountedSentences()) {
  const path = fileURLToPath(new URL(`../${counted.document}`, import.meta.url))
  const text = readFileSync(path, 'utf8')
  const right = correctCounts(text, counted)
  if (right !== text) writeFileSync(path, right)
}
