import { splitName } from '../split-name.ts'
import { type Concept, listConcepts } from './synonyms.ts'

/** A part of a search: a word, a phrase, or a run of Chinese characters. */
export interface Term {
  /** As it was typed, in lower case. */
  readonly text: string
  /** What it stands for, if it is known in the table of synonyms. */
  readonly concept?: Concept
}

/** What is searched for. */
export interface Wanted {
  /** The whole search in lower case. */
  readonly whole: string
  /** The same with one blank for parentheses, slashes and blanks: `cmq 4400 10230`. */
  readonly spaced: string
  /** Its words as they were typed, in lower case. */
  readonly words: readonly string[]
  /** Its words and phrases, with what they stand for. */
  readonly terms: readonly Term[]
  /** Set if the search is about this alone. */
  readonly only?: Concept
}

/** At most this many characters of a search are read; no code is longer than 120. */
const maxLength = 256

/** At most this many words of a search count. */
const maxWords = 12

/** Words of a phrase in the table of synonyms. */
const longestPhrase = 5

/** Words of a question that say nothing about the code. */
const empty: ReadonlySet<string> = new Set(
  'the a an is are was to of in on for with my i it this that when why what how error errors code codes exception problem'.split(
    ' ',
  ),
)
const emptyChinese = [
  '怎么办',
  '为什么',
  '怎么',
  '如何',
  '什么',
  '报错',
  '提示',
  '错误码',
  '接口',
  '调用',
  '错误',
  '解决',
  '问题',
  '一直',
  '请问',
  '腾讯云',
  '的',
  '了',
  '吗',
  '呢',
  '是',
  '我',
  '该',
  '有',
  '时',
  '在',
  '被',
]

const isChinese = (char: string): boolean => char >= '\u3400' && char <= '\u9fff'

/** Splits a search at blanks and punctuation, and between Chinese and other letters. */
const splitRuns = (text: string): readonly string[] =>
  text.match(/[\u3400-\u9fff]+|[^\s.,;:!?()（）。，、；：！？/"'`[\]{}\u3400-\u9fff]+/g) ?? []

/** The longest word or phrase of the table that begins at an index of a Chinese run. */
function findChinese(run: string, at: number): { text: string; concept?: Concept } | undefined {
  const concepts = listConcepts()
  for (let end = Math.min(run.length, at + 10); end > at; end--) {
    const text = run.slice(at, end)
    const concept = concepts.get(text)
    if (concept) return { text, concept }
    if (emptyChinese.includes(text)) return { text }
  }
  return undefined
}

/** Breaks a Chinese run into the words of the table; what is between them is a term of its own. */
function breakChinese(run: string): readonly Term[] {
  const terms: Term[] = []
  let rest = ''
  const endRest = () => {
    if (rest !== '') terms.push({ text: rest })
    rest = ''
  }
  for (let at = 0; at < run.length; ) {
    const found = findChinese(run, at)
    if (found) {
      endRest()
      if (found.concept) terms.push({ text: found.text, concept: found.concept })
      at += found.text.length
    } else rest += run.charAt(at++)
  }
  endRest()
  return terms
}

/** The longest phrase of the table that begins at an index of the words. */
function findPhrase(words: readonly string[], at: number): { length: number; term: Term } | undefined {
  const concepts = listConcepts()
  for (let length = Math.min(longestPhrase, words.length - at); length > 0; length--) {
    const text = words.slice(at, at + length).join(' ')
    const concept = concepts.get(text)
    if (concept) return { length, term: { text, concept } }
  }
  return undefined
}

function toTerms(words: readonly string[]): readonly Term[] {
  const terms: Term[] = []
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? ''
    if (isChinese(word.charAt(0))) {
      // A phrase of the table may have both: `token 失效`.
      const mixed = findPhrase(words, at)
      terms.push(...(mixed && mixed.length > 1 ? [mixed.term] : breakChinese(word)))
      at += mixed && mixed.length > 1 ? mixed.length : 1
      continue
    }
    const found = findPhrase(words, at)
    if (found) terms.push(found.term)
    else if (!empty.has(word)) terms.push({ text: word })
    at += found?.length ?? 1
  }
  return terms
}

/** Reads a search: its words, and the phrases that mean the same as words of names. */
export function parseSearch(text: string): Wanted {
  const whole = text.slice(0, maxLength).trim().toLowerCase()
  const words = splitRuns(whole).slice(0, maxWords)
  const terms = toTerms(words)
  // Names are phrases too: `TooManyRequests`.
  const named = splitName(text.slice(0, maxLength).trim()).map((word) => word.toLowerCase())
  const concepts = listConcepts()
  const joined = concepts.get(words.join('')) ?? concepts.get(named.join(' '))
  const [first] = terms
  const only = joined ?? (terms.length === 1 ? first?.concept : undefined)
  const spaced = whole.replace(/[\s/()（）]+/g, ' ').trim()
  return {
    whole,
    spaced,
    words,
    terms: terms.length > 0 ? terms : words.map((word) => ({ text: word })),
    ...(only && { only }),
  }
}
