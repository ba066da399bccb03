import type { CallEvent, TencentCloudEvent } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { createTelemetry } from 'axios-tencentcloud/otel'
import { expect, test } from 'vitest'
import { startOpenTelemetry } from '../telemetry/opentelemetry.ts'
import { done, errorFrame, frame, role, type Script, startStreams, stop, text } from './stream-server.ts'

const usage = frame({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } })

async function run(script: Script, onEvent: (event: TencentCloudEvent) => void): Promise<void> {
  const server = await startStreams(script)
  const hosts = [new URL(server.origin).host]
  const call = createTencentCloudFetch(fetch, { hosts, service: 'tokenhub', onEvent })
  const response = await call(server.chat, { method: 'POST', body: '{}' })
  await response.text().catch(() => {})
  // The event follows the outcome.
  await new Promise((resolve) => setTimeout(resolve, 10))
}

const isOfCall = (event: TencentCloudEvent): event is CallEvent => event.call !== undefined

test('the end of a stream is the last event of its call', async () => {
  const events: TencentCloudEvent[] = []
  await run({ steps: [role, text('a'), stop, usage, done] }, (event) => void events.push(event))
  expect(events.map(({ type }) => type)).toEqual(['start', 'attempt', 'success', 'stream-end'])
  expect(new Set(events.filter(isOfCall).map(({ call }) => call.id)).size).toBe(1)
  expect(events.at(-1)).toMatchObject({
    finished: true,
    cancelled: false,
    events: 5,
    usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 },
    firstContentMs: expect.any(Number),
    durationMs: expect.any(Number),
  })
})

test('a stream that fails tells its error', async () => {
  const events: TencentCloudEvent[] = []
  await run({ steps: [text('a'), errorFrame('500001')] }, (event) => void events.push(event))
  expect(events.at(-1)).toMatchObject({ type: 'stream-end', finished: false, error: { code: '500001' } })
})

test('OpenTelemetry gets a span and metrics of it', async () => {
  const exported = startOpenTelemetry()
  const telemetry = createTelemetry(exported)
  await run({ steps: [text('a'), stop, usage, done] }, telemetry.onEvent)
  const [stream] = exported.spans().filter(({ name }) => name.endsWith(' stream'))
  expect(stream?.attributes).toMatchObject({
    'tencentcloud.stream.end': 'finished',
    'gen_ai.usage.input_tokens': 3,
    'gen_ai.usage.output_tokens': 4,
  })
  const tokens = await exported.series('tencentcloud.client.stream.tokens')
  expect(tokens.map(({ sum }) => sum)).toEqual([3, 4])
  expect(await exported.series('tencentcloud.client.stream.first_content')).toHaveLength(1)
})
