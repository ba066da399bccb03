import { singular, toPlural } from './plural.ts'
import type { Words } from './read-words.ts'
import type { Noun, Vocabulary } from './vocabulary.ts'

/** A thing, in both languages, without an article. */
export interface NounPhrase {
  readonly en: string
  readonly zh: string
  readonly isPlural: boolean
  /** Takes no article: `CAM`, `all instances`, `3 faces`. */
  readonly isBare: boolean
  /** Begins with a verb: `delete log` of `AuditDeleteLogError`. */
  readonly isVerbal?: boolean
  /** The last noun, which says what kind of thing it is. */
  readonly kind?: string
  readonly first?: string
  readonly isName?: boolean
  /** Ends with a name that has no plural: `professional edition Kafka`. */
  readonly isUncounted?: boolean
}

/** What is done: it fails, and is not wrong. */
const deed =
  /(?:[a-z]{3}(?:tion|sion|ment|ing|sis)|access|backup|call|check|clone|copy|delivery|download|export|import|login|merge|mount|purchase|push|query|recovery|refund|release|renewal|request|retrieval|review|rollback|scan|search|share|sync|transfer|update|upgrade|upload)$/

/** Words that end so, and are things. */
const noDeed =
  /(?:action|application|argument|association|attachment|billing|comment|condition|configuration|description|dimension|document|element|environment|expression|function|information|listing|location|mapping|notification|option|organization|partition|permission|position|protection|provision|region|rejection|resolution|ring|section|segment|session|setting|specification|statement|station|subscription|transaction|version)$/

export const isDeed = (en: string): boolean => deed.test(en) && !noDeed.test(en)

/** What runs: it may fail as well. */
const runs =
  /(?:action|agent|algorithm|api|application|client|cluster|command|component|connection|engine|flow|function|gateway|instance|job|kernel|lock|module|node|order|pipeline|plugin|pod|proxy|script|server|service|setup|stage|system|task|transaction|trigger|workflow)$/i

export const canFail = (en: string): boolean => isDeed(en) || runs.test(en)

/** Is it never wrong, but out of order? */
export const runsAlone = (en: string): boolean => /(?:database|interface|server|service|system|trade)$/i.test(en)

/** At most this many words make one noun, such as `auto scaling group`. */
const longestNoun = 4

/** Names of kinds of things; others are names of products, protocols and languages. */
const countable =
  /^(?:ACL|API|APK|AppID|ARN|ASN|CCN|SG|USG|CDH|CDM|CIDR|CLB|CMK|CPU|CSR|CVM|DNAT|EIP|ENI|GPU|HaVIP|ID|IP|LB|MAC|NAT|NIC|OpenID|PIN|PDF|PPT|QPS|SDK|SIM|SNAT|SSID|TTL|UIN|URI|URL|UUID|VIP|VM|VPC|SdkAppId|TID|FPS|RPC|CNAME|OU|IDC|OS|DB|GIF|MD5|QR|CC|CA|DDL|DSL|PID|UID)$/

/** Words that stand in place of an article. */
const quantifiers = /^(?:all|any|another|multiple|other|others|some|one|two|three|six|ten|both|\d+)(?: |$)/

/** Words that say which thing is meant, and name none themselves. */
const adjectives =
  /(?:^| )(?:absent|all|any|another|gray|live|other|others|adaptive|additional|advanced|async|asynchronous|auto|back|bare|basic|best|black|both|classic|commercial|common|composite|cross|current|custom|daily|dead|dedicated|default|desired|direct|domestic|concurrent|double|dynamic|elastic|evil|ex|exclusive|existing|external|extra|fake|fast|financial|first|fixed|following|free|future|generic|general|global|heterogeneous|high|hot|human|idempotent|immutable|inbound|incremental|individual|infrequent|initial|inline|inner|intelligent|inter|intermediate|internal|international|intra|keyless|large|last|latest|left|legacy|living|local|long|low|lower|main|malicious|manual|maximum|minimum|mixed|monthly|more|multi|multiple|native|negative|nested|new|next|non|normal|nothing|official|old|one|optional|ordinary|original|outbound|outside|own|partial|past|periodic|personal|poor|portable|postal|postpaid|pre|prepaid|preset|previous|primary|private|provisioned|public|pure|radio|raw|read only|read write|readonly|real time|realtime|regular|remote|reserved|scheduled|secondary|sensitive|short|silent|single|six|slow|small|smart|social|soft|solid|some|special|specific|spot|standby|static|sub|super|temporary|ten|third|three|together|total|traditional|two|uniform|unique|unknown|upper|virtual|weak|white|whole|wild|zero)$/

/** Words that name nothing when they stand alone. */
const vague = /^(?:others?|more|some|all|unknown|any|another|auto|common|free|general|special)$/

const isNumber = (word: string): boolean => /^\d+$/.test(word)

const isHan = (char: string | undefined): boolean => char !== undefined && /\p{Script=Han}/u.test(char)

/** Joins Chinese parts: a blank stands between Chinese and Latin letters, and between two Latin words. */
export function joinChinese(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .reduce((text, part) => {
      if (text === '') return part
      const [before, after] = [text.at(-1), part[0]]
      const bothHan = isHan(before) && isHan(after)
      const nearMark = /[，。；：、（）“”]/.test(`${before}${after}`)
      return bothHan || nearMark ? text + part : `${text} ${part}`
    }, '')
}

/** Words that judge a thing. They are no part of its name: `InvalidImageIdIsShared` is about the image ID. */
const judgements: ReadonlySet<string> = new Set([
  'bad',
  'duplicate',
  'error',
  'failed',
  'illegal',
  'incorrect',
  'invalid',
  'malformed',
  'missing',
  'unsupported',
  'wrong',
])

/** What stands after a verb that tells which one is meant: `create time` is the creation time. */
const attributes =
  /^(?:action|code|count|date|duration|event|flag|frequency|interval|level|limit|method|mode|number|operation|operations|option|options|order|period|permission|price|quota|rate|reason|result|results|scope|size|state|status|switch|task|tasks|threshold|time|times|type|types|value|version|window)$/

/** Verbs that are nouns as well. At the start of a name, or within it, they are verbs but before an attribute. */
const verbal = /^(?:call|check|get|limit|list|query|search|set|update|upgrade)$/

/** Verbs that say of what kind a thing is: `registration code`. */
const classifying =
  /^(?:detect|encode|encrypt|extend|isolate|migrate|protect|recognize|recover|register|renew|replicate|subscribe)$/

const follows = (verb: string, next: string): boolean =>
  attributes.test(next) || (verbal.test(verb) && /^(?:information|page|parameter|parameters|path)$/.test(next))

/** Words that name things only when they stand alone, or last. */
const counting = /^(?:added|count|more|number|only)$/

interface Piece extends Noun {
  readonly isModifier?: boolean
  /** A verb, which stands before words such as `time` only. */
  readonly isVerb?: boolean
}

/** A state before a thing, in Chinese: `已过期的`, but `指定的`, without 已. */
const toAttribute = (zh: string): string =>
  /^已(?:共享|扩展)$/.test(zh) ? zh.slice(1) : `${zh.replace(/^(?:为|已(?=指定))/, '')}的`

/** A word that is no noun, and what stands for it in the name of a thing. */
function toModifier({ verbs, states }: Vocabulary, phrase: string, next: string): Piece | undefined {
  const verb = verbs.get(phrase)
  const isAttribute = attributes.test(next)
  if (verb?.base === phrase) {
    const isNaming = isAttribute || classifying.test(phrase)
    return isNaming ? { en: verb.noun, zh: verb.zh, isVerb: true } : undefined
  }
  if (verb?.gerund === phrase) {
    if (isAttribute) return { en: phrase, zh: verb.zh }
    return phrase === 'running' || phrase === 'waiting' ? { en: phrase, zh: `正在${verb.zh}的` } : undefined
  }
  const state = judgements.has(phrase) ? undefined : states.get(phrase)
  return state && { en: state.en.includes(' ') ? phrase : state.en, zh: toAttribute(state.zh) }
}

const toPiece = (vocabulary: Vocabulary, names: Words['names'], phrase: string, next: string): Piece | undefined => {
  const noun = vocabulary.nouns.get(phrase)
  if (noun) return noun
  if (isNumber(phrase)) return { en: phrase, zh: phrase }
  if (names.has(phrase)) return { en: phrase.toUpperCase(), zh: phrase.toUpperCase(), isName: true }
  const modifier = next === '' ? undefined : toModifier(vocabulary, phrase, next)
  return modifier && { ...modifier, isModifier: true }
}

/** Before another noun stands the singular: `instance bundle`, from `InstancesBundle`. */
function toSingular({ nouns }: Vocabulary, piece: Piece, phrase: string, isLast: boolean): Piece {
  if (isLast || singular.test(phrase)) return piece
  const one = nouns.get(phrase.replace(/ies$/, 'y').replace(/s$/, ''))
  return one && one.zh === piece.zh ? one : piece
}

/** At most this many nouns make a phrase that can be understood. */
const mostNouns = 7

/**
 * Reads words as a thing: nouns one after another, the longest first. A state may stand first, to say which one is meant
 * (`expired certificate`), and a verb before a word such as `time`. Undefined if a word is not known.
 */
function readNouns(
  vocabulary: Vocabulary,
  names: Words['names'],
  words: readonly string[],
): readonly Piece[] | undefined {
  const found: Piece[] = []
  for (let at = 0; at < words.length; ) {
    let taken = 0
    for (let count = Math.min(longestNoun, words.length - at); count > 0 && taken === 0; count--) {
      const phrase = words.slice(at, at + count).join(' ')
      const next = words[at + count] ?? ''
      const piece = toPiece(vocabulary, names, phrase, next)
      if (!piece || (piece.isModifier && !piece.isVerb && at > 0)) continue
      if (next !== '' && verbal.test(phrase) && !follows(phrase, next)) return undefined
      if (next !== '' && at === 0 && counting.test(phrase)) return undefined
      found.push(toSingular(vocabulary, piece, phrase, next === ''))
      taken = count
    }
    if (taken === 0) return undefined
    at += taken
  }
  return found.length > mostNouns ? undefined : found
}

const conjunctions: ReadonlyMap<string, string> = new Map([
  ['and', '和'],
  ['or', '或'],
])

/** Words between two things, and how Chinese says the same: what stands first in English stands last. */
const prepositions: ReadonlyMap<string, readonly [before: string, after: string]> = new Map([
  ['for', ['用于', '的']],
  ['from', ['来自', '的']],
  ['in', ['', '中的']],
  ['of', ['', '的']],
  ['on', ['', '上的']],
  ['per', ['每个', '的']],
  ['under', ['', '下的']],
  ['with', ['带', '的']],
  ['without', ['没有', '的']],
])

/** Two things with a word between them: `instance or image`, `port for health check`. */
function joinPhrases(first: NounPhrase, between: string, second: NounPhrase): NounPhrase {
  const conjunction = conjunctions.get(between)
  const [before = '', after = ''] = prepositions.get(between) ?? []
  // `NVROrCVRConfig` is the NVR or CVR configuration.
  const isShared = conjunction !== undefined && first.isName === true && !second.isName && /^[A-Z]/.test(second.en)
  const article = second.isBare || isShared || between === 'per' ? '' : 'the '
  return {
    en: `${first.en} ${between} ${article}${second.en}`,
    zh: joinChinese(conjunction ? [first.zh, conjunction, second.zh] : [before, second.zh, after, first.zh]),
    isPlural: conjunction ? between === 'and' || second.isPlural : first.isPlural,
    isBare: first.isBare && !isShared,
  }
}

/** `other host` is another host, and `multiple zone` are multiple zones. */
function toNumber(en: string): string {
  if (/^other /.test(en) && !/s$/.test(en)) return en.replace('other', 'another')
  return /^(?:all|multiple|two|three|six|ten) /.test(en) ? toPlural(en) : en
}

/** Reads words as a thing, or as two with a conjunction or a preposition between them. */
export function readNounPhrase(vocabulary: Vocabulary, names: Words['names'], text: string): NounPhrase | undefined {
  const words = text.split(' ')
  const at = vocabulary.nouns.has(text)
    ? -1
    : words.findIndex((word) => conjunctions.has(word) || prepositions.has(word))
  if (at === 0 || at === words.length - 1) return undefined
  if (at > 0) {
    const first = readNounPhrase(vocabulary, names, words.slice(0, at).join(' '))
    const second = readNounPhrase(vocabulary, names, words.slice(at + 1).join(' '))
    return first && second && joinPhrases(first, words[at] ?? '', second)
  }
  const nouns =
    text === '' ||
    vague.test(text) ||
    (adjectives.test(text) && (words.length === 1 || !vocabulary.nouns.has(words.slice(-2).join(' '))))
      ? undefined
      : readNouns(vocabulary, names, words)
  if (!nouns) return undefined
  const en = toNumber(nouns.map((noun) => noun.en).join(' ')).replace(/\b(cross|inter|multi|non|pre) (?=\w)/g, '$1-')
  const isName = nouns.length === 1 && nouns[0]?.isName === true
  return {
    en,
    zh: joinChinese(nouns.map((noun) => noun.zh)),
    isPlural: /[^sS]s$/.test(en) && !singular.test(en) && !isName,
    isBare: quantifiers.test(en) || (isName && !countable.test(en)) || /^(?:WeChat|Tencent Cloud)$/.test(en),
    isVerbal: nouns[0]?.isVerb === true,
    kind: words.at(-1) ?? '',
    first: words[0] ?? '',
    isUncounted: nouns.at(-1)?.isName === true && !countable.test(nouns.at(-1)?.en ?? ''),
    isName,
  }
}
