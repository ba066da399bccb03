/** Throws a TypeError that names the option and says what it must be. */
export type Check = (value: unknown, name: string) => void

/** Is it an object with named fields, and no list? */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Is it an object literal, or an object without a prototype? Instances of a class and objects of another realm are not. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** Options whose wrong value may be a secret, given to the wrong name. */
const secretive = /cred|sign|token/i

function shown(value: unknown, name: string): string {
  if (value && secretive.test(name)) return 'that value'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  if (Array.isArray(value)) return 'an array'
  if (isRecord(value)) return 'an object'
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value)
}

/** @throws TypeError that names the option, what it must be and what it is */
export function refuse(name: string, wanted: string, value: unknown): never {
  throw new TypeError(`axios-tencentcloud: option \`${name}\` must be ${wanted}, not ${shown(value, name)}`)
}

/** A check of one kind of value. */
export const checkThat =
  (wanted: string, holds: (value: unknown) => boolean): Check =>
  (value, name) => {
    if (!holds(value)) refuse(name, wanted, value)
  }

export const textCheck = checkThat('a non-empty string', isText)

/** A check for one of some values, named as they are. */
export const oneOf = (known: readonly unknown[]): Check =>
  checkThat(`one of ${known.join(', ')}`, (value) => known.includes(value))

/** A check for an array, each entry of which passes another. */
export const eachOf =
  (check: Check): ((entries: readonly unknown[], name: string) => void) =>
  (entries, name) => {
    entries.forEach((entry, at) => {
      check(entry, `${name}[${at}]`)
    })
  }

/** Checks an object's fields against a table of the known names. `prefix` is put before their names. */
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
