// Loaded with a limit of tokens, or with the first throttle that counts them.
import { isRecord } from '../check/check.ts'
import type { TokenEstimate } from '../pacing/tokens.ts'
import { readModelUse } from '../request/index.ts'
import { readUsage, type TokenUsage } from '../streams/usage.ts'

export { LearnedTokens } from '../pacing/learned-tokens.ts'
export { TokenLimiter } from '../pacing/token-limiter.ts'

/**
 * Tokens for each character: of letters, digits and marks, and of other scripts. They are on the high side, and differ
 * between models. Source: https://api-docs.deepseek.com/quick_start/token_usage
 */
const perCharacter = { ascii: 0.3, other: 0.6 } as const

/**
 * Tokens of a picture or another file that stands in a prompt as base64, as a data URL or by itself (in the protocol of
 * Anthropic): that text is not what is counted.
 */
const perFile = 1_000

/** No other text has as many letters in a row. */
const isFile = (text: string): boolean => text.startsWith('data:') || /^[\w+/-]{2000}/.test(text)

/** The depth to which a body is counted, so that no stack overflows. */
const deepest = 100

/** Fields that a model does not read. */
const unread: ReadonlySet<string> = new Set(['model', 'Model', 'bot_app_key', 'AppKey', 'user', 'metadata'])

function countText(text: string): number {
  if (isFile(text)) return perFile
  let others = 0
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) others++
  return (text.length - others) * perCharacter.ascii + others * perCharacter.other
}

/** Tokens of the texts in a value, and one for each field that holds one: roles and marks count too. */
function countValue(value: unknown, depth = 0): number {
  if (typeof value === 'string') return countText(value) + 1
  if (depth > deepest) return 0
  const count = (sum: number, one: unknown) => sum + countValue(one, depth + 1)
  if (Array.isArray(value)) return value.reduce<number>(count, 0)
  if (!isRecord(value)) return 0
  return Object.entries(value).reduce((sum, [name, one]) => (unread.has(name) ? sum : count(sum, one)), 0)
}

/** The fields in which the protocols bound an answer. */
const bounds = ['max_completion_tokens', 'max_output_tokens', 'max_tokens', 'MaxTokens'] as const

type Body = Readonly<Record<string, unknown>>

function readBound(body: Body): number | undefined {
  const bound = bounds.map((name) => body[name]).find((value) => typeof value === 'number' && value >= 0)
  return typeof bound === 'number' ? bound : undefined
}

/** The tokens that a call to a model endpoint will use; undefined for one that asks no model. */
export function estimateTokens(body: Body, path: string, service: string | undefined): TokenEstimate | undefined {
  if (Object.keys(body).length === 0 || readModelUse(path, service, body) === 'read') return undefined
  return { input: Math.ceil(countValue(body)), output: /\/embeddings\/?$/.test(path) ? 0 : readBound(body) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The tokens that an answer tells: the outcome of a stream, or an answer with its body.
 *
 * @returns undefined if it tells none, or only the caller reads it
 */
export function readTokens(answer: unknown): TokenUsage | undefined {
  const { usage, body, data }: { usage?: TokenUsage; body?: unknown; data?: unknown } = Object(answer)
  if (usage) return usage
  const whole = typeof body === 'string' ? parse(body) : (body ?? data)
  if (!isRecord(whole)) return undefined
  const { usage: told, Usage: named } = isRecord(whole.Response) ? whole.Response : whole
  return readUsage(told ?? named)
}
