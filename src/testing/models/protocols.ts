import type { Frame } from '../answer.ts'
import type { Generation } from './generation.ts'
import type { Protocol } from './model-request.ts'

/** How a protocol writes an answer. */
interface Writer {
  /** The body of an answer that is no stream. */
  body(generation: Generation): object
  /** The events of a stream, in order. */
  frames(generation: Generation): readonly Frame[]
}

const toFrame = (data: object | string, name = '', tokens = 0, waitMs = 0): Frame => ({
  text: `${name && `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`,
  tokens,
  waitMs,
})

const openAiUsage = ({ inputTokens, outputTokens }: Generation) => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
})

// https://platform.openai.com/docs/api-reference/chat
const openAi: Writer = {
  body(generation) {
    const { id, model, created, reasoning, pieces, finishReason } = generation
    const message = {
      role: 'assistant',
      content: pieces.join(''),
      ...(reasoning.length > 0 && { reasoning_content: reasoning.join('') }),
    }
    const choices = [{ index: 0, message, finish_reason: finishReason }]
    return { id, object: 'chat.completion', created, model, choices, usage: openAiUsage(generation) }
  },
  frames(generation) {
    const { id, model, created, reasoning, pieces, finishReason, msPerToken, includeUsage } = generation
    const head = { id, object: 'chat.completion.chunk', created, model }
    const chunk = (delta: object, tokens: number, finish: string | null = null) =>
      toFrame({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] }, '', tokens, tokens * msPerToken)
    return [
      chunk({ role: 'assistant', content: '' }, 0),
      ...reasoning.map((piece) => chunk({ reasoning_content: piece }, 1)),
      ...pieces.map((piece) => chunk({ content: piece }, 1)),
      chunk({}, 0, finishReason),
      ...(includeUsage ? [toFrame({ ...head, choices: [], usage: openAiUsage(generation) })] : []),
      toFrame('[DONE]'),
    ]
  },
}

const namedUsage = ({ inputTokens, outputTokens }: Generation) => ({
  input_tokens: inputTokens,
  output_tokens: outputTokens,
})

type NamedEvent = Readonly<Record<string, unknown>> & { readonly type: string }

const named = (event: NamedEvent, tokens = 0, waitMs = 0): Frame => toFrame(event, event.type, tokens, waitMs)

// https://platform.openai.com/docs/api-reference/responses-streaming
const responses: Writer = {
  body(generation) {
    const { id, model, created, pieces, finishReason, inputTokens, outputTokens } = generation
    const part = { type: 'output_text', text: pieces.join(''), annotations: [] }
    return {
      id: `resp_${id}`,
      object: 'response',
      created_at: created,
      status: finishReason === 'stop' ? 'completed' : 'incomplete',
      error: null,
      incomplete_details: finishReason === 'stop' ? null : { reason: finishReason },
      model,
      output: [{ type: 'message', id: `msg_${id}`, status: 'completed', role: 'assistant', content: [part] }],
      usage: { ...namedUsage(generation), total_tokens: inputTokens + outputTokens },
    }
  },
  frames(generation) {
    const { id, pieces, finishReason, msPerToken } = generation
    const whole = responses.body(generation)
    const begun = { ...whole, status: 'in_progress', output: [], usage: null, incomplete_details: null }
    const place = { item_id: `msg_${id}`, output_index: 0, content_index: 0 }
    const item = { type: 'message', id: `msg_${id}`, role: 'assistant' }
    const part = { type: 'output_text', text: '', annotations: [] }
    const text = pieces.join('')
    const events: readonly (readonly [event: NamedEvent, tokens?: number])[] = [
      [{ type: 'response.created', response: begun }],
      [{ type: 'response.in_progress', response: begun }],
      [{ type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } }],
      [{ type: 'response.content_part.added', ...place, part }],
      ...pieces.map((delta) => [{ type: 'response.output_text.delta', ...place, delta }, 1] as const),
      [{ type: 'response.output_text.done', ...place, text }],
      [{ type: 'response.content_part.done', ...place, part: { ...part, text } }],
      [{ type: 'response.output_item.done', output_index: 0, item: { ...item, content: [{ ...part, text }] } }],
      [{ type: finishReason === 'stop' ? 'response.completed' : 'response.incomplete', response: whole }],
    ]
    return events.map(([event, tokens = 0], at) =>
      named({ ...event, sequence_number: at }, tokens, tokens * msPerToken),
    )
  },
}

const stopReasons: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  content_filter: 'refusal',
}

// https://docs.anthropic.com/en/api/messages-streaming
const anthropic: Writer = {
  body(generation) {
    const { id, model, reasoning, pieces, finishReason } = generation
    return {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model,
      content: [
        ...(reasoning.length > 0 ? [{ type: 'thinking', thinking: reasoning.join(''), signature: '' }] : []),
        { type: 'text', text: pieces.join('') },
      ],
      stop_reason: stopReasons[finishReason] ?? finishReason,
      stop_sequence: null,
      usage: namedUsage(generation),
    }
  },
  frames(generation) {
    const { reasoning, pieces, finishReason, msPerToken, inputTokens, outputTokens } = generation
    const block = (index: number, kind: 'text' | 'thinking', parts: readonly string[]): readonly Frame[] => [
      named({ type: 'content_block_start', index, content_block: { type: kind, [kind]: '' } }),
      ...parts.map((part) => {
        const delta = { type: `${kind}_delta`, [kind]: part }
        return named({ type: 'content_block_delta', index, delta }, 1, msPerToken)
      }),
      named({ type: 'content_block_stop', index }),
    ]
    const usage = { input_tokens: inputTokens, output_tokens: 0 }
    const message = { ...anthropic.body(generation), content: [], stop_reason: null, usage }
    const delta = { stop_reason: stopReasons[finishReason] ?? finishReason, stop_sequence: null }
    return [
      named({ type: 'message_start', message }),
      ...(reasoning.length > 0 ? block(0, 'thinking', reasoning) : []),
      ...block(reasoning.length > 0 ? 1 : 0, 'text', pieces),
      named({ type: 'message_delta', delta, usage: { output_tokens: outputTokens } }),
      named({ type: 'message_stop' }),
    ]
  },
}

// https://cloud.tencent.com/document/product/1729/105701
const api3: Writer = {
  body({ id, created, pieces, finishReason, inputTokens, outputTokens }) {
    const choice = { Message: { Role: 'assistant', Content: pieces.join('') }, FinishReason: finishReason }
    const usage = { PromptTokens: inputTokens, CompletionTokens: outputTokens, TotalTokens: inputTokens + outputTokens }
    return { Id: id, Created: created, Choices: [choice], Usage: usage }
  },
  frames(generation) {
    const { reasoning, pieces, finishReason, msPerToken } = generation
    const head = { ...api3.body(generation) }
    const chunk = (fields: object, tokens: number, reason = '') => {
      const choices = [{ Delta: { Role: 'assistant', Content: '', ...fields }, FinishReason: reason }]
      return toFrame({ ...head, Choices: choices }, '', tokens, tokens * msPerToken)
    }
    return [
      chunk({}, 0),
      ...reasoning.map((piece) => chunk({ ReasoningContent: piece }, 1)),
      ...pieces.map((piece) => chunk({ Content: piece }, 1)),
      chunk({}, 0, finishReason),
    ]
  },
}

/** What writes answers: a protocol, or the event streams of API 3.0. */
export type WriterName = Protocol | 'api3'

export const writers: Readonly<Record<WriterName, Writer>> = { openai: openAi, responses, anthropic, api3 }
