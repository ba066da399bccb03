/** Objects inside objects and texts inside texts are followed so deep. */
const deepest = 4
/** Braces that are tried as the beginning of an object. */
const mostTries = 50

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The index after the brace that closes the one at `start`; -1 where none does. Strings are passed over. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (quoted) {
      if (character === '\\') at++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
  }
  return -1
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** JSON objects that stand in a text; some loggers escape the quotes of a body, once or twice. */
function* objectsIn(text: string, escapes = 2): Generator<object> {
  let tries = 0
  for (let start = text.indexOf('{'); start >= 0 && tries++ < mostTries; ) {
    const end = endOfObject(text, start)
    const object = end < 0 ? undefined : parsed(text.slice(start, end))
    if (isObject(object)) yield object
    start = text.indexOf('{', isObject(object) ? end : start + 1)
  }
  if (escapes > 0 && text.includes('{\\"')) yield* objectsIn(text.replaceAll('\\"', '"'), escapes - 1)
}

/** The objects in a value or in a text, outer ones first: a body in a field of a log record, for instance. */
export function* embeddedObjects(value: unknown, depth = 0): Generator<object> {
  if (depth > deepest) return
  if (typeof value === 'string') {
    for (const object of objectsIn(value)) yield* embeddedObjects(object, depth + 1)
  } else if (isObject(value)) {
    yield value
    for (const inner of Object.values(value)) yield* embeddedObjects(inner, depth + 1)
  }
}
