import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

/** A regular expression of the source, and where it stands. */
export interface Found {
  readonly at: string
  readonly regex: RegExp
}

const src = fileURLToPath(new URL('../../src/', import.meta.url))

type Node = Readonly<Record<string, unknown>>

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item)
  else if (typeof value === 'object' && value !== null && !(value instanceof RegExp)) {
    const node = value as Node
    yield node
    for (const inner of Object.values(node)) yield* nodesOf(inner)
  }
}

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
  .sort()

/** What `pick` makes of the nodes of all of src/, each with the place where it stands. */
function collect<T>(pick: (node: Node) => T | undefined): readonly { readonly at: string; readonly found: T }[] {
  return sources.flatMap((file) => {
    const code = readFileSync(src + file, 'utf8')
    return [...nodesOf(parseAst(code, { lang: 'ts' }))].flatMap((node) => {
      const found = typeof node.start === 'number' ? pick(node) : undefined
      return found === undefined
        ? []
        : [{ at: `${file}:${code.slice(0, Number(node.start)).split('\n').length}`, found }]
    })
  })
}

/** Every regular expression that is written as a literal in src/. */
export const regularExpressions = (): readonly Found[] =>
  collect(({ regex }) => {
    if (typeof regex !== 'object' || regex === null) return undefined
    const { pattern, flags } = regex as { pattern: string; flags: string }
    return new RegExp(pattern, flags)
  }).map(({ at, found }) => ({ at, regex: found }))

/** Where src/ makes one of a text, which `regularExpressions` cannot see. */
export const madeOfTexts = (): readonly string[] =>
  collect(({ type, callee }) => {
    const isCall = type === 'NewExpression' || type === 'CallExpression'
    return (isCall && (callee as Node).name === 'RegExp') || undefined
  }).map(({ at }) => at)

/** Texts of which repeats are made: what the expression itself speaks of, and what classes of characters mostly hold. */
function piecesOf({ source }: RegExp): readonly string[] {
  const words = source.match(/[A-Za-z0-9 _"-]{2,20}|[\u4e00-\u9fff]+/g) ?? []
  const chars = [
    'a',
    'A',
    '0',
    ' ',
    '\n',
    '_',
    '-',
    '.',
    ',',
    ':',
    ';',
    '=',
    '/',
    '\\',
    '"',
    "'",
    '(',
    '[',
    '{',
    '<',
    '&',
    '%',
    '*',
    '\u00e9',
    '\ud800',
  ]
  return [...new Set([...words, ...chars, 'a-', 'A_', 'a.', '\\"', '"\\', ' =', ': ', ':0', '(0', 'E1', '=a', '%4'])]
}

/** Starts that get an anchored expression into its repeats. */
const starts = [
  '',
  'http://',
  '-',
  '"',
  '(',
  'A',
  'a',
  '/',
  '{',
  'request to ',
  'Credential=',
  'ap-',
  'application/',
  '"code":',
  'token=',
  'code:0',
]

function milliseconds(regex: RegExp, text: string): number {
  regex.lastIndex = 0
  const begun = performance.now()
  if (regex.global) text.replace(regex, '')
  else regex.exec(text)
  return performance.now() - begun
}

/** The shortest of some runs: a pause of the machine is no property of the expression. */
const fastest = (regex: RegExp, text: string): number => Math.min(...[1, 2, 3].map(() => milliseconds(regex, text)))

/** Times from which growth can be told from noise. */
const noticeableMs = 4

/**
 * A text for which the time that an expression takes more than trebles each time the text is doubled; undefined where
 * none of the repeats shows that.
 */
export function slowTextFor(regex: RegExp): string | undefined {
  const isAnchored = regex.source.startsWith('^')
  // Short ones first: an expression of exponential time would not come back from the long one.
  for (const piece of piecesOf(regex))
    for (const start of isAnchored ? starts : [''])
      for (const end of ['!', ''])
        for (const count of [20, 500, 8_000]) {
          const text = (times: number) => start + piece.repeat(times) + end
          const first = milliseconds(regex, text(count))
          if (first < noticeableMs) continue
          if (count === 20 && fastest(regex, text(count)) >= noticeableMs) return JSON.stringify(text(3))
          const [one = 0, two = 0, four = 0] = [1, 2, 4].map((times) => fastest(regex, text(times * count)))
          if (one >= noticeableMs && two > 3 * one && four > 3 * two) return JSON.stringify(text(3))
        }
  return undefined
}
