import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Text } from '../../src/catalog/entry.ts'
import { catalogFolder, compare, type Product, readCatalogFile } from './read-products.ts'

const folder = `${catalogFolder}texts/`

/** Texts for a code of API 3.0 that has no entry with texts. */
export interface NamedText {
  readonly code: string
  readonly meaning: Text
  readonly remedy: Text
}

interface TextFile {
  readonly codes: Readonly<Record<string, { readonly meaning: Text; readonly remedy: Text }>>
}

const schemas = ['schema.json', 'texts.schema.json'].map(readCatalogFile)
const isTextFile = new Ajv2020({ allErrors: true, schemas }).compile<TextFile>({ $ref: 'texts.schema.json' })

/** @throws Error that names what is wrong with the file, or the code that is not listed, or has texts already */
function readTextFile(name: string, products: readonly Product[]): readonly NamedText[] {
  const complain = (what: string) => new Error(`catalog/texts/${name}: ${what}`)
  const file: unknown = JSON.parse(readFileSync(folder + name, 'utf8'))
  if (!isTextFile(file)) throw complain(JSON.stringify(isTextFile.errors))
  const product = products.find(({ service }) => `${service}.json` === name)
  const listed = new Set(product?.api3?.codes.map(([code]) => code))
  const described = new Set(product?.entries?.filter(({ meaning }) => meaning).map(({ code }) => code))
  const codes = Object.keys(file.codes)
  for (const [at, code] of codes.entries()) {
    if (!listed.has(code)) throw complain(`${code} is not in the product's list`)
    if (described.has(code)) throw complain(`${code} has texts in catalog/products`)
    if (at > 0 && compare(codes[at - 1] ?? '', code) >= 0) throw complain(`${code} is not in order`)
  }
  return Object.entries(file.codes).map(([code, texts]) => ({ code, ...texts }))
}

/** Reads the files of catalog/texts: texts by hand, by product, sorted by code. */
export function readNamedTexts(products: readonly Product[]): ReadonlyMap<string, readonly NamedText[]> {
  const names = existsSync(folder) ? readdirSync(folder).sort(compare) : []
  return new Map(names.map((name) => [name.replace(/\.json$/, ''), readTextFile(name, products)]))
}
