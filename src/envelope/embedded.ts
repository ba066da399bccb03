// For people's tools, the command and the explorer; the middleware reads bodies whole.
import { readCosXml } from './cos-xml.ts'
import { readObject } from './dialects.ts'
import type { Certainty, Envelope } from './envelope.ts'

/** Objects inside objects and texts inside texts are followed so deep. */
const deepest = 5

/** Braces of one text that may turn out to begin no JSON; each costs a pass over the text. */
const mostFailures = 50

/** Loggers that write a body as a string escape its quotes; a log of such lines does so again. */
const mostEscapes = 2

/** The index behind the brace that closes the one at `start`; -1 where none does. Strings are passed over. */
function endOfObject(text: string, start: number): number {
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const escaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const unescaped = (text: string): string => text.replace(/\\(["\\/nrt])/g, (_, char: string) => escaped[char] ?? char)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The JSON objects that stand in a text, but not those inside of them. */
function* objectsIn(text: string, escapes = mostEscapes): Generator<object> {
  let start = text.indexOf('{')
  for (let failures = 0; start >= 0 && failures < mostFailures; ) {
    const end = endOfObject(text, start)
    const object = end < 0 ? undefined : parsed(text.slice(start, end))
    if (isObject(object)) yield object
    else failures++
    start = text.indexOf('{', isObject(object) ? end : start + 1)
  }
  if (escapes > 0 && text.includes('\\"')) yield* objectsIn(unescaped(text), escapes - 1)
}

function xmlIn(text: string): Envelope | undefined {
  const start = text.search(/<\?xml|<Error>/)
  return start < 0 ? undefined : readCosXml(text.slice(start))
}

function* envelopesWithin(value: unknown, depth = 0): Generator<Envelope> {
  if (depth > deepest) return
  if (typeof value === 'string') {
    const xml = xmlIn(value)
    if (xml) yield xml
    for (const object of objectsIn(value)) yield* envelopesWithin(object, depth + 1)
  } else if (isObject(value)) {
    const envelope = readObject(value)
    if (envelope) yield envelope
    for (const inner of Object.values(value)) yield* envelopesWithin(inner, depth + 1)
  }
}

const order: readonly Certainty[] = ['certain', 'if-listed', 'by-host']

/**
 * The failures that a log line, a log record or another text or value holds: JSON and COS' XML, in fields and in
 * strings, escaped once or twice. The surest come first, then the outer ones. Time grows with the length of the text,
 * a bounded number of times.
 */
export function findEnvelopes(value: unknown): readonly Envelope[] {
  const found = [...envelopesWithin(value)]
  return order.flatMap((certainty) => found.filter((envelope) => envelope.certainty === certainty))
}
