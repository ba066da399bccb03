/** Does a value look like a key, beside a name that shows that it is one? */
type Looks = (value: string) => boolean

// A SecretId has a fixed form, so that it is recognized in a server's message even if it was not found in the request.
// AKID: Tencent Cloud China; IKID: its international site.
const secretId = /([AI]KID[A-Za-z0-9_-]{12,60})/g

/** Words that stand where a value is missing. */
const noValue = /^(?:true|false|null|none|undefined)$/i

const isValue: Looks = (value) => !noValue.test(value)

/** Short words are states, such as `token: expired`. */
const isLong: Looks = (value) => isValue(value) && (value.length >= 12 || /\d/.test(value))

/** In a sentence a word may follow a name, or a time: `the signature 2026-01-01T00:00:00Z is …`. */
const isMixed: Looks = (value) => (/\d/.test(value) && /[A-SU-Y]/i.test(value)) || (value.length >= 24 && isLong(value))

/** A name such as `key` is that of many things, so the value itself must look random. */
const isRandom: Looks = (value) => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)

/** The ends of names whose values are keys, with a prefix (`TENCENTCLOUD_SECRET_KEY`) or without. */
const keyName =
  /secret[\s_-]{0,2}(?:id|(?:access[\s_-]{0,2})?key)|(?:access|private|api|app)[\s_-]{0,2}key|pass(?:word|wd|phrase)|(?<!(?:client|context|next|page)[-_]?)token|signature|authorization/gi

// What follows such a name: a quoted value, which JSON, `util.inspect` and most log formats print; a value after a colon,
// an equals sign or a tag; a value in a sentence. All repetitions are bounded, so that the time is linear in the length
// of the text.
const values: readonly (readonly [pattern: RegExp, looks: Looks])[] = [
  [
    /["'`\]]{0,2}\s{0,4}(?:=>|[:=,])\s{0,4}(?:"((?:[^"\\]|\\.){4,4096})|'((?:[^'\\]|\\.){4,4096})|`([^`]{4,4096}))/sy,
    isValue,
  ],
  [/["'`\]]{0,2}\s{0,4}(?:=>|[:=>])\s{0,4}["'`]?([^\s"'`,;&<>(){}[\]|]{8,4096})/y, isLong],
  [/\s{1,4}(?:(?:is|was|of|value|provided|given|used)\s{1,4}){0,2}["'`(<[]?([\w+/=.~-]{12,4096})/y, isMixed],
]

/** Keys that no such name is beside. */
const others: readonly (readonly [pattern: RegExp, looks: Looks])[] = [
  [secretId, () => true],
  [
    /\b(?:key|secret|credentials?)["'`]?(?:\s{0,4}[:=]\s{0,4}|\s{1,4}(?:is\s{1,4})?)["'`(<[]?([A-Za-z0-9+/=_-]{20,4096})/gi,
    isRandom,
  ],
  // The password in an address, such as a proxy's or a store's.
  [/:\/\/[^\s/@:]{0,200}:([^\s/@]{1,200})(?=@)/g, isValue],
  [/\b(?:bearer|basic)\s{1,4}([\w+/=.~-]{8,4096})/gi, isLong],
]

/** The place of a key in a text: from its first character to the one after its last. */
export type Span = readonly [start: number, end: number]

function toSpan(match: RegExpExecArray, looks: Looks): readonly Span[] {
  const value = match.slice(1).find((group) => group !== undefined) ?? ''
  const end = match.index + match[0].length
  return looks(value) ? [[end - value.length, end]] : []
}

/** Finds the value that follows the name of a key. */
function findValue(text: string, at: number): readonly Span[] {
  for (const [pattern, looks] of values) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) return toSpan(match, looks)
  }
  return []
}

/** A text without any of these has no key that is told by its form or its name. */
const hint = /secret|key|pass|token|sign|auth|credential|kid|:\/\/|bearer|basic/i

/** Finds what has the form of a SecretId, or of a key or token beside its name. */
export const findKeys = (text: string): readonly Span[] => (hint.test(text) ? searchKeys(text) : [])

const searchKeys = (text: string): readonly Span[] => [
  ...[...text.matchAll(keyName)].flatMap(({ index, 0: name }) => findValue(text, index + name.length)),
  ...others.flatMap(([pattern, looks]) => [...text.matchAll(pattern)].flatMap((match) => toSpan(match, looks))),
]

/** A SecretKey has 32 letters and digits. One in 280 has no digit, so that it is told by its length. */
const isMixedCase: Looks = (value) => /[a-z]/.test(value) && /[A-Z]/.test(value)

/** Lists the words of a text that look like a key, whatever is beside them. */
export const listRandomWords = (text: string): readonly string[] => [
  ...(text.match(/[A-Za-z0-9+_=-]{20,4096}/g) ?? []).filter(isRandom),
  ...(text.match(/(?<![A-Za-z0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])/g) ?? []).filter(isMixedCase),
]
