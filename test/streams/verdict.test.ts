import { describe, expect, test } from 'vitest'
import { StreamProgress } from '../../src/streams/progress.ts'
import { judgeEvent } from '../../src/streams/verdict.ts'

const judge = (data: object | string, name = '') =>
  judgeEvent({ name, data: typeof data === 'string' ? data : JSON.stringify(data) }, false)

const delta = (fields: object, reason: string | null = null) => ({
  choices: [{ delta: fields, finish_reason: reason }],
})

describe('nothing of the answer', () => {
  test.each<[string, object]>([
    ['a role', delta({ role: 'assistant', content: '' })],
    ['no choice', { choices: [] }],
    ['usage alone', { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }],
    ['message_start', { type: 'message_start', message: { usage: { input_tokens: 3 } } }],
    ['ping', { type: 'ping' }],
    ['an empty text block', { type: 'content_block_start', content_block: { type: 'text', text: '' } }],
    ['response.created', { type: 'response.created', response: {} }],
    ['an empty message item', { type: 'response.output_item.added', item: { type: 'message' } }],
    ['an empty part', { type: 'response.content_part.added', part: { type: 'output_text', text: '' } }],
    ['the role in API 3.0', { Choices: [{ Delta: { Role: 'assistant', Content: '' }, FinishReason: '' }] }],
    ["an agent's echo of the question", { type: 'reply', payload: { is_from_self: true, content: 'hi' } }],
    ['the count of an agent', { type: 'token_stat', payload: {} }],
  ])('%s', (_, event) => {
    const { hasContent = false, isFinished = false, failure } = judge(event)
    expect([hasContent, isFinished, failure]).toEqual([false, false, undefined])
  })
})

describe('something of the answer', () => {
  test.each<[string, object | string]>([
    ['text', delta({ content: 'a' })],
    ['reasoning', delta({ reasoning_content: 'a' })],
    ['a tool call', delta({ tool_calls: [{ index: 0 }] })],
    ['a refusal in words', delta({ refusal: 'no' })],
    ['the text of a completion', { choices: [{ text: 'a', finish_reason: null }] }],
    ['a delta of Anthropic', { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }],
    ['a tool of Anthropic', { type: 'content_block_start', content_block: { type: 'tool_use', name: 'f' } }],
    ['a delta of a response', { type: 'response.output_text.delta', delta: 'a' }],
    ['a call of a response', { type: 'response.output_item.added', item: { type: 'function_call' } }],
    ['text in API 3.0', { Choices: [{ Delta: { Content: 'a' }, FinishReason: '' }] }],
    ['the reply of an agent', { type: 'reply', payload: { content: 'a', is_final: false } }],
    ['an event that is not known', { something: 'new' }],
    ['text that is no JSON', 'hello'],
  ])('%s', (_, event) => {
    expect(judge(event)).toMatchObject({ hasContent: true })
  })
})

describe('the end of the answer', () => {
  test.each<[string, object]>([
    ['a reason to finish', delta({}, 'stop')],
    ['its length', delta({}, 'length')],
    ['message_stop', { type: 'message_stop' }],
    ['a stop reason', { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }],
    ['response.completed', { type: 'response.completed', response: {} }],
    ['API 3.0', { Choices: [{ Delta: {}, FinishReason: 'stop' }] }],
    ["an agent's last reply", { type: 'reply', payload: { content: '', is_final: true } }],
  ])('%s', (_, event) => {
    expect(judge(event)).toMatchObject({ isFinished: true })
  })
})

describe('a failure', () => {
  test.each<[string, object | string, string, object]>([
    ['of OpenAI', { error: { message: 'm', code: '429006', request_id: 'r' } }, '', { code: '429006', requestId: 'r' }],
    [
      'of Anthropic',
      { type: 'error', error: { type: 'overloaded_error', message: 'm' } },
      'error',
      { code: 'overloaded_error' },
    ],
    [
      'of a response',
      { type: 'response.failed', response: { id: 'i', error: { code: 'c', message: 'm' } } },
      '',
      { code: 'c' },
    ],
    ['as an event of a response', { type: 'error', code: 'c', message: 'm' }, 'error', { code: 'c', message: 'm' }],
    [
      'of an agent',
      { request_id: 'r', error: { code: 460032, message: 'm' } },
      'error',
      { code: '460032', requestId: 'r' },
    ],
    [
      'of a newer agent',
      { Type: 'error', Error: { Code: 460011, Message: 'm', RequestId: 'r' } },
      '',
      { code: '460011', requestId: 'r' },
    ],
    [
      'told as an answer',
      { type: 'reply', payload: { reply_method: 7, content: 'busy' } },
      'reply',
      { code: 'reply_method_7' },
    ],
    ['in ErrorMsg', { ErrorMsg: { Msg: 'm', Code: 4000 }, Choices: [] }, '', { code: '4000', dialect: 'api3' }],
    [
      'of API 3.0',
      { Response: { Error: { Code: 'InternalError', Message: 'm' }, RequestId: 'r' } },
      '',
      { code: 'InternalError', requestId: 'r' },
    ],
    ['content that was filtered', delta({}, 'content_filter'), '', { code: 'content_filter' }],
    ['sensitive content', { Choices: [{ Delta: {}, FinishReason: 'sensitive' }] }, '', { code: 'sensitive' }],
    ['text after the name error', 'gone', 'error', { code: 'error', message: 'gone' }],
  ])('%s', (_, event, name, failure) => {
    expect(judge(event, name).failure).toMatchObject(failure)
    const text = typeof event === 'string' ? event : JSON.stringify(event)
    expect(judgeEvent({ name, data: text }, true).failure).toMatchObject(failure)
  })

  test('is no chunk with error: null, nor one with choices beside the error', () => {
    expect(judge({ ...delta({ content: 'a' }), error: null }).failure).toBeUndefined()
    expect(judge({ ...delta({ content: 'a' }), error: { message: 'm', code: 'c' } }).failure).toBeUndefined()
  })
})

const run = (text: string) => {
  const progress = new StreamProgress()
  progress.push(new TextEncoder().encode(text))
  return progress.end()
}

describe('the end of a stream', () => {
  const chunk = (event: object) => `data: ${JSON.stringify(event)}\n\n`
  test.each([
    ['after [DONE]', `${chunk(delta({ content: 'a' }))}data: [DONE]\n\n`, 'finished'],
    ['after a reason, without [DONE]', chunk(delta({ content: 'a' }, 'stop')), 'finished'],
    ['after content', chunk(delta({ content: 'a' })), 'truncated'],
    ['after a role', chunk(delta({ role: 'assistant' })), 'empty'],
    ['after [DONE] alone', 'data: [DONE]\n\n', 'empty'],
    ['after comments', ': one\n\n: two\n\n', 'empty'],
    ['at once', '', 'empty'],
    ['after events of an unknown format', chunk({ some: 'thing' }), 'finished'],
    ['after a failure as JSON', '{"error":{"message":"m","code":"c"}}', 'failed'],
  ])('%s', (_, text, kind) => {
    expect(run(text).kind).toBe(kind)
  })

  test('the tokens are counted in every protocol', () => {
    const progress = new StreamProgress()
    const start = chunk({ type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } })
    progress.push(
      new TextEncoder().encode(start + chunk({ type: 'message_delta', delta: {}, usage: { output_tokens: 9 } })),
    )
    expect(progress.usage).toMatchObject({ inputTokens: 3, outputTokens: 9 })
    const other = new StreamProgress()
    other.push(
      new TextEncoder().encode(chunk({ Choices: [], Usage: { PromptTokens: 1, CompletionTokens: 2, TotalTokens: 3 } })),
    )
    expect(other.usage).toEqual({ inputTokens: 1, outputTokens: 2, totalTokens: 3 })
  })
})
