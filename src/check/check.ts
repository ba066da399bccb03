/** Checks the value of an option. Throws a TypeError that names the option and says what it must be. */
export type Check = (value: unknown, name: string) => void

/** Is it an object of any kind, arrays and instances of classes included? */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Is it an object, and not an array? Instances of any class count. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && !Array.isArray(value)

/**
 * Is it an object literal, or an object without a prototype? Instances of a class and objects of another realm are not.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The value of an own property; undefined for an inherited one. */
export const readOwn = (fields: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(fields, key) ? fields[key] : undefined

/** Is it a non-empty string? */
export const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** Names of options whose wrong value may be a secret, which an error must not show. */
const secretive = /cred|sign|token/i

function describe(value: unknown, name: string): string {
  if (value && secretive.test(name)) return 'that value'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  if (Array.isArray(value)) return 'an array'
  if (isRecord(value)) return 'an object'
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value)
}

/** @throws TypeError that names the option, what it must be (`wanted`) and what it is */
export function refuse(name: string, wanted: string, value: unknown): never {
  throw new TypeError(`axios-tencentcloud: option \`${name}\` must be ${wanted}, not ${describe(value, name)}`)
}

/**
 * Makes a check that refuses every value for which `holds` is false. `wanted` completes the sentence "option x must be
 * …".
 */
export const checkThat =
  (wanted: string, holds: (value: unknown) => boolean): Check =>
  (value, name) => {
    if (!holds(value)) refuse(name, wanted, value)
  }

export const textCheck = checkThat('a non-empty string', isText)

/** Makes a check for one of some values; the error lists them. */
export const oneOf = (known: readonly unknown[]): Check =>
  checkThat(`one of ${known.join(', ')}`, (value) => known.includes(value))

/** Makes a check of the entries of an array; the error names the index. */
export const eachOf =
  (check: Check): ((entries: readonly unknown[], name: string) => void) =>
  (entries, name) => {
    entries.forEach((entry, at) => {
      check(entry, `${name}[${at}]`)
    })
  }

/**
 * Checks each field of an object by the table `checks`; undefined passes. `prefix` is put before the names in errors.
 * @throws TypeError for a field that the table does not have, or whose check fails
 */
export function checkFields(
  fields: Readonly<Record<string, unknown>>,
  prefix: string,
  checks: Readonly<Record<string, Check>>,
): void {
  for (const [key, value] of Object.entries(fields)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (!check) {
      const known = Object.keys(checks).join(', ')
      throw new TypeError(`axios-tencentcloud: unknown option \`${prefix}${key}\`; known here: ${known}`)
    }
    if (value !== undefined) check(value, prefix + key)
  }
}
