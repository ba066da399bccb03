import { readFileSync } from 'node:fs'
import type { CatalogEntry } from '../../src/catalog/index.ts'

/** A row of the documents that the catalog began with. */
export interface SeedRow extends CatalogEntry {
  readonly seed: string
  readonly service: string
}

export const seedRows: readonly SeedRow[] = JSON.parse(
  readFileSync(new URL('./seed-rows.json', import.meta.url), 'utf8'),
)
