import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check } from 'recheck'
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

/** Runs over the limits are an answer of "unknown"; the limits of steps, not of time, decide, so that a busy machine changes nothing. */
const limits = { timeout: 60_000, attackTimeout: null, incubationTimeout: null }

/**
 * What the time of an expression grows with, where that is more than the length of the text: "2nd degree polynomial" or
 * "exponential", and why when it cannot be said; undefined for one of linear time.
 */
export async function slownessOf({ source, flags }: RegExp): Promise<string | undefined> {
  const found = await check(source, flags, limits)
  if (found.status === 'safe') return undefined
  return found.status === 'vulnerable' ? found.complexity.summary : found.error.kind
}
