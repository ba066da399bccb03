import { expect, test } from 'vitest'
import { StreamProgress } from '../../src/streams/progress.ts'
import { addUsage } from '../../src/streams/usage.ts'

const read = (...events: readonly object[]) => {
  const progress = new StreamProgress()
  for (const event of events) progress.push(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`))
  return progress.usage
}

test('the tokens of an answer that come in parts add up to those at its end', () => {
  const usage = read(
    { type: 'message_start', message: { usage: { input_tokens: 10, output_tokens: 1 } } },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 50 } },
  )
  expect(usage).toEqual({ inputTokens: 10, outputTokens: 50, totalTokens: 60 })
})

test('a sum that the service tells is kept', () => {
  expect(addUsage({ inputTokens: 10, totalTokens: 11 }, { outputTokens: 5, totalTokens: 17 })).toEqual({
    inputTokens: 10,
    outputTokens: 5,
    totalTokens: 17,
  })
  expect(addUsage(undefined, { totalTokens: 3 })).toEqual({ totalTokens: 3 })
})
