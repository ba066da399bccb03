// Writes the numbers of the catalog into the documents that tell them.
//
//   tsx scripts/write-counts.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { countedSentences, withCounts } from './catalog/document-counts.ts'

for (const counted of countedSentences()) {
  const path = fileURLToPath(new URL(`../${counted.document}`, import.meta.url))
  const text = readFileSync(path, 'utf8')
  const right = withCounts(text, counted)
  if (right !== text) writeFileSync(path, right)
}
