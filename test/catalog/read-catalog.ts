import { readdirSync, readFileSync } from 'node:fs'
import type { CatalogEntry, Disposition, ErrorClassName, Text } from '../../src/catalog/index.ts'

const catalog = new URL('../../catalog/', import.meta.url)

const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))

interface List {
  readonly name: string
  readonly content: {
    readonly $schema?: string
    readonly service: string
    readonly entries: readonly CatalogEntry[]
  }
}

interface Texts {
  readonly meaning: Text
  readonly remedy: Text
}

interface Rules {
  readonly unknown: Texts
  readonly rules: readonly (Texts & {
    readonly prefix: string
    readonly class: ErrorClassName
    readonly retry: Disposition
  })[]
}

interface Outcomes {
  readonly outcomes: readonly {
    readonly class: ErrorClassName
    readonly retry: Disposition
    readonly textsOf?: string
    readonly meaning?: Text
    readonly remedy?: Text
  }[]
}

/** A row of the documents that the catalog began with. */
export interface SeedRow extends CatalogEntry {
  readonly seed: string
  readonly service: string
}

export const readCatalogFile = (name: string) => readJson(new URL(name, catalog))

export const lists: readonly List[] = readdirSync(catalog)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, content: readCatalogFile(name) }))
  .filter(({ content }) => content.$schema === './schema.json')

export const { unknown, rules }: Rules = readCatalogFile('rules.json')

export const { outcomes }: Outcomes = readCatalogFile('outcomes.json')

export const seedRows: readonly SeedRow[] = readJson(new URL('./seed-rows.json', import.meta.url))
