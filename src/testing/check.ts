type Fields = Readonly<Record<string, unknown>>

export const isPlainObject = (value: unknown): value is Fields => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Throws a TypeError when `options` is not a plain object, or has a key that is not in `known`. */
export const checkOptions = (where: string, options: unknown, known: readonly string[]): void => {
  if (!isPlainObject(options)) throw new TypeError(`${where}: the options must be a plain object`)
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${where}: unknown option "${name}"; known: ${known.join(', ')}`)
  }
}

/** Throws a TypeError that names the option unless its value is undefined or has the type. */
export const checkType = (
  where: string,
  name: string,
  value: unknown,
  type: 'boolean' | 'function' | 'string',
): void => {
  if (value !== undefined && typeof value !== type) throw new TypeError(`${where}: "${name}" must be a ${type}`)
}

/** Throws a TypeError that names the option unless its value is a finite number that passes `isValid`. */
export const checkNumber = (
  where: string,
  name: string,
  value: unknown,
  description: string,
  isValid: (value: number) => boolean,
): void => {
  if (typeof value === 'number' && Number.isFinite(value) && isValid(value)) return
  throw new TypeError(`${where}: "${name}" must be ${description}`)
}

/** Throws a TypeError that names the option unless its value is undefined or a record of valid headers. */
export const checkHeaders = (where: string, name: string, value: unknown): void => {
  if (value === undefined) return
  if (!isPlainObject(value)) throw new TypeError(`${where}: "${name}" must be a plain object of strings`)
  for (const [header, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new TypeError(`${where}: "${name}" must have a string for "${header}"`)
    try {
      new Headers().set(header, text)
    } catch (cause) {
      throw new TypeError(`${where}: "${name}" has a header "${header}" that HTTP does not allow`, { cause })
    }
  }
}
