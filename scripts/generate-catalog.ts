// Puts the files of catalog/products in order, and generates the tables of src/catalog from the lists and rules in catalog/.
//
//   tsx scripts/generate-catalog.ts            write both
//   tsx scripts/generate-catalog.ts --check    write nothing, exit 1 where a file is stale
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCheckedLists } from './catalog/checked-lists.ts'
import { codesModule } from './catalog/code-tables.ts'
import { productModules } from './catalog/product-tables.ts'
import { readProducts } from './catalog/read-products.ts'
import { textModules } from './catalog/text-tables.ts'
import { tidyProducts } from './catalog/tidy-products.ts'

const folder = fileURLToPath(new URL('../src/catalog/generated/', import.meta.url))

/** Made by scripts/generate-exceptions.ts. */
const others = ['exceptions.ts']

const isCheck = process.argv.includes('--check')

function tidyOrExit(): readonly string[] {
  try {
    return tidyProducts(isCheck ? () => {} : writeFileSync)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

const untidy = tidyOrExit()
const lists = readCheckedLists()
const files: Readonly<Record<string, string>> = {
  'codes.ts': codesModule(lists),
  ...textModules(lists),
  ...productModules(readProducts(), lists),
}

const present = existsSync(folder)
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  : []
const obsolete = present.filter((name) => !(name in files) && !others.includes(name))
const changed = Object.keys(files).filter(
  (name) => !present.includes(name) || readFileSync(folder + name, 'utf8') !== files[name],
)

if (isCheck) {
  const stale = [
    ...untidy.map((name) => `catalog/products/${name}`),
    ...[...obsolete, ...changed].map((name) => `src/catalog/generated/${name}`),
  ]
  if (stale.length > 0) {
    console.error(`stale, run "npm run generate": ${stale.join(', ')}`)
    process.exitCode = 1
  }
} else {
  for (const name of obsolete) rmSync(folder + name)
  for (const name of changed) {
    mkdirSync(dirname(folder + name), { recursive: true })
    writeFileSync(folder + name, files[name] ?? '')
  }
}
