import type { Words } from './read-words.ts'
import type { Noun, State, Vocabulary } from './vocabulary.ts'

/** A thing, in both languages, without an article. */
export interface NounPhrase {
  readonly en: string
  readonly zh: string
  readonly isPlural: boolean
  /** Takes no article: `CAM`, `all instances`, `3 faces`. */
  readonly isBare: boolean
  /** Begins with a verb: `delete log` of `AuditDeleteLogError`. */
  readonly isVerbal?: boolean
}

/** At most this many words make one noun, such as `auto scaling group`. */
const longestNoun = 4

/** Words that end with an `s` and are singular. */
const singular =
  /(?:^|[^a-z])(?:access|address|alias|analysis|business|bus|class|css|dns|express|https|ingress|egress|is|js|loss|mps|process|progress|redis|series|status|success|tls|news|qcs|fps|qps|ops|ics|gps|canvas|uniqueness|liveness|readiness|windows|kubernetes|axis|basis|kms|sms|cls|cos|ecs|cbs|sts|eks|rs|os|pos|aws|mts|https|arrears|prometheus|statistics|radius|corpus|focus|times|iis|gis|ccs|tags?less|credits?less)$/i

/** Names of kinds of things; others are names of products, protocols and languages. */
const countable =
  /^(?:ACL|API|APK|AppID|ARN|ASN|CCN|CDH|CDM|CIDR|CLB|CMK|CPU|CSR|CVM|DNAT|EIP|ENI|GPU|HaVIP|ID|IP|LB|MAC|NAT|NIC|OpenID|PIN|PDF|PPT|QPS|SDK|SIM|SNAT|SSID|TTL|UIN|URI|URL|UUID|VIP|VM|VPC|SdkAppId|TID|FPS|RPC|CNAME|OU|IDC|OS|DB|GIF|MD5|QR|SQL|CC|CA|DDL|DSL|PID|UID)$/

/** Words that stand in place of an article. */
const quantifiers = /^(?:all|any|another|multiple|other|others|some|one|both|\d+)(?: |$)/

/** Words that say which thing is meant, and name none themselves. */
const adjectives =
  /(?:^| )(?:advanced|basic|common|custom|default|dynamic|exclusive|external|free|global|idempotent|inner|intelligent|internal|local|low|manual|multiple|normal|ordinary|original|periodic|primary|private|provisioned|public|remote|secondary|silent|single|smart|special|static|temporary|total|virtual)$/

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
  /^(?:action|address|api|class|code|client|config|configuration|count|data|date|event|events|field|file|flag|format|frequency|function|id|ids|info|information|interval|job|key|length|level|limit|list|log|method|mode|name|number|object|operation|operations|option|options|order|parameter|parameters|password|path|permission|period|permissions|plan|policy|port|process|price|protocol|quota|range|rate|reason|record|records|region|request|result|results|role|rule|rules|scope|service|setting|settings|size|source|state|status|strategy|switch|target|task|tasks|template|threshold|time|times|token|topic|type|types|url|value|version|window)$/

/** A word that is no noun, and what stands for it in the name of a thing. */
function toModifier({ verbs, states }: Vocabulary, phrase: string): Noun | undefined {
  const verb = verbs.get(phrase)
  if (verb && (verb.base === phrase || verb.gerund === phrase)) {
    return { en: verb.base === phrase ? verb.noun : phrase, zh: verb.zh }
  }
  const state = judgements.has(phrase) ? undefined : states.get(phrase)
  return state && { en: state.en.includes(' ') ? phrase : state.en, zh: `${state.zh.replace(/^为/, '')}的` }
}

interface Piece extends Noun {
  readonly isModifier?: boolean
}

const toPiece = (vocabulary: Vocabulary, names: Words['names'], phrase: string, isLast: boolean): Piece | undefined => {
  const noun = vocabulary.nouns.get(phrase)
  if (noun) return noun
  if (isNumber(phrase)) return { en: phrase, zh: phrase }
  if (names.has(phrase)) return { en: phrase.toUpperCase(), zh: phrase.toUpperCase(), isName: true }
  const modifier = isLast ? undefined : toModifier(vocabulary, phrase)
  return modifier && { ...modifier, isModifier: true }
}

/**
 * Reads words as a thing: nouns one after another, the longest first. A state or a verb may stand first, to say which
 * one is meant (`expired certificate`), or before a word such as `time`. Undefined if a word is not known.
 */
function readNouns(
  vocabulary: Vocabulary,
  names: Words['names'],
  words: readonly string[],
): readonly Noun[] | undefined {
  const found: Noun[] = []
  for (let at = 0; at < words.length; ) {
    let taken = 0
    for (let count = Math.min(longestNoun, words.length - at); count > 0 && taken === 0; count--) {
      const piece = toPiece(vocabulary, names, words.slice(at, at + count).join(' '), at + count === words.length)
      const isNaming = attributes.test(words[at + count] ?? '') || attributes.test(words.at(-1) ?? '')
      if (!piece || (piece.isModifier && at > 0 && !isNaming)) continue
      found.push(piece)
      taken = count
    }
    if (taken === 0) return undefined
    at += taken
  }
  return found
}

const toStateWord = (state: State | undefined, en: string): Noun | undefined => state && { en, zh: state.zh }

/** Words that stand in the same order in Chinese: `CreateMemberNotAllowDelete`. */
const linking: ReadonlyMap<string, string> = new Map(
  Object.entries({
    and: '和',
    before: '早于',
    'can not': '无法',
    conflict: '冲突',
    exist: '存在',
    'have no': '没有',
    'less than': '小于',
    must: '必须',
    need: '需要',
    'not allow': '不允许',
    'not allowed': '不允许',
    'not in': '不在',
    'not exist': '不存在',
    'not match': '不匹配',
    'not support': '不支持',
    only: '仅',
    'only allow': '仅允许',
    'only support': '仅支持',
    or: '或',
    required: '需要',
    support: '支持',
    unable: '无法',
    unsupported: '不支持',
  }),
)

const toLink = (en: string): Noun | undefined => {
  const zh = linking.get(en)
  return zh === undefined ? undefined : { en, zh }
}

/** Reads any words that are known, one after another, without making a phrase of them. */
export function readLoose(
  { nouns, verbs, states }: Vocabulary,
  names: Words['names'],
  text: string,
): NounPhrase | undefined {
  const words = text.split(' ')
  const found: Noun[] = []
  for (let at = 0; at < words.length; ) {
    let taken = 0
    for (let count = Math.min(longestNoun, words.length - at); count > 0 && taken === 0; count--) {
      const phrase = words.slice(at, at + count).join(' ')
      const name = isNumber(phrase) || names.has(phrase) ? phrase.toUpperCase() : undefined
      const verb = verbs.get(phrase)
      const word: Noun | undefined =
        toLink(phrase) ??
        nouns.get(phrase) ??
        (name === undefined ? undefined : { en: name, zh: name }) ??
        (verb?.base === phrase ? { en: phrase, zh: verb.zh } : toStateWord(states.get(phrase), phrase))
      if (!word) continue
      found.push(word)
      taken = count
    }
    if (taken === 0) return undefined
    at += taken
  }
  return {
    en: found.map(({ en }) => en).join(' '),
    zh: joinChinese(found.map(({ zh }) => zh)),
    isPlural: false,
    isBare: true,
  }
}

const conjunctions: ReadonlyMap<string, string> = new Map([
  ['and', '和'],
  ['or', '或'],
])

/** Words between two things, and how Chinese says the same: what stands first in English stands last. */
const prepositions: ReadonlyMap<string, readonly [before: string, after: string]> = new Map([
  ['by', ['按', '的']],
  ['for', ['用于', '的']],
  ['from', ['来自', '的']],
  ['in', ['', '中的']],
  ['on', ['', '上的']],
  ['per', ['每个', '的']],
  ['to', ['到', '的']],
  ['under', ['', '下的']],
  ['with', ['带', '的']],
  ['without', ['没有', '的']],
])

/** Two things with a word between them: `instance or image`, `port for health check`. */
function joinPhrases(first: NounPhrase, between: string, second: NounPhrase): NounPhrase {
  const conjunction = conjunctions.get(between)
  const [before = '', after = ''] = prepositions.get(between) ?? []
  const article = second.isBare || between === 'per' ? '' : 'the '
  return {
    en: `${first.en} ${between} ${article}${second.en}`,
    zh: joinChinese(conjunction ? [first.zh, conjunction, second.zh] : [before, second.zh, after, first.zh]),
    isPlural: conjunction ? between === 'and' || second.isPlural : first.isPlural,
    isBare: first.isBare,
  }
}

/** Reads words as a thing, or as two with a conjunction or a preposition between them. */
export function readNounPhrase(vocabulary: Vocabulary, names: Words['names'], text: string): NounPhrase | undefined {
  const words = text.split(' ')
  const at = words.findIndex((word) => conjunctions.has(word) || prepositions.has(word))
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
  const en = nouns
    .map((noun) => noun.en)
    .join(' ')
    .replace(/^other (?=\S+$)(?!\S+s$)/, 'another ')
  const isName = nouns.length === 1 && nouns[0]?.isName === true
  return {
    en,
    zh: joinChinese(nouns.map((noun) => noun.zh)),
    isPlural: /[^s]s$/i.test(en) && !singular.test(en) && !isName,
    isBare: quantifiers.test(en) || (isName && !countable.test(en)),
    isVerbal: !vocabulary.nouns.has(words[0] ?? '') && vocabulary.verbs.get(words[0] ?? '')?.base === words[0],
  }
}
