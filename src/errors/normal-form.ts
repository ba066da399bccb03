/** A text, and for each of its characters where that begins in the original text. */
interface MappedText {
  readonly text: string
  /** One more than the text has characters: the last is the length of the original. */
  readonly starts: readonly number[]
}

/**
 * Percent encodings, encoded any number of times; backslash escapes of JSON and of `util.inspect`, or backslashes alone;
 * entities of HTML and XML.
 */
const encoding =
  /%(?:25)*([\dA-Fa-f]{2})|\\+(?:u([\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|([bfnrtv]))?|&(?:#(\d{1,7})|#x([\dA-Fa-f]{1,6})|([A-Za-z]{2,8}));/g

const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** The named entities of ASCII's punctuation: PHP's `htmlentities` writes all of them. Source: the HTML standard. */
const entities: ReadonlyMap<string, string> = new Map(
  [
    '&amp <lt >gt "quot \'apos !excl #num $dollar %percnt (lpar )rpar *ast *midast +plus ,comma .period /sol :colon ;semi',
    '=equals ?quest @commat [lsqb [lbrack \\bsol ]rsqb ]rbrack ^Hat _lowbar `grave {lcub {lbrace |vert |verbar }rcub }rbrace',
  ].flatMap((row) => row.split(' ').map((pair): [string, string] => [pair.slice(1), pair.slice(0, 1)])),
)

/** Rounds of decoding. Encodings of several kinds can contain each other; a server repeats a text in three at most. */
const mostRounds = 6

/** Bytes from 128 are represented by characters for private use, so that half a character can be compared too. */
const firstByte = 0xf700

const toByteText = (byte: number): string => String.fromCharCode(byte < 0x80 ? byte : firstByte + byte)

const toCharacter = (codePoint: number): string => (codePoint > 0x10ffff ? '' : String.fromCodePoint(codePoint))

function decode([all, percent, unit, byte, letter, decimal, hex, entity]: RegExpExecArray): string {
  if (percent !== undefined) return toByteText(Number.parseInt(percent, 16))
  const code = unit ?? byte ?? hex
  if (code !== undefined) return toCharacter(Number.parseInt(code, 16))
  if (decimal !== undefined) return toCharacter(Number(decimal))
  if (entity !== undefined) return entities.get(entity) ?? all
  // Backslashes before any other character are dropped: how many there are depends on how often a text was quoted.
  return letters[letter ?? ''] ?? ''
}

/** Replaces the matches of a pattern, and keeps where each character came from. */
function replaceAll(
  { text, starts }: MappedText,
  pattern: RegExp,
  change: (match: RegExpExecArray) => string,
): MappedText {
  const parts: string[] = []
  const from: number[] = []
  let done = 0
  const keep = (end: number) => {
    parts.push(text.slice(done, end))
    for (let at = done; at < end; at++) from.push(starts[at] ?? 0)
  }
  for (const match of text.matchAll(pattern)) {
    keep(match.index)
    const changed = change(match)
    parts.push(changed)
    for (let at = 0; at < changed.length; at++) from.push(starts[match.index] ?? 0)
    done = match.index + match[0].length
  }
  keep(text.length)
  from.push(starts.at(-1) ?? 0)
  return { text: parts.join(''), starts: from }
}

const encoder = new TextEncoder()

const toBytes = ([character]: RegExpExecArray): string => Array.from(encoder.encode(character), toByteText).join('')

/** A text without its encodings. */
export interface NormalText {
  readonly text: string
  /** Where the character at an index begins in the original text. */
  startOf(at: number): number
}

const same = (at: number): number => at

/**
 * Removes the encodings in which a value is repeated by servers, by axios and by this package: percent encodings of any
 * kind, the escapes of JSON and of `util.inspect`, and entities, mixed and nested too. The time is linear in the length.
 */
export function toNormalText(original: string): NormalText {
  if (!/[%\\&]|[^\0-\x7f]/.test(original)) return { text: original, startOf: same }
  const text = original.toWellFormed()
  let normal: MappedText = { text, starts: Array.from({ length: text.length + 1 }, (_, at) => at) }
  for (let round = 0; round < mostRounds; round++) {
    const { length } = normal.text
    normal = replaceAll(normal, encoding, decode)
    if (normal.text.length === length) break
  }
  // Without the characters that already represent a byte.
  const { text: bytes, starts } = replaceAll(normal, /[^\0-\x7f\uf780-\uf7ff]/gu, toBytes)
  return { text: bytes, startOf: (at) => starts[at] ?? text.length }
}

const folds: Readonly<Record<string, string>> = {
  '+': ' ',
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\v': 'v',
}

/**
 * Makes characters equal that two readers of the same text would tell apart: `+` is a space in a form, and `\n` may be
 * a line's end or, in a text without escapes, a backslash and a letter. Keeps the length.
 */
export const fold = (text: string): string => text.replace(/[+\b\f\n\r\t\v]/g, (character) => folds[character] ?? '')
