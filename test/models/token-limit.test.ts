import axios from 'axios'
import { attachTencentCloud, type TencentCloudEvent } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { createFakeTencentCloud, limits } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { estimateTokens } from '../../src/engine/count-tokens.ts'
import { profileFor, wrapCvm } from '../sdk/clients.ts'
import { InstantClock } from '../support/clocks.ts'
import { deferred } from '../support/deferred.ts'
import { done, frame, role, startStreams, stop, text } from './stream-server.ts'

const url = 'https://tokenhub.tencentmaas.com/v1/chat/completions'
const usage = (total: number) => ({ prompt_tokens: 1, completion_tokens: total - 1, total_tokens: total })
/** Waits of a minute are longer than a call would wait by itself. */
const limited = { pacing: { limit: { tpm: 1_000 } }, retry: { maxRetryTimeMs: Number.POSITIVE_INFINITY } }
const body = { model: 'm', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 900 }

/** What a second call waits for, in ms, whose tokens fit beside those of the first only if that has used no more than it told. */
async function waitsOf(answer: () => Response): Promise<readonly number[]> {
  const clock = new InstantClock()
  const call = createTencentCloudFetch(async () => answer(), { clock, ...limited })
  const send = async () => (await call(url, { method: 'POST', body: JSON.stringify(body) })).text()
  await send()
  await send()
  return clock.waits
}

const asJson = (value: object): Response => Response.json(value)
const asStream = (...frames: readonly string[]): Response =>
  new Response(frames.join(''), { headers: { 'content-type': 'text/event-stream' } })
const choices = [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }]
const told = frame({ choices: [], usage: usage(20) })

describe('the tokens of a call are those that its answer tells', () => {
  test.each<[what: string, answer: () => Response]>([
    ['in its body', () => asJson({ choices, usage: usage(20) })],
    ['in the protocol of Anthropic', () => asJson({ type: 'message', usage: { input_tokens: 10, output_tokens: 10 } })],
    ['at the end of a stream', () => asStream(role, text('a'), stop, told, done)],
    [
      'in two events of a stream',
      () =>
        asStream(
          frame({ type: 'message_start', message: { usage: { input_tokens: 10, output_tokens: 1 } } }),
          frame({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }),
          frame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 10 } }),
          frame({ type: 'message_stop' }),
        ),
    ],
  ])('%s', async (_what, answer) => {
    expect(await waitsOf(answer)).toEqual([])
  })

  test('and those that were estimated, if it tells none', async () => {
    expect(await waitsOf(() => asJson({ choices }))).toEqual([60_020])
    expect(await waitsOf(() => asStream(role, text('a'), stop, done))).toEqual([60_020])
  })

  test('which may be more than were reserved', async () => {
    expect(await waitsOf(() => asJson({ choices, usage: usage(999) }))).toEqual([60_020])
  })

  test('the same with axios, which reads a body, a stream or the text of one', async () => {
    const stream = { steps: [role, text('a'), stop, told, done] }
    const json = { steps: [JSON.stringify({ choices, usage: usage(20) })], type: 'application/json' }
    for (const [script, config] of [
      [json, {}],
      [stream, { responseType: 'stream' }],
      [stream, { responseType: 'text' }],
    ] as const) {
      const clock = new InstantClock()
      const { origin } = await startStreams(script)
      const http = axios.create({ baseURL: origin, proxy: false })
      attachTencentCloud(http, { clock, service: 'tokenhub', ...limited })
      for (const _call of [1, 2]) {
        const { data } = await http.post('/v1/chat/completions', body, config)
        if (typeof data !== 'string' && Symbol.asyncIterator in data) for await (const _chunk of data);
      }
      expect(clock.waits).toEqual([])
    }
  })

  test('the same with the official SDK, for an answer and a stream', async () => {
    const Usage = { PromptTokens: 10, CompletionTokens: 10, TotalTokens: 20 }
    const answer = {
      Response: { Choices: [{ Message: { Content: 'a' }, FinishReason: 'stop' }], Usage, RequestId: 'r' },
    }
    const event = frame({ Choices: [{ Delta: { Content: 'a' }, FinishReason: 'stop' }], Usage })
    for (const script of [{ steps: [JSON.stringify(answer)], type: 'application/json' }, { steps: [event] }]) {
      const clock = new InstantClock()
      const { origin } = await startStreams(script)
      const client = wrapCvm(
        { service: 'hunyuan', clock, ...limited, pacing: { limit: { tpm: 1_100 } } },
        profileFor(origin),
      )
      for (const _call of [1, 2]) {
        const result = await client.request('ChatCompletions', {
          Model: 'm',
          Messages: [{ Role: 'user', Content: 'a' }],
        })
        if (Symbol.asyncIterator in result) for await (const _event of result);
      }
      expect(clock.waits).toEqual([])
    }
  })
})

test('a stream holds its tokens until it ends, and another model and another key have tokens of their own', async () => {
  const { promise, resolve } = deferred<void>()
  const server = await startStreams({ steps: [text('a'), { until: promise }, stop, told, done] })
  const call = createTencentCloudFetch(fetch, {
    hosts: [new URL(server.origin).host],
    service: 'tokenhub',
    clock: new InstantClock(),
    ...limited,
  })
  const send = (model: string, key: string) =>
    call(server.chat, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ ...body, model }),
    })
  const first = await send('m', 'a')
  const others = await Promise.all([send('n', 'a'), send('m', 'b')])
  let isSent = false
  const same = send('m', 'a').then((response) => {
    isSent = true
    return response
  })
  await new Promise(setImmediate)
  expect([server.received.length, isSent]).toEqual([3, false])
  resolve()
  await Promise.all([first, ...others].map((response) => response.text()))
  await (await same).text()
  expect(server.received).toHaveLength(4)
})

test('a service that counts tokens refuses none of many calls, and each that waits is told', async () => {
  const fake = createFakeTencentCloud()
  const { urlOf, close } = await fake.listen()
  onTestFinished(close)
  const baseURL = urlOf('tokenhub')
  const clock = new InstantClock()
  fake.answer('*', { text: 'one two three four', inputTokens: 20 })
  fake.limit('*', limits.modelTokens({ max: 1_000 }))
  const events: TencentCloudEvent['type'][] = []
  const call = createTencentCloudFetch(fetch, {
    clock,
    hosts: [new URL(baseURL).host],
    service: 'tokenhub',
    ...limited,
    onEvent: ({ type }) => void events.push(type),
  })
  const send = () =>
    call(`${baseURL}/v1/chat/completions`, { method: 'POST', body: JSON.stringify({ ...body, max_tokens: 100 }) })
  await Promise.all(Array.from({ length: 20 }, async () => (await send()).text()))
  expect(fake.requests).toHaveLength(20)
  expect(events).toContain('wait')
  expect(events).not.toContain('throttle-learned')
})

describe('the estimate', () => {
  const at = '/v1/chat/completions'
  const input = (fields: object, path = at) => estimateTokens({ model: 'm', ...fields }, path, 'tokenhub')?.input ?? 0

  test.each<[what: string, fields: object, least: number, most: number]>([
    ['English', { messages: [{ role: 'user', content: 'a word of it '.repeat(100) }] }, 300, 450],
    ['Chinese', { messages: [{ role: 'user', content: '今天天气很好'.repeat(100) }] }, 300, 400],
    [
      'tools',
      { messages: [], tools: [{ type: 'function', function: { name: 'f', description: 'x'.repeat(300) } }] },
      90,
      120,
    ],
    [
      'a picture, whose base64 is no text',
      { input: [{ image_url: `data:image/png;base64,${'A'.repeat(1e6)}` }] },
      1_000,
      1_010,
    ],
    [
      'a picture of Anthropic',
      { messages: [{ content: [{ source: { type: 'base64', data: 'iVBO/+AB'.repeat(1e5) } }] }] },
      1_000,
      1_010,
    ],
  ])('of %s is near what models count', (_what, fields, least, most) => {
    const count = input(fields)
    expect(count).toBeGreaterThanOrEqual(least)
    expect(count).toBeLessThanOrEqual(most)
  })

  test.each<[field: string]>([['max_tokens'], ['max_completion_tokens'], ['max_output_tokens'], ['MaxTokens']])(
    'takes the bound of the answer from %s',
    (field) => {
      expect(estimateTokens({ prompt: 'a', [field]: 7 }, at, 'tokenhub')?.output).toBe(7)
    },
  )

  test('does not fail for a body of any depth', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(20_000)}"b"${'}'.repeat(20_000)}`)
    expect(input({ prompt: 'word', deep })).toBeGreaterThan(0)
  })

  test('has no answer for an embedding, no bound without a field, and nothing for a call that asks no model', () => {
    expect(estimateTokens({ input: 'a' }, '/v1/embeddings', 'hunyuan')?.output).toBe(0)
    expect(estimateTokens({ prompt: 'a' }, at, 'hunyuan')?.output).toBeUndefined()
    expect(estimateTokens({}, '/v1/models', 'hunyuan')).toBeUndefined()
    expect(estimateTokens({ task: 'x' }, '/v1/api/video/query', 'tokenhub')).toBeUndefined()
  })
})

describe('a limit that cannot be kept is refused, with its name and what to write', () => {
  test.each([
    [{ tpm: 0 }, 'option `pacing.limit.tpm` must be a whole number ≥ 1, not 0'],
    [{ tpm: '100k' }, 'option `pacing.limit.tpm` must be a whole number ≥ 1, not "100k"'],
    [{ rpm: 1, tpm: 1.5 }, 'option `pacing.limit.tpm` must be a whole number ≥ 1, not 1.5'],
    [{}, 'option `pacing.limit` must be an object with qps, rpm, tpm or inFlight, not an object'],
  ])('%j', (limit, message) => {
    const options = JSON.parse(JSON.stringify({ pacing: { limit } }))
    expect(() => createTencentCloudFetch(fetch, options)).toThrow(message)
  })

  test('one of a minute beside a fleet, which would not share it', () => {
    const fleet = { reserve: () => Promise.reject(new Error('unused')) }
    for (const limit of [{ rpm: 5 }, { tpm: 5 }]) {
      expect(() => createTencentCloudFetch(fetch, { pacing: { fleet, limit } })).toThrow(
        'option `pacing.limit` must be in qps beside a fleet',
      )
    }
  })
})

test('throttles that count tokens teach a limit of tokens, once those of a minute are known', async () => {
  await import('../../src/engine/count-tokens.ts')
  const clock = new InstantClock()
  const throttle = () => Response.json({ error: { message: 'x', code: '429003' } }, { status: 429 })
  const replies = [throttle]
  const learned: unknown[] = []
  const call = createTencentCloudFetch(async () => replies.shift()?.() ?? asJson({ choices, usage: usage(100) }), {
    clock,
    retry: limited.retry,
    onEvent: (event) => {
      if (event.type === 'throttle-learned') learned.push(event.limit)
    },
  })
  const send = () => call(url, { method: 'POST', body: JSON.stringify(body) })
  await send()
  expect(learned).toMatchObject([{ model: 'm', qps: expect.any(Number) }])
  await new Promise(setImmediate)
  for (let one = 0; one < 7; one++) {
    clock.time += 10_000
    await send()
  }
  replies.push(throttle)
  await send()
  expect(learned.at(-1)).toMatchObject({ model: 'm', tpm: expect.any(Number) })
  expect(learned.at(-1)).not.toHaveProperty('qps')
})
