import { attemptsOf, streamOutcome } from 'axios-tencentcloud'
import { describe, expect, test, vi } from 'vitest'
import { profileFor, wrapCvm } from '../sdk/clients.ts'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { frame, reset, type Script, startStreams } from './stream-server.ts'

interface Events extends AsyncIterable<{ readonly data: string }> {
  on(event: string, listener: (value: unknown) => void): Events
}

const chunk = (content: string, reason = ''): string =>
  frame({
    Choices: [{ Delta: { Role: 'assistant', Content: content }, FinishReason: reason }],
    Usage: { TotalTokens: 5 },
  })
const errorMsg = (code: number): string => frame({ ErrorMsg: { Msg: 'm', Code: code } })
const headers = { 'x-tc-requestid': 'r-1' }
const whole = [chunk(''), chunk('Hello'), chunk('', 'stop')]
const fine: Script = { steps: whole, headers }

async function setUp(...scripts: readonly Script[]) {
  const server = await startStreams(...scripts)
  const client = wrapCvm({ service: 'hunyuan', clock: new InstantClock(), pacing: false }, profileFor(server.origin))
  const open = (): Promise<Events> => client.request('ChatCompletions', { Stream: true })
  return { server, open }
}

async function drain(events: Events): Promise<{ readonly seen: readonly string[]; readonly error?: unknown }> {
  const seen: string[] = []
  try {
    for await (const { data } of events) seen.push(frame(data))
  } catch (error) {
    return { seen, error }
  }
  return { seen }
}

test('a stream of the official client arrives whole, and its outcome is told', async () => {
  const { open } = await setUp(fine)
  const events = await open()
  expect((await drain(events)).seen).toEqual(whole)
  expect(await streamOutcome(events)).toMatchObject({ finished: true, events: 3, usage: { totalTokens: 5 } })
})

describe('before the first content', () => {
  test.each<[string, Script]>([
    ['a fault in ErrorMsg', { steps: [errorMsg(4000)], headers }],
    ['an error of API 3.0', { steps: [frame({ Response: { Error: { Code: 'InternalError' }, RequestId: 'r' } })] }],
    [
      'a failure as JSON',
      { steps: ['{"Response":{"Error":{"Code":"InternalError"},"RequestId":"r"}}'], type: 'application/json' },
    ],
    ['nothing', { steps: [] }],
    ['a reset after the role', { steps: [chunk(''), reset] }],
  ])('%s is repeated', async (_what, script) => {
    const { server, open } = await setUp(script, fine)
    const events = await open()
    expect((await drain(events)).seen).toEqual(whole)
    expect(server.received).toHaveLength(2)
    expect(attemptsOf(events)).toHaveLength(2)
  })

  test('a failure that stays is typed, with the id of the header', async () => {
    const { server, open } = await setUp({ steps: [chunk(''), errorMsg(4001)], headers })
    expect(await rejectionOf(open())).toMatchObject({ name: 'InternalServerError', code: '4001', requestId: 'r-1' })
    expect(server.received).toHaveLength(4)
  })
})

test('a stream that reported a failure, and has not ended, is closed', async () => {
  const { server, open } = await setUp({ steps: [errorMsg(4001), { until: new Promise(() => {}) }], headers })
  const { answer } = server
  let connected = 0
  server.answer = (request, response) => {
    connected++
    response.on('close', () => connected--)
    answer(request, response)
  }
  await rejectionOf(open())
  expect(server.received).toHaveLength(4)
  await vi.waitFor(() => expect(connected).toBe(0))
})

describe('after the first content', () => {
  test.each<[string, Script['steps'], object]>([
    [
      'a fault in ErrorMsg',
      [chunk('a'), errorMsg(4000)],
      { name: 'InternalServerError', code: '4000', requestId: 'r-1' },
    ],
    ['sensitive content', [chunk('a'), chunk('', 'sensitive')], { name: 'ContentRefusedError' }],
    ['an end without a finish', [chunk('a')], { name: 'StreamError', code: 'ERR_STREAM_TRUNCATED' }],
  ])('%s rejects the loop, after what arrived', async (_what, steps, expected) => {
    const { server, open } = await setUp({ steps, headers }, fine)
    const got = await drain(await open())
    expect(got.seen).toEqual(steps)
    expect(got.error).toMatchObject({ ...expected, reason: 'answer-begun' })
    expect(server.received).toHaveLength(1)
  })

  test('it is an event for those who listen, once, and before the end', async () => {
    const { open } = await setUp({ steps: [chunk('a'), errorMsg(4000)], headers })
    const events = await open()
    const heard: string[] = []
    await new Promise<void>((resolve) => {
      events.on('message', () => heard.push('message'))
      events.on('error', (error) => heard.push(String(Reflect.get(Object(error), 'name'))))
      events.on('close', () => resolve())
    })
    expect(heard).toEqual(['message', 'message', 'InternalServerError'])
  })
})
