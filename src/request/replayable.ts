import { hasMethod, readTag } from './unknown-value.ts'

/** The bounds of the search for streams in nested values: levels, and values in all. The forms of axios are flat. */
const maxDepth = 4
const maxValues = 1_000

/**
 * Can it be read only once, like a stream, an iterator, a form of the form-data package, or a fetch Request or
 * Response?
 */
function isReadOnce(value: object): boolean {
  if (hasMethod(value, 'pipe') || hasMethod(value, 'getReader')) return true
  if (hasMethod(value, Symbol.asyncIterator)) return true
  if (hasMethod(value, Symbol.iterator) && hasMethod(value, 'next')) return true
  const kind = readTag(value)
  return kind === 'Request' || kind === 'Response'
}

/** Is it a container of bytes or texts, which cannot contain a stream? */
function isSelfContained(value: object): boolean {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return true
  const kind = readTag(value)
  return (
    kind === 'URLSearchParams' || kind === 'FormData' || kind === 'Blob' || kind === 'File' || kind === 'ArrayBuffer'
  )
}

function containsReadOnce(root: object): boolean {
  let level: object[] = [root]
  let seen = 0
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const next: object[] = []
    for (const value of level) {
      if (isReadOnce(value)) return true
      if (isSelfContained(value)) continue
      for (const key of Object.keys(value)) {
        if (++seen > maxValues) return false
        const child: unknown = Reflect.get(value, key)
        if (typeof child === 'object' && child !== null) next.push(child)
      }
    }
    level = next
  }
  return false
}

/**
 * Can the body be sent a second time? False for values that can be read only once (Node streams, ReadableStream,
 * iterators and generators, the form-data package), and for a plain object that contains one, since axios makes a form
 * of it. True for text, bytes, plain data, URLSearchParams, Blob and FormData. Never throws.
 */
export function isReplayable(data: unknown): boolean {
  if (typeof data === 'function' || typeof data === 'symbol') return false
  if (typeof data !== 'object' || data === null) return true
  try {
    return !containsReadOnce(data)
  } catch {
    return false
  }
}
