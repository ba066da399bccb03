// Finds failures inside logs, for the command and the explorer. The middleware reads whole bodies (read-text.ts).
import { isObject } from '../check/check.ts'
import { readObject } from './dialects.ts'
import type { Certainty, Envelope } from './envelope.ts'
import { readXml } from './error-xml.ts'

/** The depth to which objects inside objects and texts inside texts are searched. */
const deepest = 5

/** The number of braces in one text that may begin something other than JSON; each costs a pass over the text. */
const mostFailures = 50

/**
 * How often quotes may be escaped: once by a logger that writes a body as a string, once more by a log of such lines.
 */
const mostEscapes = 2

/** Finds the index after the brace that closes the one at `start`; -1 if no brace closes it. Skips strings. */
function findEnd(text: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (quoted) {
      if (char === '\\') at++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return at + 1
  }
  return -1
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const unescapeText = (text: string): string =>
  text.replace(/\\(["\\/nrt])/g, (_, char: string) => escapes[char] ?? char)

/** Finds the outermost JSON objects in a text, also in escaped ones. */
function* findObjects(text: string, escapesLeft = mostEscapes): Generator<object> {
  let start = text.indexOf('{')
  for (let failures = 0; start >= 0 && failures < mostFailures; ) {
    const end = findEnd(text, start)
    const object = end < 0 ? undefined : parseJson(text.slice(start, end))
    if (isObject(object)) yield object
    else failures++
    start = text.indexOf('{', isObject(object) ? end : start + 1)
  }
  if (escapesLeft > 0 && text.includes('\\"')) yield* findObjects(unescapeText(text), escapesLeft - 1)
}

function findXml(text: string): Envelope | undefined {
  const start = text.search(/<\?xml|<Error>/)
  return start < 0 ? undefined : readXml(text.slice(start))
}

function* searchEnvelopes(value: unknown, depth = 0): Generator<Envelope> {
  if (depth > deepest) return
  if (typeof value === 'string') {
    const xml = findXml(value)
    if (xml) yield xml
    for (const object of findObjects(value)) yield* searchEnvelopes(object, depth + 1)
  } else if (isObject(value)) {
    const envelope = readObject(value)
    if (envelope) yield envelope
    for (const inner of Object.values(value)) yield* searchEnvelopes(inner, depth + 1)
  }
}

const order: readonly Certainty[] = ['certain', 'if-listed', 'by-host']

/**
 * Finds the failures in a log line, a log record, or another text or value: JSON and the XML of COS, in fields and in
 * strings, also escaped once or twice. They are ordered by certainty, and outer ones come before inner ones. The time
 * is linear in the length of the text.
 */
export function findEnvelopes(value: unknown): readonly Envelope[] {
  const found = [...searchEnvelopes(value)]
  return order.flatMap((certainty) => found.filter((envelope) => envelope.certainty === certainty))
}
