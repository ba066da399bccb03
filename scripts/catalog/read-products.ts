// Reads catalog/. All scripts and tests that need the lists use this module.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CatalogEntry, Disposition, ErrorClassName, Text } from '../../src/catalog/entry.ts'
import type { LimitKind } from '../../src/catalog/tables.ts'

/** A code of API 3.0. */
export type Api3Row = readonly [code: string, flags: string, errorClass: ErrorClassName, retry: Disposition]

/** A file of catalog/products. */
export interface Product {
  /** The product's short name, as in its host name. */
  readonly service: string
  readonly title?: Text
  /** Hand-written entries. */
  readonly entries?: readonly CatalogEntry[]
  /** The list of the official SDK, judged by `scripts/import-api3-codes.ts`. */
  readonly api3?: { readonly versions: readonly string[]; readonly codes: readonly Api3Row[] }
}

/** A list shared by all products: `common-legacy.json`, `common-named.json`. */
interface CommonList {
  readonly service: '*'
  readonly title: Text
  readonly entries: readonly CatalogEntry[]
}

export interface Rules {
  /** The texts of a code that is in no list. */
  readonly unknown: { readonly meaning: Text; readonly remedy: Text }
  /** The texts of a code that products describe differently; the remedy is for every code judged by all lists. */
  readonly ambiguous: { readonly meaning: Text; readonly remedy: Text }
  readonly rules: readonly (Omit<CatalogEntry, 'code'> & {
    readonly prefix: string
    readonly meaning: Text
    readonly remedy: Text
  })[]
}

/** A class and a disposition, with texts of its own or those of the rule for the prefix `textsOf`. */
export interface Outcome {
  readonly class: ErrorClassName
  readonly retry: Disposition
  readonly textsOf?: string
  readonly meaning?: Text
  readonly remedy?: Text
}

/** The file `limits.json`. Its limits name their texts. */
export interface Limits {
  readonly units: Readonly<Record<string, Text>>
  readonly scopes: Readonly<Record<string, Text>>
  readonly sources: Readonly<Record<string, Text>>
  readonly limits: readonly {
    /** `*`: every product. */
    readonly service: string
    readonly actions?: readonly string[]
    readonly kind: LimitKind
    readonly limit: number
    readonly periodSeconds?: number
    readonly unit: string
    readonly scope: string
    readonly note?: Text
    readonly source: string
  }[]
}

export const catalogFolder = fileURLToPath(new URL('../../catalog/', import.meta.url))
export const productsFolder = `${catalogFolder}products/`

/** Code-unit order: the same on every machine, whatever its locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Reads a JSON file of catalog/. */
export const readCatalogFile = (name: string) => JSON.parse(readFileSync(catalogFolder + name, 'utf8'))

/** Lists the files of catalog/products, in the order of the products. */
export const productFiles = (): readonly string[] =>
  readdirSync(productsFolder).sort((a, b) => compare(a.replace(/\.json$/, ''), b.replace(/\.json$/, '')))

export const readProducts = (): readonly Product[] => productFiles().map((name) => readCatalogFile(`products/${name}`))

const names: Readonly<Record<string, Text>> = readCatalogFile('product-names.json')

/** The name of a product: that of its own file, or else the one in `product-names.json`. */
export const titleOf = ({ service, title }: Product): Text | undefined => title ?? names[service]

export const readCommonLists = (): readonly CommonList[] =>
  ['common-legacy.json', 'common-named.json'].map(readCatalogFile)

export const readRules = (): Rules => readCatalogFile('rules.json')

export const readLimits = (): Limits => readCatalogFile('limits.json')

export const readOutcomes = (): readonly Outcome[] => readCatalogFile('outcomes.json').outcomes

/** An entry with its service. */
export type ServiceEntry = CatalogEntry & { readonly service: string }

/** A key that is unique among the entries of a service. */
export const toIdentity = ({ code = '', moduleCode = '', actions = [], message }: CatalogEntry): string =>
  [code, moduleCode, actions.join(), ...(message === undefined ? [] : [message])].join('\0')

/** Reads the hand-written entries of products and common lists, sorted by service, then by code. */
export const readEntries = (): readonly ServiceEntry[] =>
  [...readCommonLists(), ...readProducts()]
    .flatMap(({ service, entries = [] }) => entries.map((entry) => ({ ...entry, service })))
    .map((entry) => ({ entry, key: `${entry.service}\0${toIdentity(entry)}` }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ entry }) => entry)
