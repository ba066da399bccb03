import type picocolors from 'picocolors'
import type { Product, SearchResult } from '../catalog/full/index.ts'
import type { Explanation, OtherMeaning, Unexplained } from './explain.ts'
import type { Language } from './language.ts'
import { callWords, dispositionWords, words, yesTimes } from './words.ts'

/** How an answer is printed. */
export interface Style {
  readonly language: Language
  readonly colors: ReturnType<typeof picocolors.createColors>
}

/** What a log or a server wrote must not steer the terminal. */
const plain = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')

/** Others that are listed; the rest is counted. */
const maxOthers = 8

/** The columns that a text takes: a Chinese character takes two. */
const widthOf = (text: string): number => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

const codesOf = ({ code, moduleCode }: { readonly code?: string; readonly moduleCode?: string }): string =>
  [code, moduleCode].filter((part) => part !== undefined).join('/')

const nameOf = (service: string, { language }: Style): string =>
  service === '*' ? words.everyProduct[language] : service

function otherLines(others: readonly OtherMeaning[], style: Style): readonly string[] {
  const shown = others.slice(0, maxOthers).map((other) => {
    return `${nameOf(other.service, style)} ${codesOf(other)}: ${other.class}, ${other.retry}`
  })
  const rest = others.length - shown.length
  return rest > 0 ? [...shown, `… ${words.more[style.language]} ${rest}`] : shown
}

function repeatsInWords(repeats: number | null, language: Language): string {
  if (repeats === null) return words.untilDeadline[language]
  if (repeats === 0) return words.no[language]
  return repeats === 1 ? words.once[language] : yesTimes(repeats)[language]
}

/** Rows of a label and its lines, in columns. */
function columns(rows: readonly (readonly [label: string, lines: readonly string[]])[], { colors }: Style): string {
  const width = Math.max(...rows.map(([label]) => widthOf(label))) + 2
  return rows
    .flatMap(([label, lines]) =>
      lines.map((line, at) => `  ${colors.dim(padded(at === 0 ? label : '', width))}${line}`.trimEnd()),
    )
    .join('\n')
}

export function printExplanation(told: Explanation, style: Style): string {
  const { language, colors } = style
  const sourceWords = [words[told.source][language], ...(told.documented ? [] : [words.guessed[language]])].join('; ')
  const product = told.title ? `${told.service}: ${told.title[language]}` : nameOf(told.service, style)
  const rows = [
    [words.meaning[language], told.meaning ? [plain(told.meaning[language])] : []],
    [words.remedy[language], told.remedy ? [told.remedy[language]] : []],
    [words.wireText[language], [told.serverMessage ?? told.wireText].filter((text) => text !== undefined).map(plain)],
    [words.retry[language], [`${told.retry}: ${dispositionWords[told.retry][language]}`]],
    [words.source[language], [sourceWords]],
    [words.others[language], otherLines(told.others, style)],
    [words.nearest[language], told.nearest ?? []],
  ] as const
  const callWidth = Math.max(...Object.values(callWords).map((text) => widthOf(text[language]))) + 2
  const calls = told.repeatability.map(({ call, repeats }) => {
    const answer = repeatsInWords(repeats, language)
    return `  ${padded(callWords[call][language], callWidth)}${repeats === 0 ? colors.red(answer) : colors.green(answer)}`
  })
  return [
    `${colors.bold(plain(codesOf(told)))}  ${colors.yellow(told.class)}  ${told.kind}  (${product})`,
    columns(rows, style),
    '',
    words.repeated[language],
    ...calls,
    '',
  ].join('\n')
}

export function printUnexplained({ code, nearest }: Unexplained, { language }: Style): string {
  const sentence = `${plain(code)} ${words.unknown[language]}`
  return nearest.length === 0
    ? sentence
    : `${sentence}\n${words.nearest[language]}:\n${nearest.map((one) => `  ${one}`).join('\n')}`
}

export function printResults(results: readonly SearchResult[], { language, colors }: Style): string {
  const lines = results.map(({ service, actions, class: name, retry, wireText, meaning, ...codes }) => {
    const head = `${service} ${colors.bold(codesOf(codes))}${actions ? ` (${actions.join(', ')})` : ''}`
    const text = meaning?.[language] ?? wireText
    return `${head}  ${colors.yellow(name)}, ${retry}${text ? `\n  ${text}` : ''}`
  })
  return `${lines.join('\n')}\n`
}

export function printProducts(list: readonly Product[], { language, colors }: Style): string {
  const width = Math.max(...list.map(({ service }) => service.length)) + 2
  const lines = list.map(({ service, title, versions, codes }) => {
    return `${colors.bold(padded(service, width))}${[String(codes).padStart(5), title?.[language], versions.join(', ')]
      .filter((part) => part)
      .join('  ')}`
  })
  return `${lines.join('\n')}\n`
}
