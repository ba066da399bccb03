import type { KnownCodes } from './known-codes.ts'
import type { Token } from './tokens.ts'

/** How surely a word is the name of a code, the surest first. */
export const nameGrades = ['listed', 'prefixed', 'other-case'] as const
export type NameGrade = (typeof nameGrades)[number]

export interface NamedCode {
  readonly code: string
  readonly grade: NameGrade
}

/** Has the form of a name, and not of a word of a sentence: `InternalError`, `A.B`, `LIMIT_EXCEEDED`. */
const isStrong = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]|_[A-Za-z0-9])/.test(name) || /[a-z0-9][A-Z]/.test(name)

/** Is an exception's own name, which is no code: `TencentCloudSDKException`. */
const isException = (name: string): boolean => /(?:Exception|SDKError|AxiosError|TypeError)$/.test(name)

/** In another case than listed, a word must be this long to be more than a word of a sentence. */
const shortestInOtherCase = 10

/** The word, and what is left of it without what is glued to it: `AuthFailure.X-You`, `cvm.InternalError`. */
function* listParts(word: string): Generator<string> {
  yield word
  for (let end = word.lastIndexOf('-'); end > 0; end = word.lastIndexOf('-', end - 1)) yield word.slice(0, end)
  const start = word.search(/\.[A-Z]/)
  if (start > 0 && /^[a-z]/.test(word)) yield word.slice(start + 1)
}

function readPart(name: string, known: KnownCodes): NamedCode | undefined {
  const listed = known.find(name)
  const [prefix = '', own] = name.split('.', 2)
  const isDotted = own !== undefined && /^[A-Z]/.test(prefix) && /^[A-Z0-9]/.test(own) && own.length > 2
  if (isDotted && listed === undefined && known.find(prefix) === prefix) return { code: name, grade: 'prefixed' }
  const isLong = name.length >= shortestInOtherCase || isStrong(name)
  return listed !== undefined && isLong ? { code: listed, grade: 'other-case' } : undefined
}

/** At most this many parts of a word are looked up. */
const mostParts = 6

/** Reads a word as the name of a code. */
export function readName(word: string, known: KnownCodes): NamedCode | undefined {
  if (word.length > 256 || !/[A-Za-z]/.test(word) || isException(word)) return undefined
  const parts = [...listParts(word)].slice(0, mostParts)
  const listed = parts.find((part) => known.find(part) === part)
  if (listed !== undefined) return { code: listed, grade: 'listed' }
  // Dashes glue a text to a name, and hardly ever belong to it.
  return parts
    .filter((part) => !part.includes('-'))
    .map((part) => readPart(part, known))
    .find((found) => found !== undefined)
}

/** Does a gap between tokens hold nothing but blanks, with the end of a line or of the text in it? */
const endsLine = (gap: string): boolean => gap === '' || (gap.includes('\n') && gap.trim() === '')

/** Stands by itself: alone on its line, in brackets, or before a colon or a parenthesis. */
const standsOut = ({ before, after }: Token): boolean =>
  (endsLine(before) && endsLine(after)) || /[[("'`<]$/.test(before) || /^[:：(（\]]/.test(after)

/**
 * Reads a word that no label marks as a code. A name of one word that a sentence could have (`Forbidden`) counts only where
 * it stands out.
 */
export function readPlainName(token: Token, known: KnownCodes): NamedCode | undefined {
  const found = readName(token.text, known)
  if (!found) return undefined
  if (found.grade === 'listed' && !isStrong(found.code) && !(/^[A-Z]/.test(token.text) && standsOut(token)))
    return undefined
  if (found.grade === 'other-case' && !isStrong(found.code)) return undefined
  return found
}

/** Could an unlisted word be a code where one is labelled? `FailedOperation.Foo`, `EC_CDN_USER_EXIST`, `ClientNetworkError`. */
export const looksLikeName = (word: string): boolean => /^[A-Z]/.test(word) && isStrong(word) && !isException(word)
