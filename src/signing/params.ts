/** One parameter as it is signed and sent, not yet encoded. */
export type Param = readonly [name: string, value: string]

/** Deeper values are taken for a circle. */
const maxDepth = 64

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}

function collect(name: string, value: unknown, depth: number, into: Param[]): void {
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
  if (depth > maxDepth) throw new TypeError(`Parameter "${name.slice(0, 64)}…" is nested too deeply or in a circle`)
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    throw new TypeError(`Parameter "${name}" is binary, which these signatures cannot carry: use TC3-HMAC-SHA256`)
  }
  if (hasToJson(value)) collect(name, value.toJSON(), depth + 1, into)
  else for (const [key, item] of Object.entries(value)) collect(`${name}.${key}`, item, depth + 1, into)
}

/**
 * Nested parameters as the GET and form dialects name them: `Filters.0.Name`, indices from 0
 * (https://www.tencentcloud.com/document/product/228/31724). Null, undefined, functions and empty lists or objects
 * are left out as the official SDK does; dates and others with a `toJSON` are taken as in JSON.
 * @throws TypeError for bytes, and for a value nested more than 64 deep.
 */
export function flatten(params: Readonly<Record<string, unknown>>): Param[] {
  const flat: Param[] = []
  for (const [name, value] of Object.entries(params)) collect(name, value, 0, flat)
  return flat
}

const unencoded = /[!'()*]/g
const loneSurrogate = /\p{Surrogate}/gu

// Half a character cannot be encoded; UTF-8 encoders, and so the signature, have U+FFFD in its place.
function encode(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogate, '\ufffd')).replace(
    unencoded,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * The query string (without `?`) or the form body of signed parameters. Percent-encoded as RFC 3986 has it with
 * upper-case hex digits, which Tencent requires; a space is %20, never a plus sign.
 */
export function encodeParams(params: readonly Param[]): string {
  return params.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}
