import { getEventListeners, once } from 'node:events'
import { attemptsOf, isTencentCloudError, StreamError, streamOutcome } from 'axios-tencentcloud'
import { createTencentCloudFetch, type TencentCloudFetchOptions } from 'axios-tencentcloud/fetch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { deferred } from '../support/deferred.ts'
import { delta, done, errorFrame, frame, reset, role, type Script, startStreams, stop, text } from './stream-server.ts'

const whole = [role, text('Hello'), text(' world'), stop, done]
const fine: Script = { steps: whole }

async function ask(scripts: readonly Script[], options: TencentCloudFetchOptions = {}) {
  const server = await startStreams(...scripts)
  const { host } = new URL(server.origin)
  const call = createTencentCloudFetch(fetch, {
    clock: new InstantClock(),
    hosts: [host],
    service: 'tokenhub',
    pacing: false,
    ...options,
  })
  const send = (signal?: AbortSignal) =>
    call(server.chat, { method: 'POST', body: JSON.stringify({ model: 'm', stream: true }), ...(signal && { signal }) })
  return { server, send }
}

/** What a body brought until it ended, and the error with which it did. */
async function drain(response: Response): Promise<{ readonly text: string; readonly error?: unknown }> {
  const decoder = new TextDecoder()
  let got = ''
  try {
    for await (const chunk of response.body ?? []) got += decoder.decode(chunk, { stream: true })
  } catch (error) {
    return { text: got, error }
  }
  return { text: got }
}

describe('a stream', () => {
  test('is handed on byte for byte, with its address, and its outcome is told', async () => {
    const parts = [
      ': ping\r\n\r\n',
      role.replaceAll('\n', '\r\n'),
      text('汉字'),
      frame('x'.repeat(1_048_576)),
      stop,
      done,
    ]
    const bytes = new TextEncoder().encode(`\uFEFF${parts.join('')}`)
    const steps = [bytes.subarray(0, 3), bytes.subarray(3, 180), bytes.subarray(180, 181), bytes.subarray(181)]
    const { server, send } = await ask([{ steps, headers: { 'x-request-id': 'r' } }])
    const response = await send()
    expect([response.url, response.status, response.headers.get('x-request-id')]).toEqual([server.chat, 200, 'r'])
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
    const outcome = await streamOutcome(response)
    expect(outcome).toMatchObject({ finished: true, cancelled: false, bytes: bytes.length, events: 5 })
    expect(attemptsOf(response)).toHaveLength(1)
  })

  test('leaves no listener on a signal, read to its end or failed', async () => {
    const { send } = await ask([{ steps: [errorFrame('429001')] }, fine, { steps: [errorFrame('401001')] }])
    const { signal } = new AbortController()
    await drain(await send(signal))
    await rejectionOf(send(signal))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('comes with its first content, and not before it', async () => {
    const { promise, resolve } = deferred<void>()
    const { send } = await ask([{ steps: [role, { until: promise }, text('a'), stop, done] }])
    let isThere = false
    const sending = send().then((response) => {
      isThere = true
      return response
    })
    await new Promise((wait) => setTimeout(wait, 60))
    expect(isThere).toBe(false)
    resolve()
    expect((await drain(await sending)).text).toContain('"a"')
  })

  test('comes with its headers where nothing is to be held back', async () => {
    const { promise, resolve } = deferred<void>()
    const { send, server } = await ask([{ steps: [role, { until: promise }, errorFrame('500001')] }], {
      stream: { hold: false },
    })
    const response = await send()
    resolve()
    expect((await drain(response)).error).toMatchObject({ name: 'InternalServerError', code: '500001' })
    expect(server.received).toHaveLength(1)
  })

  test('of another host is left alone', async () => {
    const server = await startStreams({ steps: [errorFrame('429001')] })
    const response = await createTencentCloudFetch()(server.chat, { method: 'POST', body: '{}' })
    expect(await drain(response)).toEqual({ text: errorFrame('429001') })
    expect(streamOutcome(response)).toBeUndefined()
  })
})

describe('before the first content', () => {
  test.each<[what: string, script: Script]>([
    ['a frame with a throttle', { steps: [errorFrame('429001'), done] }],
    ['a fault after the role', { steps: [role, errorFrame('500001')] }],
    ['an event of Anthropic', { steps: [frame({ type: 'error', error: { type: 'overloaded_error' } }, 'error')] }],
    ['a fault of API 3.0', { steps: [frame({ Response: { Error: { Code: 'InternalError' }, RequestId: 'r' } })] }],
    ['nothing at all', { steps: [] }],
    ['comments alone', { steps: [': one\n\n', ': two\n\n'] }],
    ['a role and the end', { steps: [role, done] }],
    ['a reset at once', { steps: [reset] }],
    ['a reset after the role', { steps: [role, reset] }],
    [
      'JSON in the place of a stream',
      { steps: ['{"error":{"message":"m","code":"429001"}}'], type: 'application/json' },
    ],
    ['JSON that is called a stream', { steps: ['{"error":{"message":"m","code":"429001"}}'] }],
    ['a page of a gateway', { steps: ['<html>'], status: 502, type: 'text/html' }],
  ])('%s is repeated, and the caller gets the second answer alone', async (_what, script) => {
    const { server, send } = await ask([script, fine])
    const response = await send()
    expect(await drain(response)).toEqual({ text: whole.join('') })
    expect(server.received).toHaveLength(2)
    expect(attemptsOf(response).map(({ decision }) => decision)).toEqual(['retry', 'return'])
  })

  test('a failure is typed, with its code and id', async () => {
    const { send } = await ask([{ steps: [role, errorFrame('401002')] }])
    expect(await rejectionOf(send())).toMatchObject({
      name: 'AuthenticationError',
      code: '401002',
      requestId: 'id-401002',
      httpStatus: 200,
    })
  })

  test('refused content is typed, and not repeated', async () => {
    const { server, send } = await ask([{ steps: [role, delta({}, 'content_filter'), done] }])
    expect(await rejectionOf(send())).toMatchObject({ name: 'ContentRefusedError', kind: 'content-refused' })
    expect(server.received).toHaveLength(1)
  })

  test('an empty stream ends as a StreamError after three attempts', async () => {
    const { server, send } = await ask([{ steps: [role, reset] }])
    const error = await rejectionOf(send())
    expect(error).toBeInstanceOf(StreamError)
    expect(error).toMatchObject({ code: 'ERR_STREAM_EMPTY', kind: 'transport', mayHaveRun: true })
    expect((error as StreamError).meaning?.en).toContain('before the first content')
    expect(server.received).toHaveLength(3)
  })

  test('with throwErrors: false the stream is handed back as it came', async () => {
    const { send } = await ask([{ steps: [role, errorFrame('401002'), done] }], { throwErrors: false })
    expect(await drain(await send())).toEqual({ text: role + errorFrame('401002') + done })
  })
})

describe('after the first content', () => {
  test.each<[what: string, steps: Script['steps'], error: object]>([
    ['a failure', [role, text('a'), errorFrame('429006')], { name: 'ServiceUnavailableError', code: '429006' }],
    ['refused content', [text('a'), delta({}, 'sensitive')], { name: 'ContentRefusedError' }],
    ['an end without a finish', [text('a')], { name: 'StreamError', code: 'ERR_STREAM_TRUNCATED' }],
    ['a reset', [text('a'), reset], { name: 'StreamError', code: 'ERR_STREAM_TRUNCATED' }],
  ])('%s ends the body with a typed error after what was handed on', async (_what, steps, error) => {
    const { server, send } = await ask([{ steps }, fine])
    const response = await send()
    const got = await drain(response)
    expect(got.text).toBe(steps.filter((step) => typeof step === 'string').join(''))
    expect(got.error).toMatchObject({ ...error, reason: 'answer-begun' })
    expect(got.error).toHaveProperty('delivered.bytes', Buffer.byteLength(got.text))
    expect(await streamOutcome(response)).toMatchObject({ finished: false, error: got.error })
    expect(server.received).toHaveLength(1)
  })

  test('a reset loses nothing that came before it, although the reader was slow', async () => {
    let give: ReadableStreamDefaultController<Uint8Array> | undefined
    const given = async () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          give = controller
          controller.enqueue(new TextEncoder().encode(role + text('a')))
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    }
    const response = await createTencentCloudFetch(given, { pacing: false })(
      'https://tokenhub.tencentmaas.com/v1/chat/completions',
      { method: 'POST', body: '{}' },
    )
    for (const token of ['b', 'c']) {
      give?.enqueue(new TextEncoder().encode(text(token)))
      await new Promise(setImmediate)
    }
    give?.error(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    const got = await drain(response)
    expect(got.text).toBe([role, ...['a', 'b', 'c'].map(text)].join(''))
    expect(got.error).toMatchObject({ code: 'ERR_STREAM_TRUNCATED', delivered: { events: 4 } })
  })

  test('no more than 64 kB, and a chunk, are read ahead of a reader', async () => {
    let given = 0
    const chunk = new TextEncoder().encode(text('x'.repeat(10_000)))
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          given++
          controller.enqueue(chunk)
        },
      },
      { highWaterMark: 0 },
    )
    const endless = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    const response = await createTencentCloudFetch(endless, { pacing: false })(
      'https://tokenhub.tencentmaas.com/v1/chat/completions',
      { method: 'POST', body: '{}' },
    )
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
    expect(given * chunk.length).toBeLessThan(65_536 + 2 * chunk.length)
    await response.body?.cancel()
  })

  test('a reset says that asking again costs tokens, and changes nothing', async () => {
    const { send } = await ask([{ steps: [text('a'), reset] }])
    const { error } = await drain(await send())
    expect(error).toHaveProperty(
      'remedy.en',
      'It may have run: a repeat changes nothing, and costs tokens. Use what arrived, or ask again.',
    )
  })

  test('a reset after the whole answer is none', async () => {
    const { send } = await ask([{ steps: [text('a'), stop, done, reset] }])
    expect(await drain(await send())).toEqual({ text: text('a') + stop + done })
  })

  test('a silence that is longer than allowed is a reset', async () => {
    const { send } = await ask([{ steps: [text('a'), { until: new Promise(() => {}) }] }], {
      stream: { idleMs: 5_000 },
      clock: Object.assign(new InstantClock(), {
        sleep: (_ms: number, signal: AbortSignal) =>
          Promise.race([new Promise<void>((wait) => setTimeout(wait, 100)), once(signal, 'abort').then(() => {})]),
      }),
    })
    const got = await drain(await send())
    expect(got).toMatchObject({ text: text('a'), error: { code: 'ERR_STREAM_TRUNCATED' } })
  })
})

describe('an abort', () => {
  test.each<[phase: string, steps: Script['steps']]>([
    ['before the first content', [role, { until: new Promise(() => {}) }]],
    ['after it', [text('a'), { until: new Promise(() => {}) }]],
  ])('%s reaches the server, and its reason the caller', async (_phase, steps) => {
    const { server, send } = await ask([{ steps }])
    const controller = new AbortController()
    const { promise: closed, resolve } = deferred<void>()
    const { answer } = server
    const begun = new Promise<void>((begin) => {
      server.answer = (request, response) => {
        response.on('close', resolve)
        answer(request, response)
        setTimeout(begin, 50)
      }
    })
    const sending = send(controller.signal).then(drain, (error: unknown) => ({ error }))
    await begun
    controller.abort(new Error('enough'))
    expect(await sending).toMatchObject({ error: { message: 'enough' } })
    await closed
  })

  test('by the reader ends the request too', async () => {
    const { server, send } = await ask([{ steps: [text('a'), { until: new Promise(() => {}) }] }])
    const { promise: closed, resolve } = deferred<void>()
    const { answer } = server
    server.answer = (request, response) => {
      response.on('close', resolve)
      answer(request, response)
    }
    const response = await send()
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel('gone')
    await closed
    expect(await streamOutcome(response)).toMatchObject({ finished: false, cancelled: true, error: 'gone' })
  })
})

test('for any frames, cuts and failures nothing is sent after the first content, and the bytes are of one attempt', async () => {
  const silent = fc.constantFrom(role, ': ping\n\n', frame({ choices: [], usage: { prompt_tokens: 1 } }))
  const content = fc.constantFrom('a', '汉字', '🎉', 'x'.repeat(5_000)).map(text)
  const ends = fc.constantFrom<Script['steps']>(
    [stop, done],
    [done],
    [],
    [reset],
    [errorFrame('429001')],
    [errorFrame('500001'), done],
    [errorFrame('401002')],
    [delta({}, 'content_filter')],
    ['{"not":'],
  )
  const script = fc
    .tuple(
      fc.array(silent, { maxLength: 3 }),
      fc.array(content, { maxLength: 3 }),
      ends,
      fc.integer({ min: 1, max: 4_000 }),
    )
    .map(([before, contents, end, size]) => {
      const texts = [...before, ...contents, ...end.filter((step) => typeof step === 'string')].join('')
      const bytes = Buffer.from(texts)
      const cuts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => at * size)
      const steps = [
        ...cuts.map((cut) => bytes.subarray(cut, cut + size)),
        ...end.filter((step) => typeof step !== 'string'),
      ]
      return { steps, hasContent: contents.length > 0, bytes }
    })
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 4 }), async (scripts) => {
      let sent = 0
      const given = async () => {
        const { steps } = scripts[Math.min(sent, scripts.length - 1)] ?? { steps: [] }
        sent++
        const rest = steps.values()
        // An error of a web stream drops what was not read, so nothing is given ahead of its reader.
        const body = new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              const { value: step, done: isOver } = rest.next()
              if (isOver) controller.close()
              else if (step instanceof Uint8Array) controller.enqueue(step)
              else controller.error(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
            },
          },
          { highWaterMark: 0 },
        )
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
      }
      const call = createTencentCloudFetch(given, { clock: new InstantClock(), pacing: false })
      const url = 'https://tokenhub.tencentmaas.com/v1/chat/completions'
      const first = scripts.findIndex(({ hasContent }) => hasContent)
      try {
        const response = await call(url, { method: 'POST', body: '{}' })
        const sentBefore = sent
        const got = await drain(response)
        expect(sent).toBe(sentBefore)
        const all = scripts[Math.min(sent, scripts.length) - 1]?.bytes.toString() ?? ''
        // After a frame with a failure nothing more is read.
        expect(got.error === undefined ? all : all.slice(0, got.text.length)).toBe(got.text)
        if (got.error !== undefined) expect(isTencentCloudError(got.error)).toBe(true)
      } catch (error) {
        if (!isTencentCloudError(error)) throw error
      }
      if (first >= 0) expect(sent).toBeLessThanOrEqual(first + 1)
    }),
    { numRuns: 150 },
  )
})
