import { createLookupOver, type LookupResult } from '../lookup.ts'
import type { CodeQuery } from '../resolve.ts'
import { fullCatalog } from './full-catalog.ts'

const full = createLookupOver(fullCatalog)

/**
 * What a code means and what to do about it, as errors have it, but with the whole list of the product at hand: every
 * code that it lists has `source: 'listed'`, and a text. Loads the tables that all share and those of `query.service`,
 * once. Never rejects: what cannot be loaded counts as unknown.
 *
 * @param code the public code as a string: `'4420'`, `'RequestLimitExceeded'`
 * @param query codes are not global: the more is known of the call, the better
 * @example
 * const { class: name, retry, remedy } = await lookup('ResourceInUse.DiskRollbacking', { service: 'cbs' })
 */
export const lookup = (code: string, query: CodeQuery = {}): Promise<LookupResult> => full.lookup(code, query)
