/** Stands for a value that is not told: OpenTelemetry's own word for it. */
export const other = '_OTHER'

/**
 * What names of services, actions, regions, versions and codes consist of. The longest of API 3.0's 16,117 codes has 89
 * characters; a server may send anything.
 */
const name = /^[\w.-]{1,100}$/

/** UUIDs, and COS' ids in base64. */
const id = /^[\w.:+/=-]{1,128}$/

/** A name as it is, `_OTHER` for what is none. */
export function cleanName(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  return name.test(value) ? value : other
}

/** An id as it is; none for what is not one. */
export const cleanId = (value: string | undefined): string | undefined =>
  value !== undefined && id.test(value) ? value : undefined

/**
 * Keeps the number of a metric's series in bounds: the first `limit` different values pass, each further one becomes
 * `_OTHER`.
 */
export function atMost(limit: number): (value: string | undefined) => string | undefined {
  const known = new Set<string>()
  return (value) => {
    const clean = cleanName(value)
    if (clean === undefined || known.has(clean)) return clean
    if (known.size >= limit) return other
    known.add(clean)
    return clean
  }
}
