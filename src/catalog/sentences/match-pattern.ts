import { type NounPhrase, readNounPhrase } from './noun-phrase.ts'
import type { Words } from './read-words.ts'
import type { State, Verb, Vocabulary } from './vocabulary.ts'

/** What the slots of a form stand for. */
export interface Slots {
  readonly x?: NounPhrase
  readonly y?: NounPhrase
  /** A name, such as `PNG`. */
  readonly n?: NounPhrase
  readonly v?: Verb
  readonly s?: State
  /** A preposition. */
  readonly p?: string
}

/**
 * What a slot of a form stands for: `w` is a verb that is no noun as well, `g` a gerund, both filled in as `v`; `r` is a
 * state that a thing rests in (`running`) and no judgement (`valid`), filled in as `s`; `d` is a participle, filled in as
 * `v`; `a` is a thing that acts, filled in as `x`, and `k` one of a kind that something can be, filled in as `y`.
 */
type Slot = 'x' | 'y' | 'a' | 'k' | 'n' | 'v' | 'w' | 'g' | 'd' | 's' | 'r' | 'p'

const isSlot = (text: string): text is Slot => /^[xyaknvwgdsrp]$/.test(text)

/** States that judge, or compare. */
const judging =
  /^(?:abnormal|bad|compatible|consistent|correct|corrupted|different|equal|expected|found|identical|illegal|inconsistent|incorrect|insufficient|invalid|known|legal|necessary|normal|real|same|satisfied|stable|sufficient|undefined|unexpected|unique|unknown|unstable|valid|wrong)$/

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

/** Verbs that are nouns as well, and verbs more often. */
const mostlyVerbs =
  /^(?:bind|clone|delete|deploy|download|export|import|merge|query|rollback|sync|unbind|update|upgrade|upload)$/

function readVerb({ verbs, nouns }: Vocabulary, slot: Slot, text: string): Verb | undefined {
  const verb = verbs.get(text)
  if (!verb) return undefined
  if (slot === 'd') return verb.past === text ? verb : undefined
  if (slot === 'g' ? verb.gerund !== text : verb.base !== text && verb.gerund !== text) return undefined
  return slot === 'w' && nouns.has(text) && !mostlyVerbs.test(text) ? undefined : verb
}

/** States that are worth telling when they stand before a thing. */
const problems =
  /^(?:abnormal|banned|bound|deprecated|expired|frozen|identical|inconsistent|isolated|locked|offline|prohibited|reserved|restricted)$/

const actors =
  /^(?:action|agent|api|apm|cam|cdc|client|cluster|cvm|dc|dfw|engine|gateway|job|kafka|kernel|kubernetes|market|member|oss|server|service|store|system|task|user|vpc)$/

const isActor = ({ kind }: NounPhrase): boolean => actors.test(kind ?? '')

/** What something can be, or be in. */
const kinds =
  /^(?:account|admin|administrator|agent|array|blacklist|client|cmk|creator|disk|domain|encoding|file|float|gateway|group|host|image|instance|integer|ip|keyword|list|manager|master|member|module|node|number|organization|owner|photo|product|project|string|subnet|uin|url|user|vip|vpc|whitelist)$/

/** Reads the words as what a slot stands for. */
function readSlot(vocabulary: Vocabulary, names: Words['names'], slot: Slot, text: string): Slots | undefined {
  if (slot === 'p') return prepositions.has(text) ? { p: text } : undefined
  if (slot === 's' || slot === 'r') {
    const s = slot === 'r' && judging.test(text) ? undefined : vocabulary.states.get(text)
    return s && { s }
  }
  if (slot === 'x' || slot === 'y' || slot === 'a' || slot === 'k') {
    const thing = readNounPhrase(vocabulary, names, text)
    if (!thing || (slot === 'a' && !isActor(thing)) || (slot === 'k' && !kinds.test(thing.kind ?? ''))) return undefined
    return slot === 'x' || slot === 'a' ? { x: thing } : { y: thing }
  }
  if (slot === 'n') {
    const name = vocabulary.nouns.get(text)
    return name?.isName ? { n: { en: name.en, zh: name.zh, isPlural: false, isBare: true } } : undefined
  }
  const v = readVerb(vocabulary, slot, text)
  return v && { v }
}

/** The most words that a slot may stand for. */
const longest = ({ slot }: Part, words: readonly string[]): number => {
  if (/[xyak]/.test(slot ?? '')) return words.length
  return slot === 'p' ? 1 : 2
}

/** Has the name a word for each part that must be there? A test that excludes most forms at little cost. */
const mayFit = (parts: readonly Part[], words: readonly string[]): boolean =>
  parts.every(
    ({ slot, isOptional, alternatives }) =>
      slot || isOptional || alternatives.some(([first = '']) => words.includes(first)),
  )

/** What a verb that is a noun as well belongs to: `UploadTypeError` is about the upload type. */
const attribute =
  /^(?:code|count|flag|format|id|length|level|limit|mode|name|number|parameter|parameters|rate|rule|size|status|time|times|type|value|version)$/

/** Are words at the start of a name a noun, although the first is a verb? */
const isNounFirst = ({ nouns }: Vocabulary, [first = '', second = '', ...more]: readonly string[]): boolean =>
  nouns.has(`${first} ${second}`) ||
  nouns.has(`${first} ${second} ${more[0]}`) ||
  (nouns.has(first) && attribute.test(second) && !more.some((word) => nouns.has(word)))

/** `NotSupportedPayMode` is about the payment mode; what is tagged is a resource. */
const isNoun = ({ nouns }: Vocabulary, { first = '' }: NounPhrase, { base }: Verb): boolean =>
  nouns.has(`${base} ${first}`) || (base === 'tag' && !/^resources?$/.test(first))

/** Is what looks like an action on something the end of its name (`net detect`), or its state? */
const isNoAction = ({ nouns }: Vocabulary, { x, v }: Slots): boolean =>
  / (?:state|status)$/.test(x?.en ?? '') ||
  (v?.base === 'query' && x?.isName === true) ||
  (x?.en.includes(' ') === false && nouns.has(`${x.kind} ${v?.base}`))

/** Fits the words of a name to a form. Undefined if they do not fit. */
export function matchPattern({ vocabulary, words, names }: Words, form: string): Slots | undefined {
  const parts = parseForm(form)
  if (!mayFit(parts, words)) return undefined
  if (/^[vw] x/.test(form) && isNounFirst(vocabulary, words)) return undefined

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
  // `ClusterStateClose` is a state, and nothing that is done to one.
  if (/^x [vw]/.test(form) && slots?.x && isNoAction(vocabulary, slots)) return undefined
  if (slots?.v?.base === 'tag' && !slots.x) return undefined
  if (slots?.v && slots.x && /\b[vw] x/.test(form) && isNoun(vocabulary, slots.x, slots.v)) return undefined
  if (slots?.v && slots.y && /\b[vw] y/.test(form) && isNoun(vocabulary, slots.y, slots.v)) return undefined
  if (/^a w y/.test(form) && slots?.y?.en === 'operation') return undefined
  // `AuditDeleteLogFileError` is not about auditing.
  if (slots?.x?.isVerbal && /\b[vw] x/.test(form)) return undefined
  // `AvailableZone` is a zone, and nothing that happens.
  return form === 's x' && !(slots?.s && problems.test(slots.s.en)) ? undefined : slots
}
