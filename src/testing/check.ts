type Fields = Readonly<Record<string, unknown>>

export const isPlainObject = (value: unknown): value is Fields => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Throws a TypeError when `options` is not a plain object, or has a key that `known` does not list. */
export const checkOptions = (where: string, options: unknown, known: readonly string[]): void => {
  if (!isPlainObject(options)) throw new TypeError(`${where}: the options must be a plain object`)
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${where}: unknown option "${name}"; known: ${known.join(', ')}`)
  }
}

/** Throws a TypeError that names the option unless it is undefined or of the type. */
export const checkType = (
  where: string,
  name: string,
  value: unknown,
  type: 'boolean' | 'function' | 'string',
): void => {
  if (value !== undefined && typeof value !== type) throw new TypeError(`${where}: "${name}" must be a ${type}`)
}

/** Throws a TypeError that names the option unless it is a finite number for which `holds` is true. */
export const checkNumber = (
  where: string,
  name: string,
  value: unknown,
  description: string,
  holds: (value: number) => boolean,
): void => {
  if (typeof value === 'number' && Number.isFinite(value) && holds(value)) return
  throw new TypeError(`${where}: "${name}" must be ${description}`)
}

/** Throws a TypeError that names the option unless it is undefined or a record that can be sent as headers. */
export const checkHeaders = (where: string, name: string, value: unknown): void => {
  if (value === undefined) return
  if (!isPlainObject(value)) throw new TypeError(`${where}: "${name}" must be a plain object of strings`)
  for (const [header, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new TypeError(`${where}: "${name}" has no string for "${header}"`)
    try {
      new Headers().set(header, text)
    } catch (cause) {
      throw new TypeError(`${where}: "${name}" has a "${header}" that HTTP does not allow`, { cause })
    }
  }
}
