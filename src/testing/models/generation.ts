import type { Data } from '../answer.ts'
import { checkNumber, checkType } from '../check.ts'
import type { LoggedRequest } from '../log.ts'
import { isDelay, maxDelayMs } from '../waits.ts'
import { countPromptTokens } from './model-request.ts'

/** What a model answers: the data of `fake.answer()` for a request to a model endpoint. */
export interface ModelAnswer {
  /**
   * The text. Each word of a string, or each entry of a list, is one token, and in a stream one event.
   *
   * @default a sentence with the number of the execution
   */
  readonly text?: string | readonly string[]
  /**
   * Reasoning before the text, cut like it. Not part of Responses.
   *
   * @default none
   */
  readonly reasoning?: string | readonly string[]
  /**
   * Why the answer ends, in the words of OpenAI: `stop`, `length`, `content_filter`; or `sensitive`, as API 3.0 says.
   *
   * @default 'stop'
   */
  readonly finishReason?: string
  /**
   * Tokens of the prompt.
   *
   * @default a fourth of the characters of the prompt's JSON
   */
  readonly inputTokens?: number
  /**
   * Milliseconds before each token of a stream, or in all before an answer that is no stream, by the fake's `sleep`.
   *
   * @default 0
   */
  readonly msPerToken?: number
}

/** What a model has generated for one request. */
export interface Generated {
  /** Tokens of the prompt. */
  readonly inputTokens: number
  /** Tokens of the whole answer. */
  readonly outputTokens: number
  /** Tokens of the answer that were sent so far. */
  readonly sentTokens: number
  /**
   * How the answer ended: `whole`; `broken` by a fault or `reset()`; `cancelled` by the client. Undefined while it is
   * being sent.
   */
  readonly ended: 'whole' | 'broken' | 'cancelled' | undefined
}

/** An answer, cut into tokens. */
export interface Generation {
  readonly id: string
  readonly model: string
  /** Epoch seconds. */
  readonly created: number
  readonly reasoning: readonly string[]
  readonly pieces: readonly string[]
  readonly finishReason: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly msPerToken: number
  /** Does a stream end with its usage, in the protocol of OpenAI? */
  readonly includeUsage: boolean
}

const where = 'answer'

/** Cuts a text into its words, each with the blanks before it. */
const toPieces = (name: string, value: unknown): readonly string[] => {
  if (value === undefined) return []
  if (typeof value === 'string') return value.match(/\s*\S+|\s+$/g) ?? []
  if (Array.isArray(value) && value.every((piece) => typeof piece === 'string')) return value
  throw new TypeError(`${where}: "${name}" must be a string or a list of strings`)
}

const toCount = (name: string, value: unknown, otherwise: number): number => {
  if (value === undefined) return otherwise
  checkNumber(where, name, value, `a number from 0 to ${maxDelayMs}`, isDelay)
  return Number(value)
}

const hasUsage = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && Reflect.get(options, 'include_usage') === true

/** Reads what a model answers. Throws a TypeError that names an invalid field. */
export const toGeneration = (data: Data, { params, requestId, model, at, number }: LoggedRequest): Generation => {
  const { text = `This is the answer to request ${number}.`, finishReason = 'stop' } = data
  checkType(where, 'finishReason', finishReason, 'string')
  const reasoning = toPieces('reasoning', data.reasoning)
  const pieces = toPieces('text', text)
  return {
    id: requestId,
    model: model ?? 'model',
    created: Math.floor(at / 1_000),
    reasoning,
    pieces,
    finishReason: String(finishReason),
    inputTokens: toCount('inputTokens', data.inputTokens, countPromptTokens(params)),
    outputTokens: reasoning.length + pieces.length,
    msPerToken: toCount('msPerToken', data.msPerToken, 0),
    includeUsage: hasUsage(params.stream_options),
  }
}
