/** A parameter that is signed and sent, before it is percent-encoded. */
export type Param = readonly [name: string, value: string]

/** A value that is nested deeper is taken for a circular one. */
const maxDepth = 64

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}

/** Appends the parameters of one value; the outermost has the depth 0. */
export function collect(name: string, value: unknown, depth: number, into: Param[]): void {
  switch (typeof value) {
    case 'string':
      into.push([name, value])
      return
    case 'number':
    case 'boolean':
    case 'bigint':
      into.push([name, String(value)])
      return
    case 'object':
      if (value !== null) collectObject(name, value, depth, into)
  }
}

function collectObject(name: string, value: object, depth: number, into: Param[]): void {
  if (depth > maxDepth)
    throw new TypeError(
      `Parameter "${name.slice(0, 64)}…" is nested too deeply (more than ${maxDepth} levels) or circular`,
    )
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    throw new TypeError(`Parameter "${name}" is binary, which these signatures cannot carry: use TC3-HMAC-SHA256`)
  }
  if (hasToJson(value)) collect(name, value.toJSON(), depth + 1, into)
  else {
    const prefix = `${name}.`
    const items = value as Readonly<Record<string, unknown>>
    for (const key of Object.keys(items)) collect(prefix + key, items[key], depth + 1, into)
  }
}

/**
 * Flattens nested parameters to the names that queries and forms use: `Filters.0.Name`, with indices from 0
 * (https://www.tencentcloud.com/document/product/228/31724). Null, undefined, functions and empty lists or objects are
 * left out, as in the official SDK. Dates and other values with a `toJSON` are written as in JSON.
 * @param isLeftOut selects parameters, by their names, that are left out
 * @throws TypeError for bytes, and for a value that is nested more than 64 deep
 */
export function flatten(params: Readonly<Record<string, unknown>>, isLeftOut?: (name: string) => boolean): Param[] {
  const flat: Param[] = []
  for (const name of Object.keys(params)) {
    if (!isLeftOut?.(name)) collect(name, params[name], 0, flat)
  }
  return flat
}

/** Text of the unreserved characters of RFC 3986, which stay as they are. */
const unreserved = /^[\w.~-]*$/
const unencoded = /[!'()*]/g
const loneSurrogate = /\p{Surrogate}/gu

// encodeURIComponent throws on a lone surrogate. UTF-8 encoders, and therefore the signature, replace it by U+FFFD.
function encode(text: string): string {
  if (unreserved.test(text)) return text
  return encodeURIComponent(text.replace(loneSurrogate, '\ufffd')).replace(
    unencoded,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * Encodes signed parameters as a query string (without `?`) or a form body. Percent-encoding follows RFC 3986 with
 * upper-case hex digits, as Tencent Cloud requires; a space becomes %20 and not a plus sign.
 */
export function encodeParams(params: readonly Param[]): string {
  return params.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}
