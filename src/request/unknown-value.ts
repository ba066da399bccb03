/** Reads the class name that `Object.prototype.toString` reports, also across realms: `'FormData'`, `'Uint8Array'`. */
export function readTag(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/** Reads an own property; undefined for a property of the prototype. */
export function readOwnProperty(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined
}

/** Does the value have a method of that name, own or inherited? */
export function hasMethod(value: unknown, name: PropertyKey): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}
