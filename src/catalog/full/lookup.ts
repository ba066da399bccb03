import { productLoaders } from '../generated/product-loaders.ts'
import { createCatalog } from '../load-tables.ts'
import { createLookupOver, type LookupResult } from '../lookup.ts'
import type { CodeQuery } from '../resolve.ts'
import { builtInSource } from '../sources.ts'
import { expandWords } from '../tables.ts'

/** The built-in tables, and the whole list of each product that is queried. */
export const fullCatalog = createCatalog({
  ...builtInSource,
  async listed(service) {
    const load = productLoaders.get(service)
    if (!load) return undefined
    const [{ listed }, { words }] = await Promise.all([load(), import('../generated/frequent-words.ts')])
    const frequent = words.split(' ')
    return listed.map(([errorClass, retry, documented, codes]) => [
      errorClass,
      retry,
      documented,
      expandWords(codes, frequent),
    ])
  },
})

const full = createLookupOver(fullCatalog)

/**
 * Looks up what a code means and what to do about it, like the fields of an error, but with the product's whole list:
 * every code in it has `source: 'listed'` and a text. Loads the shared tables and those of `query.service`, once. Never
 * rejects: a code whose table cannot be loaded counts as unknown.
 *
 * @param code the public code as a string: `'4420'`, `'RequestLimitExceeded'`
 * @param query what is known of the call. A code means different things in different products, so give what you know
 * @example
 * ```ts
 * import { lookup } from 'axios-tencentcloud/catalog'
 *
 * const { class: name, retry, remedy } = await lookup('ResourceInUse.DiskRollbacking', { service: 'cbs' })
 * const { meaning } = await lookup('4480', { service: 'kms', moduleCode: '10460' })
 * ```
 */
export const lookup = (code: string, query: CodeQuery = {}): Promise<LookupResult> => full.lookup(code, query)
