import { compare } from './read-products.ts'

/** Groups in the order of their keys. */
export function groupBy<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group) group.push(value)
    else groups.set(keyOf(value), [value])
  }
  return [...groups].sort(([a], [b]) => compare(a, b))
}

/** Codes with a blank between; a prefix stands once. */
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
