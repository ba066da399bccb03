import type picocolors from 'picocolors'
import type { Product, SearchResult } from '../catalog/full/index.ts'
import { describeDocumentedLimit } from '../catalog/full/limit-words.ts'
import { escapeControls, toPrintable as plain } from '../errors/printable.ts'
import type { Explanation, OtherMeaning, Unexplained } from './explain.ts'
import { callWords, dispositionWords, type Language, words, yesTimes } from './words.ts'

/** How an answer is printed. */
export interface Style {
  readonly language: Language
  readonly colors: ReturnType<typeof picocolors.createColors>
}

/** At most this many other meanings are listed; the rest is counted. */
const maxOthers = 8

/** The width of a text in terminal columns: a Chinese character takes two. */
const countColumns = (text: string): number => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - countColumns(text)))

const formatCodes = ({ code, moduleCode }: { readonly code?: string; readonly moduleCode?: string }): string =>
  [code, moduleCode].filter((part) => part !== undefined).join('/')

const formatService = (service: string, { language }: Style): string =>
  service === '*' ? words.everyProduct[language] : service

function formatOthers(others: readonly OtherMeaning[], style: Style): readonly string[] {
  const shown = others.slice(0, maxOthers).map((other) => {
    return `${formatService(other.service, style)} ${formatCodes(other)}: ${other.class}, ${other.retry}`
  })
  const rest = others.length - shown.length
  return rest > 0 ? [...shown, `… ${words.more[style.language]} ${rest}`] : shown
}

function formatRepeats(repeats: number | null, language: Language): string {
  if (repeats === null) return words.untilDeadline[language]
  if (repeats === 0) return words.no[language]
  return repeats === 1 ? words.once[language] : yesTimes(repeats)[language]
}

/** Tells whose lists decided where no product was named. */
function formatProducts({ products, agreed }: Explanation, { language }: Style): readonly string[] {
  if (!products) return []
  const shown = products.slice(0, maxOthers).join(', ')
  const rest = products.length - maxOthers
  const more = rest > 0 ? `, … ${words.more[language]} ${rest}` : ''
  return [`${words[agreed ? 'sameInAll' : 'differs'][language]} ${shown}${more}`]
}

/** Lists the documented limits. An action has few; some products have many. */
function formatLimits({ limits = [] }: Explanation, { language }: Style): readonly string[] {
  const shown = limits.slice(0, maxOthers).map((limit) => describeDocumentedLimit(limit)[language])
  const rest = limits.length - shown.length
  return rest > 0 ? [...shown, `… ${words.more[language]} ${rest}`] : shown
}

/** Formats rows as two columns: a label, and its lines beside it. */
function formatColumns(
  rows: readonly (readonly [label: string, lines: readonly string[]])[],
  { colors }: Style,
): string {
  const width = Math.max(...rows.map(([label]) => countColumns(label))) + 2
  return rows
    .flatMap(([label, lines]) =>
      lines.map((line, at) => `  ${colors.dim(pad(at === 0 ? label : '', width))}${line}`.trimEnd()),
    )
    .join('\n')
}

/** Formats a value as JSON, with escapes for the characters that could control a terminal or fake the order of a text. */
export const printJson = (value: unknown): string => `${escapeControls(JSON.stringify(value, null, 2))}\n`

export function printExplanation(explanation: Explanation, style: Style): string {
  const { language, colors } = style
  const sourceWords = [
    words[explanation.source][language],
    ...(explanation.documented ? [] : [words.guessed[language]]),
  ].join('; ')
  const product = explanation.title
    ? `${explanation.service}: ${explanation.title[language]}`
    : formatService(explanation.service, style)
  const rows = [
    [words.product[language], formatProducts(explanation, style)],
    [words.meaning[language], explanation.meaning ? [plain(explanation.meaning[language])] : []],
    [words.remedy[language], explanation.remedy ? [plain(explanation.remedy[language])] : []],
    [
      words.wireText[language],
      [explanation.serverMessage ?? explanation.wireText].filter((text) => text !== undefined).map(plain),
    ],
    [words.limit[language], formatLimits(explanation, style)],
    [words.retry[language], [`${explanation.retry}: ${dispositionWords[explanation.retry][language]}`]],
    [words.source[language], [sourceWords]],
    [words.others[language], formatOthers(explanation.others, style)],
    [words.nearest[language], explanation.nearest ?? []],
  ] as const
  const callWidth = Math.max(...Object.values(callWords).map((text) => countColumns(text[language]))) + 2
  const calls = explanation.repeatability.map(({ call, repeats }) => {
    const answer = formatRepeats(repeats, language)
    return `  ${pad(callWords[call][language], callWidth)}${repeats === 0 ? colors.red(answer) : colors.green(answer)}`
  })
  return [
    `${colors.bold(plain(formatCodes(explanation)))}  ${colors.yellow(explanation.class)}  ${explanation.kind}  (${product})`,
    formatColumns(rows, style),
    '',
    words.repeated[language],
    ...calls,
    '',
  ].join('\n')
}

export function printUnexplained({ code, service, others, nearest }: Unexplained, style: Style): string {
  const { language } = style
  const lists = [
    [words.others[language], formatOthers(others, style)],
    [words.nearest[language], nearest],
  ] as const
  const sections = lists
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`)
  const known = service === undefined ? 'unknownAlone' : 'unknownHere'
  const sentence = words[others.length > 0 ? known : 'unknown'][language]
  return [`${plain(code)} ${sentence}`, ...sections].join('\n')
}

export function printResults(results: readonly SearchResult[], { language, colors }: Style): string {
  const lines = results.map(({ service, actions, class: name, retry, wireText, meaning, ...codes }) => {
    const head = `${service} ${colors.bold(formatCodes(codes))}${actions ? ` (${actions.join(', ')})` : ''}`
    const text = meaning?.[language] ?? wireText
    return `${head}  ${colors.yellow(name)}, ${retry}${text ? `\n  ${text}` : ''}`
  })
  return `${lines.join('\n')}\n`
}

export function printProducts(list: readonly Product[], { language, colors }: Style): string {
  const width = Math.max(...list.map(({ service }) => service.length)) + 2
  const lines = list.map(({ service, title, versions, codes }) => {
    return `${colors.bold(pad(service, width))}${[String(codes).padStart(5), title?.[language], versions.join(', ')]
      .filter((part) => part)
      .join('  ')}`
  })
  return `${lines.join('\n')}\n`
}
