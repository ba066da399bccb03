import type { IndexedCode } from './rows.ts'
import { findRows, type SearchResult, toResult } from './search.ts'

/** A code that was found, once for all products in which it means the same. */
export interface FoldedResult extends Omit<SearchResult, 'service'> {
  /** The products, in the order of their names; `*`: every product. */
  readonly services: readonly string[]
}

/** What a search found, as it is printed. */
export interface FoldedSearch {
  /** The best first. */
  readonly results: readonly FoldedResult[]
  /** How many there are without the limit: at least, since products may tell a code apart that is not shown. */
  readonly total: number
}

const nameRow = ({ code, entry }: IndexedCode): string => `${code}/${entry?.moduleCode ?? ''}`

/** Results with the same key say the same. */
const toKey = ({ service, ...said }: SearchResult): string => JSON.stringify([service === '*', said])

/** Folds the results of one code. */
function fold(results: readonly SearchResult[]): readonly FoldedResult[] {
  const groups = new Map<string, SearchResult[]>()
  for (const result of results) {
    const key = toKey(result)
    groups.set(key, [...(groups.get(key) ?? []), result])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { service, ...said } = first
    return [{ services: group.map((one) => one.service).sort(), ...said }]
  })
}

/**
 * Searches as {@link search} does, and folds what says the same in several products into one result. A code stands where the
 * best of its rows stands. Only the codes that are returned are looked up.
 *
 * @param limit the greatest number of folded results
 */
export async function searchFolded(text: string, limit: number): Promise<FoldedSearch> {
  const countCodes = (some: readonly IndexedCode[]) => new Set(some.map(nameRow)).size
  const rows = await findRows(text, (some) => countCodes(some) >= limit)
  const byName = new Map<string, IndexedCode[]>()
  for (const row of rows) byName.set(nameRow(row), [...(byName.get(nameRow(row)) ?? []), row])
  const found: FoldedResult[] = []
  let looked = 0
  for (const same of byName.values()) {
    if (found.length >= limit) break
    const results = await Promise.all(same.map(toResult))
    found.push(...fold(results.filter((result) => result !== undefined)))
    looked++
  }
  return { results: found.slice(0, limit), total: found.length + byName.size - looked }
}
