import type { Text } from '../entry.ts'

/** A product of the catalog. */
export interface Product {
  /** The short name, as in the host name: `kms`. */
  readonly service: string
  /** The name of the product, if known. */
  readonly title?: Text
  /** The API 3.0 versions whose codes are listed: `20190118`; empty if none. */
  readonly versions: readonly string[]
  /** Number of known codes. */
  readonly codes: number
}

let list: readonly Product[] | undefined

/**
 * Lists the products in the order of their short names. Loads a small list, once.
 *
 * @throws the error of the import when the list cannot be loaded
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
