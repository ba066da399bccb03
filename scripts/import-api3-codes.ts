// Sorts the files of catalog/products, writes their API 3.0 lists from a list of codes, and judges each code.
// Hand-written entries and titles are not changed. "npm run generate" runs this script and then generates the tables.
//
//   tsx scripts/import-api3-codes.ts <csv>     columns service,versions,code,flags; versions and flags joined by |
//   tsx scripts/import-api3-codes.ts           judges the listed codes again, after rules, labels or entries changed
import { rmSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { judgeByFlags } from './api3/by-flags.ts'
import { findCuratedEntry } from './api3/by-name.ts'
import { type FlaggedPair, type Label, pairKey, readCsv, readHandLabels, type Verdict } from './api3/read.ts'
import { type Api3Row, type Product, productsFolder, readCatalogFile, readProducts } from './catalog/read-products.ts'
import { tidyProducts } from './catalog/tidy-products.ts'
import { formatProduct, writeProduct } from './catalog/write-product.ts'

interface Listing {
  readonly versions: readonly string[]
  readonly codes: readonly FlaggedPair[]
}

/** @throws Error when the file lacks a column or names a code twice */
function readListings(path: string): ReadonlyMap<string, Listing> {
  const listings = new Map<string, { versions: Set<string>; codes: Map<string, FlaggedPair> }>()
  for (const { service, versions, code, flags } of readCsv(path)) {
    if (!service || !versions || !code || flags === undefined) {
      throw new Error(`${path}: each row needs service, versions and code, and a column flags`)
    }
    const listing = listings.get(service) ?? { versions: new Set(), codes: new Map() }
    listings.set(service, listing)
    if (listing.codes.has(code)) throw new Error(`${path}: listed twice: ${service} ${code}`)
    for (const version of versions.split('|')) listing.versions.add(version)
    listing.codes.set(code, { service, code, flags })
  }
  return new Map(
    [...listings].map(([service, { versions, codes }]) => [
      service,
      { versions: [...versions], codes: [...codes.values()] },
    ]),
  )
}

const toListings = (products: readonly Product[]): ReadonlyMap<string, Listing> =>
  new Map(
    products.flatMap(({ service, api3 }) =>
      api3
        ? [[service, { ...api3, codes: api3.codes.map(([code, flags]) => ({ service, code, flags })) }] as const]
        : [],
    ),
  )

/** Judges a pair: by a hand-written entry, else by its label, else by what the official comment mentions. */
function judge(pair: FlaggedPair, labels: ReadonlyMap<string, Label>): Api3Row {
  const verdict: Verdict = findCuratedEntry(pair) ?? labels.get(pairKey(pair)) ?? judgeByFlags(pair)
  return [pair.code, pair.flags, verdict.class, verdict.retry]
}

const schemas = ['schema.json', 'product.schema.json'].map(readCatalogFile)
const isProduct = new Ajv2020({ schemas }).getSchema('product.schema.json')

/** @throws Error when the file of the product would violate its schema */
function checkProduct(product: Product): Product {
  if (isProduct?.(JSON.parse(formatProduct(product)))) return product
  const [error] = isProduct?.errors ?? []
  throw new Error(`${product.service}: ${error?.instancePath ?? ''} ${error?.message ?? 'has no schema'}`)
}

tidyProducts()
const [source] = process.argv.slice(2)
const products = new Map(readProducts().map((product) => [product.service, product]))
const listings = source ? readListings(source) : toListings([...products.values()])
const labels = readHandLabels()

const judged = [...new Set([...products.keys(), ...listings.keys()])].map((service): Product => {
  const { api3, ...byHand } = products.get(service) ?? { service }
  const listing = listings.get(service)
  if (!listing) return byHand
  const codes = listing.codes.map((pair) => judge(pair, labels))
  return checkProduct({ ...byHand, api3: { versions: listing.versions, codes } })
})

// Files are written only after all products have been checked. The file of a product without codes is deleted.
for (const product of judged) {
  if (product.api3 || product.entries) writeProduct(product)
  else rmSync(`${productsFolder}${product.service}.json`)
}
