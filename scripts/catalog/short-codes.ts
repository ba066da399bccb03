import { compare } from './read-products.ts'

/** Groups values by key; the groups are sorted by key. */
export function groupBy<T>(
  values: readonly T[],
  toKey: (value: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(toKey(value))
    if (group) group.push(value)
    else groups.set(toKey(value), [value])
  }
  return [...groups].sort(([a], [b]) => compare(a, b))
}

/** Joins codes with blanks, and omits a prefix that is the same as in the code before. */
export const shorten = (codes: readonly string[]): string =>
  [...codes]
    .sort(compare)
    .map((code, at, all) => {
      const dot = code.indexOf('.')
      const prefix = code.slice(0, dot + 1)
      const before = all[at - 1]
      return dot > 0 && before?.startsWith(prefix) ? code.slice(dot) : code
    })
    .join(' ')
