/** Replaces a value that is left out. OpenTelemetry's conventions define it. */
export const other = '_OTHER'

/**
 * The form of names of services, actions, regions, versions and codes. The longest of the 16,117 codes of API 3.0 has
 * 89 characters. Values of another form are left out, because a server may send anything.
 */
const name = /^[\w.-]{1,100}$/

/** The form of ids: UUIDs, and the base64 ids of COS. */
const id = /^[\w.:+/=-]{1,128}$/

/** Returns a name unchanged, and `_OTHER` for a text of another form. */
export function cleanName(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  return name.test(value) ? value : other
}

/** Returns an id unchanged, and undefined for a text of another form. */
export const cleanId = (value: string | undefined): string | undefined =>
  value !== undefined && id.test(value) ? value : undefined

/**
 * Makes a filter that limits the number of a metric's series: the first `limit` different values pass, each further one
 * becomes `_OTHER`.
 */
export function createValueLimiter(limit: number): (value: string | undefined) => string | undefined {
  const known = new Set<string>()
  return (value) => {
    const clean = cleanName(value)
    if (clean === undefined || known.has(clean)) return clean
    if (known.size >= limit) return other
    known.add(clean)
    return clean
  }
}
