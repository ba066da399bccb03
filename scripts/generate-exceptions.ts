// Generates the exceptions to the rules from catalog/products.
//
//   tsx scripts/generate-exceptions.ts            write exceptions.ts and ordinary.ts in src/catalog/generated
//   tsx scripts/generate-exceptions.ts --check    write nothing, exit 1 if one of them is stale
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatExceptions, formatOrdinary } from './api3/exceptions.ts'
import { readListedPairs } from './api3/read.ts'

const folder = fileURLToPath(new URL('../src/catalog/generated/', import.meta.url))
const pairs = readListedPairs()
const files = { 'exceptions.ts': formatExceptions(pairs), 'ordinary.ts': formatOrdinary(pairs) }

for (const [name, content] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(folder + name, content)
  else if (!existsSync(folder + name) || readFileSync(folder + name, 'utf8') !== content) {
    console.error(`stale, run "npm run generate": src/catalog/generated/${name}`)
    process.exitCode = 1
  }
}
