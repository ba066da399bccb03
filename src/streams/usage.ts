import { isRecord, readOwn } from '../check/check.ts'

/** The tokens of an answer, as the service counts them. */
export interface TokenUsage {
  /** Of the prompt. */
  readonly inputTokens?: number
  /** Of the answer. */
  readonly outputTokens?: number
  /** Both together. */
  readonly totalTokens?: number
}

const names = {
  inputTokens: ['prompt_tokens', 'input_tokens', 'PromptTokens'],
  outputTokens: ['completion_tokens', 'output_tokens', 'CompletionTokens'],
  totalTokens: ['total_tokens', 'TotalTokens'],
} as const

/** The tokens of an answer as they are known after more of it: one event may tell those of the prompt, another the rest. */
export function addUsage(before: TokenUsage | undefined, more: TokenUsage): TokenUsage {
  const all = { ...before, ...more }
  const { inputTokens, outputTokens } = all
  if (more.totalTokens !== undefined || inputTokens === undefined || outputTokens === undefined) return all
  return { ...all, totalTokens: inputTokens + outputTokens }
}

/** Reads the tokens of an answer in the forms of all protocols; undefined if there are none. */
export function readUsage(value: unknown): TokenUsage | undefined {
  if (!isRecord(value)) return undefined
  const read = (keys: readonly string[]) => {
    const found = keys.map((key) => readOwn(value, key)).find((count) => typeof count === 'number')
    return typeof found === 'number' ? found : undefined
  }
  const inputTokens = read(names.inputTokens)
  const outputTokens = read(names.outputTokens)
  const sum = inputTokens !== undefined && outputTokens !== undefined ? inputTokens + outputTokens : undefined
  const totalTokens = read(names.totalTokens) ?? sum
  const usage = {
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(totalTokens !== undefined && { totalTokens }),
  }
  return Object.keys(usage).length > 0 ? usage : undefined
}
