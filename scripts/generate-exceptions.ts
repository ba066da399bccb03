// Generates the exceptions to the rules from catalog/products.
//
//   tsx scripts/generate-exceptions.ts            write src/catalog/generated/exceptions.ts
//   tsx scripts/generate-exceptions.ts --check    write nothing, exit 1 if the file is stale
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatExceptions } from './api3/exceptions.ts'
import { readListedPairs } from './api3/read.ts'

const path = fileURLToPath(new URL('../src/catalog/generated/exceptions.ts', import.meta.url))
const content = formatExceptions(readListedPairs())

if (!process.argv.includes('--check')) writeFileSync(path, content)
else if (!existsSync(path) || readFileSync(path, 'utf8') !== content) {
  console.error('stale, run "npm run generate": src/catalog/generated/exceptions.ts')
  process.exitCode = 1
}
