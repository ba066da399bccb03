import type { Text } from '../entry.ts'

/** A product, and what is known of it. */
export interface Product {
  /** The short name as in its host name: `kms`. */
  readonly service: string
  /** Its name for people, where it is known. */
  readonly title?: Text
  /** The versions of its API 3.0 whose codes are listed: `20190118`; empty where it has none. */
  readonly versions: readonly string[]
  /** How many codes are known. */
  readonly codes: number
}

let list: readonly Product[] | undefined

/**
 * The products, by short name. Loads a small list once.
 *
 * @throws what the import throws where the list cannot be loaded
 */
export async function products(): Promise<readonly Product[]> {
  const { products: rows } = await import('../generated/product-list.ts')
  list ??= rows.map(([service, versions, codes, en, zh]) => ({
    service,
    ...(en !== undefined && zh !== undefined && { title: { en, zh } }),
    versions: versions === '' ? [] : versions.split(' '),
    codes,
  }))
  return list
}
