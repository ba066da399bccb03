import type picocolors from 'picocolors'
import type { Disposition, Text } from '../catalog/entry.ts'
import { describeDocumentedLimit } from '../catalog/full/limit-words.ts'
import { escapeControls, toPrintable as plain } from '../errors/printable.ts'
import type { Explanation, OtherMeaning, Unexplained } from '../explain/explain-code.ts'
import type { Explained, ExplainedFault, ExplainedTerm } from '../explain/explained.ts'
import { repeatSeconds } from '../explain/repeat-time.ts'
import type { Repeatability } from '../explain/repeatability.ts'
import { countColumns, pad, wrap } from './columns.ts'
import {
  andMore,
  callWords,
  countMore,
  countProducts,
  dispositionWords,
  type Language,
  noteTime,
  words,
  yesForTime,
  yesTimes,
} from './words.ts'

/** How an answer is printed. */
export interface Style {
  readonly language: Language
  readonly colors: ReturnType<typeof picocolors.createColors>
  /** Longer lines are wrapped at blanks. */
  readonly columns: number
}

/** At most this many other meanings are listed; the rest is counted. */
const maxOthers = 8

export const formatCodes = ({ code, moduleCode }: { readonly code?: string; readonly moduleCode?: string }): string =>
  [code, moduleCode].filter((part) => part !== undefined).join('/')

export const formatService = (service: string, { language }: Style): string =>
  service === '*' ? words.everyProduct[language] : service

/** Counts what is left of a list that is too long. */
const formatRest = (rest: number, { language }: Style): readonly string[] =>
  rest > 0 ? [countMore(rest)[language]] : []

/** Lists the first of some products. */
export function formatProductIds(services: readonly string[], { language }: Style): string {
  const shown = services.slice(0, maxOthers).join(words.comma[language])
  const rest = services.length - maxOthers
  return rest > 0 ? `${shown}${andMore(rest)[language]}` : shown
}

function formatOthers(others: readonly OtherMeaning[], style: Style): readonly string[] {
  const shown = others.slice(0, maxOthers).map((other) => {
    return `${formatService(other.service, style)} ${formatCodes(other)}: ${other.class}, ${other.retry}`
  })
  return [...shown, ...formatRest(others.length - shown.length, style)]
}

function formatRepeats(repeats: Repeatability['repeats'], language: Language): string {
  if (repeats === 'until-deadline') return yesForTime(repeatSeconds)[language]
  if (repeats === 0) return words.no[language]
  return repeats === 1 ? words.once[language] : yesTimes(repeats)[language]
}

/** Tells which products have the code, where none was named. */
function formatProducts({ products, agreed = false }: Explanation, style: Style): readonly string[] {
  if (!products || products.length === 0) return []
  return [countProducts(products.length, agreed)[style.language] + formatProductIds(products, style)]
}

/** Lists the documented limits. An action has few; some products have many. */
function formatLimits({ limits = [] }: Explanation, style: Style): readonly string[] {
  const shown = limits.slice(0, maxOthers).map((limit) => describeDocumentedLimit(limit)[style.language])
  return [...shown, ...formatRest(limits.length - shown.length, style)]
}

type Rows = readonly (readonly [label: string, lines: readonly string[]])[]

/** Formats rows as two columns: a label, and its lines beside it. */
function formatColumns(rows: Rows, { colors, columns }: Style): string {
  const shown = rows.filter(([, lines]) => lines.length > 0)
  const width = Math.max(...shown.map(([label]) => countColumns(label))) + 2
  return shown
    .flatMap(([label, lines]) =>
      lines
        .flatMap((line) => wrap(line, columns - width - 2))
        .map((line, at) => `  ${colors.dim(pad(at === 0 ? label : '', width))}${line}`.trimEnd()),
    )
    .join('\n')
}

/** Formats a line, and what is left of it below, with a margin. */
const formatLine = (text: string, { columns }: Style, margin = '  '): string =>
  wrap(text, columns - margin.length)
    .map((line, at) => (at === 0 ? line : margin + line))
    .join('\n')

/** Formats a value as JSON, with escapes for the characters that could control a terminal or fake the order of a text. */
export const printJson = (value: unknown): string => `${escapeControls(JSON.stringify(value, null, 2))}\n`

/** Tells whether a call may be repeated: of the action, or of each kind. */
function formatRepeatability(
  { repeatability, action }: { readonly repeatability: readonly Repeatability[]; readonly action?: string },
  style: Style,
): readonly string[] {
  const { language, colors, columns } = style
  const labels = repeatability.map(({ call }) =>
    action === undefined ? callWords[call][language] : `${plain(action)}: ${callWords[call][language]}`,
  )
  const width = Math.max(...labels.map(countColumns)) + 2
  const lines = repeatability.flatMap(({ repeats }, at) => {
    const answer = formatRepeats(repeats, language)
    const colored = repeats === 0 ? colors.red(answer) : colors.green(answer)
    const label = labels[at] ?? ''
    if (2 + width + countColumns(answer) <= columns) return [`  ${pad(label, width)}${colored}`]
    return [...wrap(label, columns - 2).map((line) => `  ${line}`), `    ${colored}`]
  })
  const isTimed = repeatability.some(({ repeats }) => repeats === 'until-deadline')
  const note = isTimed
    ? wrap(noteTime(repeatSeconds)[language], columns - 2).map((line) => `  ${colors.dim(line)}`)
    : []
  return [words.repeated[language], ...lines, ...note, '']
}

/** The first line: the code, and what it is. Wrapped only if it is too long, since colours count as columns. */
function formatHead(
  code: string,
  parts: readonly (readonly [text: string, color: (text: string) => string])[],
  style: Style,
): string {
  const lines = ['']
  let used = 0
  for (const [text, color] of [[plain(code), style.colors.bold] as const, ...parts]) {
    const width = countColumns(text)
    if (used > 0 && used + 2 + width > style.columns) {
      lines.push('')
      used = 0
    }
    const gap = used > 0 ? '  ' : lines.length > 1 ? '  ' : ''
    lines.push(`${lines.pop()}${gap}${color(text)}`)
    used += gap.length + width
  }
  return lines.join('\n')
}

const asIs = (text: string): string => text

const formatText = (text: string | undefined): readonly string[] => (text === undefined ? [] : [plain(text)])

const formatRetry = (retry: Disposition, language: Language): string =>
  `${retry}${words.colon[language]}${dispositionWords[retry][language]}`

function printCode(explanation: Explanation, style: Style): string {
  const { language, colors } = style
  const sourceWords = [
    words[explanation.source][language],
    ...(explanation.documented ? [] : [words.guessed[language]]),
    ...(explanation.place === 'message' ? [words.byMessage[language]] : []),
  ].join(words.semicolon[language])
  const { products = [], service, list, title } = explanation
  // Without a named product the texts are those of one list among several.
  const isOneOfSeveral = products.length > 1 && service !== '*'
  const product = isOneOfSeveral
    ? formatProductIds(products, style)
    : title
      ? `${service}: ${title[language]}`
      : formatService(service, style)
  const formatMeaning = (text: Text | undefined) =>
    text ? [plain(`${isOneOfSeveral ? `${list}${words.colon[language]}` : ''}${text[language]}`)] : []
  const rows: Rows = [
    [words.product[language], formatProducts(explanation, style)],
    [words.meaning[language], formatMeaning(explanation.meaning)],
    [words.remedy[language], formatMeaning(explanation.remedy)],
    [
      words[explanation.place === 'message' ? 'input' : 'serverMessage'][language],
      formatText(explanation.serverMessage),
    ],
    // A pasted text has a message of its own, or none; the documented one would be taken for it.
    [words.wireText[language], formatText(explanation.place === 'typed' ? explanation.wireText : undefined)],
    [words.limit[language], formatLimits(explanation, style)],
    [words.retry[language], [formatRetry(explanation.retry, language)]],
    [words.source[language], [sourceWords]],
    [words.others[language], formatOthers(explanation.others, style)],
    [words.nearest[language], explanation.nearest ?? []],
  ]
  return [
    formatHead(
      formatCodes(explanation),
      [
        [explanation.class, colors.yellow],
        [explanation.kind, asIs],
        [`(${product})`, asIs],
      ],
      style,
    ),
    formatColumns(rows, style),
    '',
    ...formatRepeatability(explanation, style),
  ].join('\n')
}

function printFault(fault: ExplainedFault, style: Style): string {
  const { language, colors } = style
  const rows: Rows = [
    [words.product[language], fault.service === undefined ? [] : [plain(fault.service)]],
    [words.meaning[language], [fault.meaning[language]]],
    [words.remedy[language], [fault.remedy[language]]],
    [words.retry[language], [formatRetry(fault.retry, language)]],
    [words.mayHaveRun[language], [words[fault.mayHaveRun ? 'perhaps' : 'no'][language]]],
  ]
  return [
    formatHead(
      fault.code,
      [
        [fault.class, colors.yellow],
        [fault.kind, asIs],
      ],
      style,
    ),
    formatColumns(rows, style),
    '',
    ...formatRepeatability(fault, style),
  ].join('\n')
}

function printTerm({ code, meaning, remedy }: ExplainedTerm, style: Style): string {
  const { language } = style
  const text = (found: Text | undefined) => (found ? [found[language]] : [])
  const rows: Rows = [
    [words.meaning[language], text(meaning)],
    [words.remedy[language], text(remedy)],
  ]
  return `${formatHead(code, [], style)}\n${formatColumns(rows, style)}\n`
}

/** Prints what is known. */
export function printExplained(explained: Exclude<Explained, Unexplained>, style: Style): string {
  if (explained.subject === 'code') return printCode(explained, style)
  return explained.subject === 'transport' ? printFault(explained, style) : printTerm(explained, style)
}

export function printUnexplained({ code, service, others, nearest }: Unexplained, style: Style): string {
  const { language } = style
  const lists = [
    [words.others[language], formatOthers(others, style)],
    [words.nearest[language], nearest],
  ] as const
  const sections = lists
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `${title}${words.colon[language].trim()}\n${lines.map((line) => `  ${formatLine(line, style, '    ')}`).join('\n')}`,
    )
  const known = service === undefined ? 'unknownAlone' : 'unknownHere'
  const sentence = words[others.length > 0 ? known : 'unknown'][language]
  return [formatLine(`${plain(code)} ${sentence}`, style, ''), ...sections].join('\n')
}
