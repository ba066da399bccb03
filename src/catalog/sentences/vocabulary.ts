import * as words from '../generated/words.ts'
import { keyLength } from './name-key.ts'
import { addEnding, toPlural } from './plural.ts'

/** A noun or a name, in both languages. */
export interface Noun {
  readonly en: string
  readonly zh: string
  /** A name that is the same in both languages, such as `VPC`. */
  readonly isName?: boolean
}

export interface Verb {
  readonly base: string
  readonly past: string
  readonly gerund: string
  /** The noun: `creation` of `create`. */
  readonly noun: string
  readonly zh: string
}

/** What something can be: `running`, `not bound`. */
export interface State {
  readonly en: string
  readonly zh: string
  /** Its negation in Chinese; in English it is `not` before it. */
  readonly zhNot: string
}

export interface Vocabulary {
  /** Other spellings and abbreviations, with the words that replace them. */
  readonly spelling: ReadonlyMap<string, readonly string[]>
  /** By phrase: the words of a key are separated by blanks. */
  readonly nouns: ReadonlyMap<string, Noun>
  /** By base form, past participle and gerund. */
  readonly verbs: ReadonlyMap<string, Verb>
  readonly states: ReadonlyMap<string, State>
  /**
   * By key, names that are no phrase in English: the words that say the same, or `=` if one is the name of a parameter.
   */
  readonly names: ReadonlyMap<string, string>
}

/** Verbs whose forms do not follow the rules of spelling: past participle, gerund. */
const irregular: Readonly<Record<string, readonly [past: string, gerund: string]>> = {
  bind: ['bound', 'binding'],
  unbind: ['unbound', 'unbinding'],
  'back up': ['backed up', 'backing up'],
  backup: ['backed up', 'backing up'],
  begin: ['begun', 'beginning'],
  bid: ['bid', 'bidding'],
  build: ['built', 'building'],
  cast: ['cast', 'casting'],
  cut: ['cut', 'cutting'],
  deal: ['dealt with', 'dealing with'],
  describe: ['queried', 'querying'],
  find: ['found', 'finding'],
  freeze: ['frozen', 'freezing'],
  get: ['retrieved', 'retrieving'],
  'log in': ['logged in', 'logging in'],
  inquire: ['queried', 'querying'],
  lose: ['lost', 'losing'],
  make: ['made', 'making'],
  pay: ['paid', 'paying'],
  put: ['written', 'writing'],
  quit: ['left', 'leaving'],
  read: ['read', 'reading'],
  redo: ['redone', 'redoing'],
  reset: ['reset', 'resetting'],
  resume: ['resumed', 'resuming'],
  rewrite: ['rewritten', 'rewriting'],
  rollback: ['rolled back', 'rolling back'],
  run: ['run', 'running'],
  sell: ['sold', 'selling'],
  send: ['sent', 'sending'],
  set: ['set', 'setting'],
  show: ['shown', 'showing'],
  shutdown: ['shut down', 'shutting down'],
  split: ['split', 'splitting'],
  sync: ['synchronized', 'synchronizing'],
  undo: ['undone', 'undoing'],
  unfreeze: ['unfrozen', 'unfreezing'],
  unset: ['unset', 'unsetting'],
  write: ['written', 'writing'],
}

/** Verbs whose last consonant doubles: `stopped`. */
const doubling = new Set([
  'ban',
  'begin',
  'commit',
  'crop',
  'drop',
  'prefer',
  'rescan',
  'resubmit',
  'scan',
  'stop',
  'submit',
  'tag',
  'transfer',
  'untag',
])

function conjugate(verb: string): readonly [past: string, gerund: string] {
  const known = irregular[verb]
  if (known) return known
  const [first = '', ...rest] = verb.split(' ')
  const after = rest.length > 0 ? ` ${rest.join(' ')}` : ''
  const [past, gerund] = conjugateWord(first)
  return [past + after, gerund + after]
}

function conjugateWord(verb: string): readonly [past: string, gerund: string] {
  const known = irregular[verb]
  if (known) return known
  if (doubling.has(verb)) return [`${verb}${verb.at(-1)}ed`, `${verb}${verb.at(-1)}ing`]
  if (verb.endsWith('e')) return [`${verb}d`, `${verb.replace(/e$/, '')}ing`]
  if (/[^aeiou]y$/.test(verb)) return [`${verb.slice(0, -1)}ied`, `${verb}ing`]
  return [`${verb}ed`, `${verb}ing`]
}

const parseLines = (table: string): readonly (readonly [key: string, fields: readonly string[]])[] =>
  table.split('\n').map((line) => {
    const [key, fields] = toPair(line)
    return [key, fields.split('|')] as const
  })

/** Chinese has no plural, so that of a noun need not be in the table. */
function addPlural(nouns: Map<string, Noun>, key: string): void {
  const [plural, noun] = [addEnding(key), nouns.get(key)]
  if (noun && !nouns.has(plural)) nouns.set(plural, { en: toPlural(noun.en), zh: noun.zh })
}

function parseNouns(): ReadonlyMap<string, Noun> {
  const nouns = new Map<string, Noun>()
  for (const [key, [name = '']] of parseLines(words.acronyms)) nouns.set(key, { en: name, zh: name, isName: true })
  const lines = parseLines(words.nouns)
  for (const [key, [first = '', second]] of lines) {
    if (second !== undefined) nouns.set(key, { en: first, zh: second })
    else if (!key.includes(' ')) nouns.set(key, { en: key, zh: first })
  }
  // A phrase without an English form of its own is written as its words are: `vpc id` as `VPC ID`.
  for (const [key, [first = '', second]] of lines) {
    if (second !== undefined || !key.includes(' ')) continue
    const en = key.split(' ').map((word) => nouns.get(word)?.en ?? word)
    nouns.set(key, { en: en.join(' '), zh: first })
  }
  for (const [key] of lines) addPlural(nouns, key)
  return nouns
}

function parseVerbs(): ReadonlyMap<string, Verb> {
  const verbs = new Map<string, Verb>()
  for (const [base, [zh = '', noun = base]] of parseLines(words.verbs)) {
    const [past, gerund] = conjugate(base)
    verbs.set(base, { base, past, gerund, noun, zh })
  }
  for (const verb of [...verbs.values()]) {
    for (const form of [verb.past, verb.gerund]) if (!verbs.has(form)) verbs.set(form, verb)
  }
  return verbs
}

function parseStates(verbs: ReadonlyMap<string, Verb>): ReadonlyMap<string, State> {
  const states = new Map<string, State>()
  for (const { past, gerund, zh } of new Set(verbs.values())) {
    // `read` may be the participle of `get`, but is a verb of its own.
    if (past.includes(' ') || verbs.get(past)?.base === past || past === 'allowed' || past === 'supported') continue
    states.set(past, { en: past, zh: `已${zh}`, zhNot: `未${zh}` })
    if (!states.has(gerund)) states.set(gerund, { en: `being ${past}`, zh: `正在${zh}`, zhNot: `未在${zh}` })
  }
  for (const [key, [en = '', zh = '', zhNot = '']] of parseLines(words.states)) states.set(key, { en, zh, zhNot })
  return states
}

function parseVocabulary(): Vocabulary {
  const verbs = parseVerbs()
  return {
    spelling: new Map(parseLines(words.spelling).map(([key, [to = '']]) => [key, to.split(' ')])),
    nouns: parseNouns(),
    verbs,
    states: parseStates(verbs),
    names: new Map(words.names.split('\n').map((line) => [line.slice(0, keyLength), line.slice(keyLength)])),
  }
}

function toPair(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=')
  return [text.slice(0, at), text.slice(at + 1)]
}

/** By product, the words that mean something else there: an image of OCR is a picture. */
function parseSenses(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const senses = new Map<string, ReadonlyMap<string, string>>()
  for (const line of words.senses.split('\n')) {
    const [products = '', ...nouns] = line.split('|')
    const meanings = new Map(nouns.map((noun) => toPair(noun)))
    for (const product of products.split(' '))
      senses.set(product, new Map([...(senses.get(product) ?? []), ...meanings]))
  }
  return senses
}

let general: Vocabulary | undefined
let senses: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined
const bySense = new Map<ReadonlyMap<string, string>, Vocabulary>()

/**
 * The words that names are made of. Parsed at the first use.
 *
 * @param service the product whose code it is: some words mean something else there
 */
export function vocabulary(service?: string): Vocabulary {
  general ??= parseVocabulary()
  senses ??= parseSenses()
  const sense = service === undefined ? undefined : senses.get(service)
  if (!sense) return general
  const known = bySense.get(sense)
  if (known) return known
  const nouns = new Map(general.nouns)
  for (const [word, zh] of sense) {
    const en = word.split(' ').map((one) => nouns.get(one)?.en ?? one)
    nouns.set(word, { en: nouns.get(word)?.en ?? en.join(' '), zh })
    if (!sense.has(addEnding(word))) {
      nouns.delete(addEnding(word))
      addPlural(nouns, word)
    }
  }
  const ofSense = { ...general, nouns }
  bySense.set(sense, ofSense)
  return ofSense
}
