import { splitName } from '../split-name.ts'
import { errorPatterns, patterns } from './patterns.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Words that change nothing of what a name says: `IdIsNotExist`, `HasBeenDeleted`. */
const fillers: ReadonlySet<string> = new Set([
  'a',
  'an',
  'are',
  'be',
  'been',
  'being',
  'currently',
  'did',
  'do',
  'does',
  'is',
  'now',
  'so',
  'that',
  'the',
  'there',
  'this',
  'was',
  'we',
  'were',
  'which',
  'will',
  'you',
  'your',
])

/** Names that end with a digit, at the start of a word in which more follows: `L4Proxy`, `IPv6Rule`. */
const versioned = /^(l[1-7]|md5|base64|utf8)(?=[a-z])/i

/** `RSAorECC`, which capitals do not divide. */
const lowerOr = /(?<=[A-Z]{2})or(?=[A-Z]{2})/g

const ipVersion = /ip_?v([46])/gi

const toBe: ReadonlySet<string> = new Set(['be', 'been', 'is', 'are', 'was', 'were'])

/** `IsClose` means that it is closed. */
function toParticiple({ verbs, nouns }: Vocabulary, words: readonly string[], at: number): string {
  const word = words[at] ?? ''
  const verb = toBe.has(words[at - 1] ?? '') && !nouns.has(word) ? verbs.get(word) : undefined
  return verb && verb.base === word ? verb.past : word
}

const has: ReadonlySet<string> = new Set(['has', 'have', 'had'])

/** `has deleted`, which was `has been deleted`, is the state `deleted`. */
function isPerfect({ states }: Vocabulary, words: readonly string[], at: number): boolean {
  const rest = words.slice(at + 1).filter((word) => word !== 'not' && word !== 'already')
  const [next = '', after = 'in'] = rest
  return next === 'exist' || next === 'no' || (states.has(next) && /^(?:in|by|to|with|on|for|from|error)$/.test(after))
}

/** A name, in the words of the vocabulary. */
export interface Words {
  readonly vocabulary: Vocabulary
  readonly words: readonly string[]
  /** Words of the name that are written in capitals among others that are not: names of products and protocols. */
  readonly names: ReadonlySet<string>
}

/** The words that stand in forms themselves. */
const formWords: ReadonlySet<string> = new Set(
  [...patterns, ...errorPatterns].flatMap(([form]) => form.split(/[ |_?]+/)),
)

const isKnown = ({ nouns, verbs, states, spelling }: Vocabulary, word: string): boolean =>
  nouns.has(word) || verbs.has(word) || states.has(word) || spelling.has(word) || formWords.has(word)

/** Splits a word that is written in one, such as `containergroup`, into two that are known. */
function splitGlued(vocabulary: Vocabulary, word: string): readonly string[] {
  for (let at = word.length - 3; at >= 3; at--) {
    const [first, second] = [word.slice(0, at), word.slice(at)]
    if (isKnown(vocabulary, first) && isKnown(vocabulary, second)) return [first, second]
  }
  return [word]
}

/** Joins two words that are one: `TimeOut`. */
function joinPairs({ spelling }: Vocabulary, words: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (let at = 0; at < words.length; at++) {
    // `TimeOutOfRange` is a time that is out of range.
    const pair = words[at + 2] === 'of' ? undefined : spelling.get(`${words[at]} ${words[at + 1]}`)
    if (pair) at++
    joined.push(...(pair ?? [words[at] ?? '']))
  }
  return joined
}

/** Words that stand after what something is about. */
const linking =
  /^(?:already|by|can|conflict|does|duplicate|empty|error|exceeded|exist|failed|for|found|greater|has|have|illegal|in|invalid|is|less|mismatch|missing|must|no|not|null|out|over|reach|reached|required|support|to|too|unsupported|with)$/

/** `NoDataOfDomain` is about domain data. */
function moveHead(all: readonly string[]): readonly string[] {
  const words = all.filter((word) => word !== 'the')
  const at = words.indexOf('of')
  const head = words[at - 1] ?? ''
  const rest = words.slice(at + 1)
  if (!/^(?:count|data|length|name|number|size|type)$/.test(head) || rest.length === 0) return words
  const end = rest.findIndex((word) => linking.test(word))
  if (end === 0) return words
  const things = end < 0 ? rest : rest.slice(0, end)
  return [...words.slice(0, at - 1), ...things, head, ...rest.slice(things.length)]
}

/** Joins `Un` to what it negates: `UnBind`. Before other words it stands for `not`. */
const joinNegation = (vocabulary: Vocabulary, words: readonly string[]): readonly string[] =>
  words.flatMap((word, at) => {
    if (words[at - 1]?.toLowerCase() === 'un' && isKnown(vocabulary, `un${word}`.toLowerCase())) return []
    const joined = `un${words[at + 1] ?? ''}`.toLowerCase()
    return word.toLowerCase() === 'un' && isKnown(vocabulary, joined) ? [joined] : [word]
  })

/** Words that are written as the vocabulary has them. */
export const toWords = (vocabulary: Vocabulary, text: string): Words => ({
  vocabulary,
  names: new Set(),
  words: text.split(' '),
})

/** Reads the words of a name: abbreviations are written out, misspellings corrected, and fillers left out. */
export function readWords(vocabulary: Vocabulary, name: string): Words {
  const found = joinNegation(
    vocabulary,
    splitName(name.replace(ipVersion, 'Ipv$1 ').replace(lowerOr, ' or ')).flatMap((word) =>
      word.replace(versioned, '$1 ').split(' '),
    ),
  )
  const isShouted = name === name.toUpperCase()
  const names = new Set<string>()
  const words = found.flatMap((written): readonly string[] => {
    const word = written.toLowerCase()
    if (isKnown(vocabulary, word)) return vocabulary.spelling.get(word) ?? [word]
    if (!isShouted && written !== word) {
      names.add(word)
      return [word]
    }
    const [, letters = word, digits = ''] = /^([a-z]+)(\d+)$/.exec(word) ?? []
    const parts = isKnown(vocabulary, letters) ? [letters] : splitGlued(vocabulary, letters)
    return [...parts.flatMap((part) => vocabulary.spelling.get(part) ?? [part]), ...(digits ? [digits] : [])]
  })
  const joined = joinPairs(vocabulary, moveHead(words)).filter((word, at, all) => word !== all[at - 1])
  const telling = joined
    .map((_, at) => toParticiple(vocabulary, joined, at))
    .filter((word) => !fillers.has(word))
    .map((word) => (has.has(word) ? 'have' : word))
  return {
    vocabulary,
    names,
    words: telling.filter((word, at) => !(word === 'have' && isPerfect(vocabulary, telling, at))),
  }
}
