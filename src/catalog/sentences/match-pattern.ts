import { type NounPhrase, readLoose, readNounPhrase } from './noun-phrase.ts'
import type { Words } from './read-words.ts'
import type { State, Verb, Vocabulary } from './vocabulary.ts'

/** What the slots of a form stand for. */
export interface Slots {
  readonly x?: NounPhrase
  readonly y?: NounPhrase
  /** A name, such as `PNG`. */
  readonly n?: NounPhrase
  /** Words that make no phrase. */
  readonly z?: NounPhrase
  readonly v?: Verb
  readonly s?: State
  /** A preposition. */
  readonly p?: string
}

/** What a slot of a form stands for: `w` is a verb that is no noun as well, `g` a gerund; both are filled in as `v`. */
type Slot = 'x' | 'y' | 'z' | 'n' | 'v' | 'w' | 'g' | 's' | 'p'

const isSlot = (text: string): text is Slot => /^[xyznvwgsp]$/.test(text)

const prepositions: ReadonlySet<string> = new Set([
  'in',
  'on',
  'by',
  'to',
  'with',
  'for',
  'from',
  'at',
  'under',
  'when',
])

const forms = new Map<string, readonly Part[]>()

/** A part of a form: the words that may stand there, or a slot. */
interface Part {
  readonly slot?: Slot
  readonly alternatives: readonly (readonly string[])[]
  readonly isOptional: boolean
}

function parseForm(form: string): readonly Part[] {
  const known = forms.get(form)
  if (known) return known
  const parts = form.split(' ').map((text): Part => {
    const word = text.replace('?', '')
    const isOptional = word !== text
    if (isSlot(word)) return { slot: word, alternatives: [], isOptional }
    return { alternatives: word.split('|').map((one) => one.split('_')), isOptional }
  })
  forms.set(form, parts)
  return parts
}

const startsWith = (words: readonly string[], at: number, wanted: readonly string[]): boolean =>
  wanted.every((word, index) => words[at + index] === word)

function readVerb({ verbs, nouns }: Vocabulary, slot: Slot, text: string): Verb | undefined {
  const verb = verbs.get(text)
  if (!verb || (slot === 'w' && nouns.has(text)) || (slot === 'g' && verb.gerund !== text)) return undefined
  return verb
}

/** Reads the words as what a slot stands for. */
function readSlot(vocabulary: Vocabulary, names: Words['names'], slot: Slot, text: string): Slots | undefined {
  if (slot === 'p') return prepositions.has(text) ? { p: text } : undefined
  if (slot === 's') {
    const s = vocabulary.states.get(text)
    return s && { s }
  }
  if (slot === 'x' || slot === 'y') {
    const thing = readNounPhrase(vocabulary, names, text)
    return thing && { [slot]: thing }
  }
  if (slot === 'n') {
    const name = vocabulary.nouns.get(text)
    return name?.isName ? { n: { en: name.en, zh: name.zh, isPlural: false, isBare: true } } : undefined
  }
  if (slot === 'z') {
    const z = readLoose(vocabulary, names, text)
    return z && { z }
  }
  const v = readVerb(vocabulary, slot, text)
  return v && { v }
}

/** The most words that a slot may stand for. */
const longest = ({ slot }: Part, words: readonly string[]): number => {
  if (slot === 'x' || slot === 'y' || slot === 'z') return words.length
  return slot === 'p' ? 1 : 2
}

/** Has the name a word for each part that must be there? A test that excludes most forms at little cost. */
const mayFit = (parts: readonly Part[], words: readonly string[]): boolean =>
  parts.every(
    ({ slot, isOptional, alternatives }) =>
      slot || isOptional || alternatives.some(([first = '']) => words.includes(first)),
  )

/** Fits the words of a name to a form. Undefined if they do not fit. */
export function matchPattern({ vocabulary, words, names }: Words, form: string): Slots | undefined {
  const parts = parseForm(form)
  if (!mayFit(parts, words)) return undefined

  function match(part: number, at: number): Slots | undefined {
    const wanted = parts[part]
    if (!wanted) return at === words.length ? {} : undefined
    if (wanted.slot) {
      for (let end = at + 1; end <= Math.min(words.length, at + longest(wanted, words)); end++) {
        const rest = match(part + 1, end)
        const value = rest && readSlot(vocabulary, names, wanted.slot, words.slice(at, end).join(' '))
        if (value) return { ...rest, ...value }
      }
    } else {
      for (const alternative of wanted.alternatives) {
        const rest = startsWith(words, at, alternative) ? match(part + 1, at + alternative.length) : undefined
        if (rest) return rest
      }
    }
    return wanted.isOptional ? match(part + 1, at) : undefined
  }

  const slots = match(0, 0)
  // `AuditDeleteLogFileError` is not about auditing.
  if (slots?.x?.isVerbal && /\b[vw] x/.test(form)) return undefined
  // `RoutingConfig` is a configuration, and not one that is being routed.
  return slots?.s?.en.startsWith('being ') && form === 's x' ? undefined : slots
}
