import { setTimeout } from 'node:timers/promises'
import { createTencentCloudFetch, type TencentCloudFetchOptions } from 'axios-tencentcloud/fetch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startScriptedServer } from '../support/scripted-server.ts'
import { done, frame, stop, text } from './stream-server.ts'

/** A model that answers so many streams of a key and a model at once, each in two parts, and refuses more. */
async function startModel(most: number, streamMs: number) {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  const open = new Map<string, number>()
  const seen = { executed: 0, refused: 0, mostAtOnce: 0 }
  server.answer = (request, response) => {
    const { model } = JSON.parse(server.received.at(-1)?.body ?? '{}')
    const key = `${request.headers.authorization} ${model}`
    const now = open.get(key) ?? 0
    if (now >= most) {
      seen.refused++
      response.writeHead(429, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ code: 'EXCEED_CONCURRENT_REQUEST_LIMIT', message: 'too many', requestId: 'r' }))
      return
    }
    seen.executed++
    open.set(key, now + 1)
    seen.mostAtOnce = Math.max(seen.mostAtOnce, now + 1)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(text('a'))
    const end = async () => {
      await setTimeout(streamMs)
      open.set(key, (open.get(key) ?? 1) - 1)
      response.end(stop + done)
    }
    void end()
  }
  const host = new URL(server.origin).host
  const connect = (options: TencentCloudFetchOptions = {}) =>
    createTencentCloudFetch(fetch, { hosts: [host], service: 'cloudbase', ...options })
  return { server, seen, connect, chat: `${server.origin}/v1/chat/completions` }
}

const ask = (key: string, model = 'm') => ({
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ model, stream: true }),
})

describe('streams beyond the calls that may be in flight', () => {
  test('all come, and a place is free only when a stream has ended', async () => {
    // While code is loaded for the first time, streams of this length would end before the first refusal is read.
    await Promise.all([
      import('../../src/engine/recovery/index.ts'),
      import('../../src/engine/turns-setup.ts'),
      import('../../src/pacing/turns.ts'),
      import('../../src/fetch/event-stream.ts'),
    ])
    const { seen, connect, chat } = await startModel(5, 500)
    const call = connect()
    const bodies = await Promise.all(Array.from({ length: 30 }, async () => (await call(chat, ask('a'))).text()))
    expect(bodies.every((body) => body.endsWith(done))).toBe(true)
    expect(seen).toMatchObject({ executed: 30, mostAtOnce: 5 })
    // 45 on a machine that is not busy: the first 20 are sent before any limit is known. A busy one reads refusals late.
    expect(seen.executed + seen.refused).toBeLessThanOrEqual(60)
  })

  test('of a known number none is refused', async () => {
    const { seen, connect, chat } = await startModel(5, 60)
    const call = connect({ pacing: { limit: { inFlight: 5 } } })
    await Promise.all(Array.from({ length: 30 }, async () => (await call(chat, ask('a'))).text()))
    expect(seen).toEqual({ executed: 30, refused: 0, mostAtOnce: 5 })
  })

  test('another key and another model do not wait for them', async () => {
    const { seen, connect, chat } = await startModel(1, 0)
    const call = connect({ pacing: { limit: { inFlight: 1 } } })
    // It stays open, as it is not read.
    const first = await call(chat, ask('a'))
    const others = [ask('b'), ask('a', 'n')]
    await Promise.all(others.map(async (one) => (await call(chat, one)).text()))
    let isSent = false
    const same = call(chat, ask('a')).then((response) => {
      isSent = true
      return response.text()
    })
    await setTimeout(50)
    expect(isSent).toBe(false)
    await first.text()
    await same
    expect(seen.executed).toBe(4)
  })

  test('a reader that leaves gives its place back', async () => {
    const { seen, connect, chat } = await startModel(2, 0)
    const call = connect({ pacing: { limit: { inFlight: 1 } } })
    const first = await call(chat, ask('a'))
    await first.body?.cancel()
    expect(await (await call(chat, ask('a'))).text()).toContain('[DONE]')
    expect(seen.executed).toBe(2)
  })
})

test.each([
  ['429006', frame({ error: { message: 'busy', code: '429006' } })],
  ['overloaded_error, which comes with 529', frame({ type: 'error', error: { type: 'overloaded_error' } }, 'error')],
])('a model at capacity for everybody teaches no limit: %s', async (_code, busy) => {
  const sent: number[] = []
  let isLearned = false
  const given = async () => {
    sent.push(sent.length)
    const body = sent.length <= 3 ? busy : text('a') + stop + done
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  const call = createTencentCloudFetch(given, {
    retry: { baseDelayMs: 1, maxDelayMs: 2 },
    onEvent: ({ type }) => {
      if (type === 'throttle-learned') isLearned = true
    },
  })
  await (await call('https://tokenhub.tencentmaas.com/v1/chat/completions', ask('a'))).text()
  expect([sent.length, isLearned]).toEqual([4, false])
})
