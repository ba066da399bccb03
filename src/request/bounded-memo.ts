/** Results kept by one memo; when they are full, all are dropped and the memo starts anew. */
const maxResults = 256

/** Longer keys are computed each time: they are rare, and would be kept in memory for good. */
const maxKeyLength = 512

/** Remembers the results of a pure function, within bounds. */
export function bounded<T>(compute: (key: string) => T): (key: string) => T {
  const results = new Map<string, { readonly value: T }>()
  return (key) => {
    const known = results.get(key)
    if (known) return known.value
    const value = compute(key)
    if (key.length > maxKeyLength) return value
    if (results.size >= maxResults) results.clear()
    results.set(key, { value })
    return value
  }
}
