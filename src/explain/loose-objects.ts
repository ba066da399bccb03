// Reads objects as Python and Node.js print them, `{'code': '20004', 'ok': True}` or `{ code: 'InternalError' }`, since
// people paste those more often than the JSON they came from.

/** The depth to which objects are nested at most. */
const deepest = 12

/** Braces that may begin something else; each costs a pass over the rest of the text. */
const mostFailures = 20

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
  ['undefined', null],
])

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Reads values at a position that moves on. Throws a SyntaxError where none begins. */
class Reader {
  readonly #text: string
  at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  value(depth = 0): unknown {
    this.#skipBlanks()
    const char = this.#text[this.at] ?? ''
    if (depth > deepest) throw new SyntaxError('too deep')
    if (char === '{') return this.#object(depth)
    if (char === '[') return this.#array(depth)
    if (char === '"' || char === "'") return this.#string()
    const word = this.#word()
    // Python marks a string with `u` or `b`.
    if ((word === 'u' || word === 'b') && /["']/.test(this.#text[this.at] ?? '')) return this.#string()
    if (words.has(word)) return words.get(word)
    return /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : word
  }

  #object(depth: number): Record<string, unknown> {
    const fields: Record<string, unknown> = Object.create(null)
    this.at++
    while (!this.#closes('}')) {
      const key = this.value(depth + 1)
      this.#expect(':')
      const value = this.value(depth + 1)
      if (typeof key === 'string' || typeof key === 'number') fields[key] = value
    }
    return { ...fields }
  }

  #array(depth: number): unknown[] {
    const values: unknown[] = []
    this.at++
    while (!this.#closes(']')) values.push(this.value(depth + 1))
    return values
  }

  /** Goes over a comma before the next part, or over the closing bracket. */
  #closes(bracket: string): boolean {
    this.#skipBlanks()
    if (this.#text[this.at] === ',') this.at++
    this.#skipBlanks()
    if (this.#text[this.at] !== bracket) return false
    this.at++
    return true
  }

  #expect(char: string): void {
    this.#skipBlanks()
    if (this.#text[this.at] !== char) throw new SyntaxError(`no ${char}`)
    this.at++
  }

  #string(): string {
    const quote = this.#text[this.at++]
    let text = ''
    for (; this.at < this.#text.length; this.at++) {
      const char = this.#text[this.at] ?? ''
      if (char === quote) {
        this.at++
        return text
      }
      if (char !== '\\') text += char
      else {
        const escaped = this.#text[++this.at] ?? ''
        text += escapes[escaped] ?? escaped
      }
    }
    throw new SyntaxError('no end')
  }

  #word(): string {
    const start = this.at
    while (/[\w$.+-]/.test(this.#text[this.at] ?? '')) this.at++
    if (this.at === start) throw new SyntaxError('no value')
    return this.#text.slice(start, this.at)
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.at] ?? '')) this.at++
  }
}

/** Finds the outermost objects in a text. The time is linear in the length of the text. */
export function findLooseObjects(text: string): readonly object[] {
  const found: object[] = []
  let start = text.indexOf('{')
  for (let failures = 0; start >= 0 && failures < mostFailures; ) {
    const reader = new Reader(text, start)
    try {
      const value = reader.value()
      if (typeof value === 'object' && value !== null) found.push(value)
      start = text.indexOf('{', reader.at)
    } catch {
      failures++
      start = text.indexOf('{', start + 1)
    }
  }
  return found
}
