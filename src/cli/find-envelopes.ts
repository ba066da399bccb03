import { type Envelope, readText } from '../envelope/index.ts'

/** Objects that are tried in one text; each costs a pass over it. */
const maxCandidates = 40

/** The index behind the brace that closes the object which begins at `start`; -1 where none does. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return at + 1
  }
  return -1
}

function* objectsIn(text: string): Generator<string> {
  let start = text.indexOf('{')
  for (let tried = 0; start >= 0 && tried < maxCandidates; tried++) {
    const end = endOfObject(text, start)
    if (end > 0) yield text.slice(start, end)
    start = text.indexOf('{', start + 1)
  }
}

function* candidatesIn(text: string): Generator<string> {
  yield text
  const xml = text.search(/<\?xml|<Error>/)
  if (xml >= 0) yield text.slice(xml)
  yield* objectsIn(text)
  // A body that was logged as a string has its quotes escaped.
  if (text.includes('\\"')) yield* objectsIn(text.replaceAll('\\"', '"'))
}

const order: readonly Envelope['certainty'][] = ['certain', 'if-listed', 'by-host']

/** The failures that the JSON objects and COS' XML in a text report, the surest first. */
export function envelopesIn(text: string): readonly Envelope[] {
  const found: Envelope[] = []
  for (const candidate of candidatesIn(text)) {
    const { envelope } = readText(candidate.trim())
    if (envelope) found.push(envelope)
  }
  return order.flatMap((certainty) => found.filter((envelope) => envelope.certainty === certainty))
}
