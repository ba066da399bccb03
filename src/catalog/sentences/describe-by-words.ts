import type { Text } from '../entry.ts'
import { byPrefix, other } from './by-prefix.ts'
import { fillSentence } from './fill-sentence.ts'
import { matchPattern, type Slots } from './match-pattern.ts'
import { nameKey } from './name-key.ts'
import { canFail, isDeed, runsAlone } from './noun-phrase.ts'
import type { Pattern } from './pattern.ts'
import { errorPatterns, patterns } from './patterns.ts'
import { readWords, toWords, type Words } from './read-words.ts'
import { refineRemedy } from './refine-remedy.ts'
import type { Remedy } from './remedies.ts'
import { vocabulary } from './vocabulary.ts'

/** What a name says. */
export interface Sentence {
  readonly meaning: Text
  /** What helps, if the form of the name shows it. */
  readonly remedy?: Remedy | undefined
  /** The thing that it is about, in English. */
  readonly about?: string | undefined
  /** The form that fits, for reviews. */
  readonly form: string
  readonly slots?: Slots
}

/** Names of more words than this are not read: the longest listed one has 15. */
const mostWords = 16

const occurred = ['An error occurred with {x}.', '{x}出错。'] as const

/** What a form tells of a thing that does not fit it: a query fails, and is not wrong; a list does not fail. */
function adapt(pattern: Pattern, { x }: Slots): Pattern {
  const [form, en] = pattern
  if (!x || !/^(?:x|x error|x failed|failed x)$/.test(form)) return pattern
  if (isDeed(x.en) && /^\{X\} \{is\} wrong|^An error|^The operation failed/.test(en)) {
    return [form, '{X} failed.', '{x}失败。']
  }
  if (/^\{X\} failed/.test(en) && !canFail(x.en)) return [form, ...occurred]
  return / wrong/.test(en) && (x.isUncounted || runsAlone(x.en)) ? [form, ...occurred] : pattern
}

function say(pattern: Pattern, slots: Slots): Sentence {
  const [form, en, zh, remedy] = adapt(pattern, slots)
  return { meaning: fillSentence(en, zh, slots), remedy, form, slots, about: slots.x?.en }
}

/** Verbs that say what happens, and not what is done: they neither fail nor are forbidden. */
const happening = /^(?:appear|belong|contain|exhaust|expire|follow|know|lose|match|reach|satisfy|support|violate|wait)$/

const isAction = ([, en]: Pattern, { v }: Slots): boolean =>
  !(v && happening.test(v.base) && /\{(?:v|ving|Ving|vn)\}/.test(en))

const lacksNoun = ({ vocabulary: { nouns } }: Words, [, en]: Pattern, noun: string): boolean =>
  en.includes('{vn}') && (!nouns.has(noun) || noun === 'lock')

function firstFit(candidates: readonly Pattern[], words: Words): Sentence | undefined {
  for (const pattern of candidates) {
    const slots = matchPattern(words, pattern[0])
    if (!slots) continue
    if (isAction(pattern, slots) && !(slots.v && lacksNoun(words, pattern, slots.v.noun))) return say(pattern, slots)
  }
  return undefined
}

const slice = (name: Words, from: number, to?: number): Words => ({ ...name, words: name.words.slice(from, to) })

const isVerbal = ({ words: [first = '', second], vocabulary: { verbs, nouns } }: Words): boolean =>
  verbs.get(first)?.base === first && !nouns.has(first) && !nouns.has(`${first} ${second}`)

/** In the name of a parameter a verb at the end is a noun: `FrameTagConfigure` is the frame tag configuration. */
function nameEnd(words: Words): Words {
  const last = words.words.at(-1) ?? ''
  const verb = words.words.length > 1 ? words.vocabulary.verbs.get(last) : undefined
  return verb?.base === last && words.vocabulary.nouns.has(verb.noun)
    ? { ...words, words: [...words.words.slice(0, -1), verb.noun] }
    : words
}

/** A status, a limit or a fault is not missing, in use or sold out. */
const statusAlone: Pattern = ['x', '{X} {does} not allow the operation.', '{x}不允许该操作。']
const limitAlone: Pattern = ['x', '{limit} is exceeded.', '超出{x限}。', 'quota']

function toThing(prefix: string, thing: Pattern, words: Words): Pattern | undefined {
  const last = words.words.at(-1) ?? ''
  // `LabInTransition` tells where something is.
  if (words.words.includes('in') && !words.vocabulary.nouns.has(words.words.join(' '))) return undefined
  if (saysWhatIsWrong(prefix) || /^(?:MissingParameter|ResourceNotFound|UnknownParameter)$/.test(prefix)) return thing
  if (/^(?:state|status|restriction|restrictions)$/.test(last)) return statusAlone
  if (/^(?:limit|quota)$/.test(last)) return limitAlone
  return /^Resource/.test(prefix) && /^(?:error|operation|rejection|violation)$/.test(last) ? undefined : thing
}

/** The limit on creating domains, of `CreateDomainLimit`. */
const withoutLimit = (words: Words): Words =>
  /^(?:count|limit|number|quota)$/.test(words.words.at(-1) ?? '') ? slice(words, 0, -1) : words

/** What the prefix tells to have happened, when the words name only a thing, or something that is done. */
function fitPrefix(prefix: string, words: Words): Sentence | undefined {
  const sentences = byPrefix.get(prefix) ?? other
  const { done, error } = sentences
  const thing = toThing(prefix, sentences.thing, words)
  const doing: readonly Pattern[] = done
    ? [
        ['v x', ...done],
        ['x w', ...done],
      ]
    : []
  const named = saysWhatIsWrong(prefix) ? firstFit(thing ? [error, thing] : [error], nameEnd(words)) : undefined
  if (named) return named
  const alone: readonly Pattern[] = done ? [['v', done[0].replace(' {x}', ''), done[1].replace('{x}', '')]] : []
  if (!saysWhatIsWrong(prefix) && prefix !== 'MissingParameter' && isVerbal(words)) {
    return firstFit([error, ...doing, ...alone], prefix.endsWith('LimitExceeded') ? withoutLimit(words) : words)
  }
  const isThing = saysWhatIsWrong(prefix) || words.vocabulary.nouns.has(words.words.join(' '))
  const things = thing ? [thing] : []
  return firstFit(isThing ? [error, ...things, ...doing, ...alone] : [error, ...doing, ...things, ...alone], words)
}

/** Two sentences with `or` between them: `ActionNilOrNotExist`. The second may leave out what the first is about. */
function fitAlternatives(prefix: string, words: Words): Sentence | undefined {
  const at = words.words.indexOf('or')
  if (at < 1) return undefined
  const first = fitWords(prefix, slice(words, 0, at))
  const rest = slice(words, at + 1)
  const second = firstFit([['s', 'It is {s}.', '{s}。']], rest) ?? fitWords(prefix, rest)
  if (!first || !second || /^[vwx]$|^[vw] x$|^x [vw]$/.test(second.form)) return undefined
  const or = `${second.meaning.en.charAt(0).toLowerCase()}${second.meaning.en.slice(1)}`
  return {
    meaning: {
      en: `${first.meaning.en.slice(0, -1)}, or ${/ are /.test(first.meaning.en) ? or.replace(/^it is /, 'they are ') : or}`,
      zh: `${first.meaning.zh.slice(0, -1)}，或${second.meaning.zh}`,
    },
    form: `${first.form} or ${second.form}`,
  }
}

/** Do the words after the prefix name a parameter? */
const saysWhatIsWrong = (prefix: string): boolean => prefix.endsWith('Parameter') || prefix.endsWith('Value')

/** Words before a name of what is wrong that add nothing: `InvalidImageIdIsShared`. */
const judging = /^(?:bad|error|illegal|incorrect|invalid|wrong)$/

/** `PayModeError` is about the pay mode, while `CreateTaskError` is about what is done. */
const isAboutAttribute = ({ words, vocabulary: { nouns } }: Words): boolean =>
  words.at(-1) === 'error' &&
  nouns.has(words[0] ?? '') &&
  words[0] !== 'check' &&
  !(words.length > 3 && /^(?:query|set|update)$/.test(words[0] ?? '')) &&
  /^(?:code|count|flag|format|id|length|level|mode|name|number|parameter|parameters|password|path|rule|size|status|time|type|value|version)$/.test(
    words.at(-2) ?? '',
  )

/** `InvalidParameterChannelId` is about the channel ID. */
const withoutParameter = ({ words: [first = '', second, third = '', ...rest], ...name }: Words): Words | undefined =>
  (judging.test(first) || first === 'missing') &&
  second === 'parameter' &&
  third !== '' &&
  !/^(?:and|character|combination|content|count|format|in|key|length|name|number|or|type|value|values)$/.test(third)
    ? { ...name, words: [first, third, ...rest] }
    : undefined

function fitWords(prefix: string, all: Words): Sentence | undefined {
  const words = withoutParameter(all) ?? all
  const exact = firstFit(patterns, words)
  if (exact) return exact
  const withoutEnd = words.words.at(-1) === 'error' ? firstFit(patterns, slice(words, 0, -1)) : undefined
  const withoutStart = words.words[0] === 'error' ? fitWords(prefix, slice(words, 1)) : undefined
  if (withoutEnd ?? withoutStart) return withoutEnd ?? withoutStart
  const judged = judging.test(words.words[0] ?? '') ? firstFit(patterns, slice(words, 1)) : undefined
  if (judged) return judged
  const byPattern = firstFit(errorPatterns.slice(0, isAboutAttribute(words) ? 0 : undefined), words)
  const isDone = byPattern && (/\bw\b/.test(byPattern.form) || /^(?:check|query)$/.test(words.words[0] ?? ''))
  const thing =
    saysWhatIsWrong(prefix) && !isDone
      ? (fitPrefix(prefix, words) ?? byPattern)
      : (byPattern ?? fitPrefix(prefix, words))
  return thing ?? fitAlternatives(prefix, words)
}

/** The part of a code that says what happened, and the prefix that says how. */
function splitCode(code: string): readonly [prefix: string, name: string] {
  const dot = code.indexOf('.')
  if (dot < 1) return ['', code]
  const prefix = code.slice(0, dot)
  const name = code.slice(dot + 1).replace(/^InvalidParameter(?:Value)?_/, '')
  // `InvalidInstanceId.Malformed` is about the instance ID.
  const subject = /^Invalid([A-Z]\w+)$/.exec(prefix)?.[1]
  return byPrefix.has(prefix) || !subject ? [prefix, name] : ['InvalidParameterValue', `${subject}.${name}`]
}

/** Do two or three Chinese signs follow themselves? */
const repeatsSigns = (zh: string): boolean =>
  [...zh].some((_, at) =>
    [2, 3].some((length) => {
      const part = zh.slice(at, at + length)
      return part === zh.slice(at + length, at + 2 * length) && /^\p{Script=Han}{2,3}$/u.test(part)
    }),
  )

/** Does a word follow itself? The name is not understood then. */
const stutters = ({ en, zh }: Text): boolean => /\b([a-z]+) \1\b/i.test(en) || repeatsSigns(zh)

/** Verbs of what a request does; parameters are named for what else is done: `FiltrateAudio`. */
const requested = /^(?:delete|grant|modify|parse|preheat|specify)$/

const isParameter = (prefix: string, { form, slots }: Sentence): boolean =>
  (saysWhatIsWrong(prefix) || prefix === 'MissingParameter') &&
  /^(?:v|v x|x w)$/.test(form) &&
  !requested.test(slots?.v?.base ?? '')

/** A name that is a parameter's, such as `FiltrateAudio`. */
function nameParameter(prefix: string, text: string): Sentence | undefined {
  if (!saysWhatIsWrong(prefix) && prefix !== 'MissingParameter') return undefined
  const name = text.replace(/^Invalid(?=[A-Z])/, '')
  if (!/^\w{1,64}$/.test(name)) return undefined
  const isMissing = prefix === 'MissingParameter'
  return {
    meaning: isMissing
      ? { en: `The parameter \`${name}\` is missing.`, zh: `缺少参数 \`${name}\`。` }
      : { en: `The parameter \`${name}\` is not valid.`, zh: `参数 \`${name}\` 无效。` },
    remedy: isMissing ? 'set' : 'value',
    form: '=',
  }
}

/** Products whose names of codes begin with the product. */
const prefixed: ReadonlySet<string> = new Set(['cdn', 'ecdn', 'iot', 'tsf'])

/** `DomainIsVip`. Elsewhere `is` adds nothing, so it is no word of a form. */
function fitIs(name: string, service: string | undefined): Sentence | undefined {
  const at = name.search(/[a-z]Is[A-Z]/)
  if (at < 0) return undefined
  const [first, second] = [name.slice(0, at + 1), name.slice(at + 3)]
  const [left, right] = [first, second].map((part) => readWords(vocabulary(service), part))
  if (!left || !right) return undefined
  const both = {
    ...left,
    names: new Set([...left.names, ...right.names]),
    words: [...left.words, 'is', ...right.words],
  }
  return firstFit([['x is y', '{X} {is} {ay}.', '{x}是{y}。']], both)
}

/**
 * Says in a sentence what the name of a code says: `InvalidParameterValue.InstanceIdMalformed` becomes `The instance ID
 * is malformed.` Undefined if a word of it is not known, or if its words have no known form.
 *
 * @param service the product whose code it is: some words mean something else there
 */
export function describeByWords(code: string, service?: string): Sentence | undefined {
  const [prefix, name] = splitCode(code)
  const { names } = vocabulary(service)
  const reworded = names.get(nameKey(`${service ?? ''}${name}`)) ?? names.get(nameKey(name))
  if (reworded === '=') return nameParameter(prefix, name)
  const read = reworded ? toWords(vocabulary(service), reworded) : readWords(vocabulary(service), name)
  const words =
    read.words.length > 2 && read.words[0] === service && prefixed.has(service ?? '') ? slice(read, 1) : read
  if (words.words.length > mostWords) return undefined
  const sentence = fitWords(prefix, words)
  const told = reworded || (sentence && sentence.form !== 'x') ? sentence : (fitIs(name, service) ?? sentence)
  if (told && isParameter(prefix, told)) return nameParameter(prefix, name)
  return told && !stutters(told.meaning)
    ? { ...told, remedy: refineRemedy(told.remedy, prefix, told.slots ?? {}) }
    : undefined
}
