import { getEventListeners } from 'node:events'
import axios, { type AxiosRequestConfig } from 'axios'
import { attachTencentCloud, attemptsOf, StreamError, streamOutcome } from 'axios-tencentcloud'
import { describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { deferred } from '../support/deferred.ts'
import { delta, done, errorFrame, frame, reset, role, type Script, startStreams, stop, text } from './stream-server.ts'

const whole = [role, text('Hello'), text(' world'), stop, done]
const fine: Script = { steps: whole }

async function setUp(scripts: readonly Script[], config: AxiosRequestConfig, service: string | undefined = 'tokenhub') {
  const server = await startStreams(...scripts)
  const http = axios.create({ baseURL: server.origin, proxy: false })
  attachTencentCloud(http, { clock: new InstantClock(), pacing: false, ...(service && { service }) })
  const send = (more: AxiosRequestConfig = {}) =>
    http.post<AsyncIterable<Uint8Array>>('/v1/chat/completions', { model: 'm', stream: true }, { ...config, ...more })
  return { server, send }
}

async function drain(stream: AsyncIterable<Uint8Array>): Promise<{ readonly text: string; readonly error?: unknown }> {
  const decoder = new TextDecoder()
  let got = ''
  try {
    for await (const chunk of stream) got += decoder.decode(chunk, { stream: true })
  } catch (error) {
    return { text: got, error }
  }
  return { text: got }
}

test('a stream whose failure became an error leaves no listener on a signal', async () => {
  const { send } = await setUp([{ steps: [errorFrame('401001')] }], { responseType: 'stream', adapter: 'http' })
  const { signal } = new AbortController()
  await rejectionOf(send({ signal }))
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

describe.each<[string, AxiosRequestConfig]>([
  ['the http adapter', { responseType: 'stream', adapter: 'http' }],
  ['the fetch adapter', { responseType: 'stream', adapter: 'fetch' }],
])('a stream by %s', (_adapter, config) => {
  test('is handed on byte for byte, and its outcome is told', async () => {
    const bytes = new TextEncoder().encode(
      `\uFEFF${[role, text('汉字'), frame('x'.repeat(1_048_576)), stop, done].join('')}`,
    )
    const steps = [bytes.subarray(0, 1), bytes.subarray(1, 200), bytes.subarray(200, 201), bytes.subarray(201)]
    const { send } = await setUp([{ steps }], config)
    const response = await send()
    const chunks: Uint8Array[] = []
    for await (const chunk of response.data) chunks.push(chunk)
    expect(Buffer.concat(chunks).equals(Buffer.from(bytes))).toBe(true)
    expect(await streamOutcome(response)).toMatchObject({ finished: true, bytes: bytes.length })
  })

  test.each<[string, Script]>([
    ['a throttle in its first frame', { steps: [errorFrame('429001'), done] }],
    ['a fault after the role', { steps: [role, errorFrame('500001')] }],
    ['nothing', { steps: [] }],
    ['a reset', { steps: [role, reset] }],
    ['JSON', { steps: ['{"error":{"message":"m","code":"429001"}}'], type: 'application/json' }],
  ])('is asked for again after %s, and comes from one attempt alone', async (_what, script) => {
    const { server, send } = await setUp([script, fine], config)
    const response = await send()
    expect(await drain(response.data)).toEqual({ text: whole.join('') })
    expect(server.received).toHaveLength(2)
    expect(attemptsOf(response)).toHaveLength(2)
  })

  test('that stays empty is a StreamError, and one with a failure its typed error', async () => {
    const empty = await setUp([{ steps: [role, reset] }], config)
    expect(await rejectionOf(empty.send())).toBeInstanceOf(StreamError)
    expect(empty.server.received).toHaveLength(3)
    const failing = await setUp([{ steps: [errorFrame('402001'), done] }, fine], config)
    expect(await rejectionOf(failing.send())).toMatchObject({ code: '402001', requestId: 'id-402001' })
    expect(failing.server.received).toHaveLength(1)
  })

  test.each<[string, Script['steps'], object]>([
    ['a failure', [role, text('a'), errorFrame('429006')], { name: 'ServiceUnavailableError' }],
    ['refused content', [text('a'), delta({}, 'content_filter')], { name: 'ContentRefusedError' }],
    ['an end without a finish', [text('a')], { code: 'ERR_STREAM_TRUNCATED' }],
    ['a reset', [text('a'), reset], { code: 'ERR_STREAM_TRUNCATED' }],
  ])('with %s after its first content ends with the typed error, and is not repeated', async (_what, steps, error) => {
    const { server, send } = await setUp([{ steps }, fine], config)
    const response = await send()
    const got = await drain(response.data)
    expect(got.text).toBe(steps.filter((step) => typeof step === 'string').join(''))
    expect(got.error).toMatchObject({ ...error, reason: 'answer-begun' })
    expect(server.received).toHaveLength(1)
  })

  test('of another host is left alone', async () => {
    const { send } = await setUp([{ steps: [errorFrame('429001')] }], config, '')
    const response = await send()
    expect(await drain(response.data)).toEqual({ text: errorFrame('429001') })
    expect(streamOutcome(response)).toBeUndefined()
  })

  test.each<[string, Script['steps']]>([
    ['before its first content', [role, { until: new Promise(() => {}) }]],
    ['after it', [text('a'), { until: new Promise(() => {}) }]],
  ])('can be aborted %s, which reaches the server', async (_phase, steps) => {
    const { server, send } = await setUp([{ steps }], config)
    const closed = deferred()
    const begun = deferred()
    const { answer } = server
    server.answer = (request, response) => {
      response.on('close', () => closed.resolve())
      answer(request, response)
      setTimeout(() => begun.resolve(), 50)
    }
    const controller = new AbortController()
    const sending = send({ signal: controller.signal }).then(
      ({ data }) => drain(data),
      (error: unknown) => ({ error }),
    )
    await begun.promise
    controller.abort()
    expect(axios.isCancel((await sending).error)).toBe(true)
    await closed.promise
  })
})

describe.each<[string, AxiosRequestConfig]>([
  ["responseType: 'text'", { responseType: 'text' }],
  ['no responseType', {}],
])('a stream that is read whole, with %s', (_what, config) => {
  test('is the text that came', async () => {
    const { send } = await setUp([fine], config)
    expect((await send()).data).toBe(whole.join(''))
  })

  test.each<[string, Script['steps'], object, number]>([
    [
      'a throttle before the first content',
      [role, errorFrame('429001')],
      { code: '429001', name: 'ThrottlingError' },
      2,
    ],
    ['no content', [role, done], { code: 'ERR_STREAM_EMPTY' }, 2],
    ['a failure after it', [text('a'), errorFrame('500001')], { code: '500001', name: 'InternalServerError' }, 1],
    ['no end', [text('a')], { code: 'ERR_STREAM_TRUNCATED', name: 'StreamError' }, 1],
    ['refused content', [text('a'), delta({}, 'content_filter')], { name: 'ContentRefusedError' }, 1],
  ])('fails with %s, and is repeated only if nothing was generated', async (_case, steps, error, requests) => {
    const { server, send } = await setUp([{ steps }, fine], config)
    const sent = send()
    if (requests === 1) expect(await rejectionOf(sent)).toMatchObject(error)
    else expect((await sent).data).toBe(whole.join(''))
    expect(server.received).toHaveLength(requests)
  })

  test('of another host is left alone', async () => {
    const { send } = await setUp([{ steps: [errorFrame('429001')] }], config, '')
    expect((await send()).data).toBe(errorFrame('429001'))
  })
})
