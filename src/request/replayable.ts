import { hasMethod, tagOf } from './unknown-value.ts'

/** Streams nested deeper than this, or behind this many values, are not looked for: axios' forms are flat. */
const maxDepth = 4
const maxValues = 1_000

/** Can be read only once: a stream, an iterator, the form-data package, the body of a fetch Request or Response. */
function isReadOnce(value: object): boolean {
  if (hasMethod(value, 'pipe') || hasMethod(value, 'getReader')) return true
  if (hasMethod(value, Symbol.asyncIterator)) return true
  if (hasMethod(value, Symbol.iterator) && hasMethod(value, 'next')) return true
  const kind = tagOf(value)
  return kind === 'Request' || kind === 'Response'
}

/** Holds its values itself, and none of them can be a stream. */
function isSelfContained(value: object): boolean {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return true
  const kind = tagOf(value)
  return (
    kind === 'URLSearchParams' || kind === 'FormData' || kind === 'Blob' || kind === 'File' || kind === 'ArrayBuffer'
  )
}

function holdsReadOnce(root: object): boolean {
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
 * Can the body be sent a second time? False for what is read only once (Node streams, ReadableStream, iterators and
 * generators, the form-data package), also where a plain object holds such a thing: axios makes a form of it. True for
 * everything that keeps its content: text, bytes, plain data, URLSearchParams, Blob, FormData. Never throws.
 */
export function isReplayable(data: unknown): boolean {
  if (typeof data === 'function' || typeof data === 'symbol') return false
  if (typeof data !== 'object' || data === null) return true
  try {
    return !holdsReadOnce(data)
  } catch {
    return false
  }
}
