import { setTimeout } from 'node:timers/promises'
import { createFakeTencentCloud, type FakeTencentCloudOptions, faults, limits } from 'axios-tencentcloud/testing'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { deferred } from '../support/deferred.ts'
import { until } from '../support/turns.ts'

async function startModel(service = 'tokenhub', options: FakeTencentCloudOptions = {}) {
  const fake = createFakeTencentCloud(options)
  const listening = await fake.listen()
  onTestFinished(() => listening.close())
  const send = (path: string, fields: object = {}, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(`${listening.urlOf(service)}/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...fields }),
      ...init,
    })
  return { fake, send, listening }
}

/** What a body brought, and whether it broke off. */
async function drain(response: Response): Promise<{ readonly text: string; readonly isBroken: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
  } catch {
    return { text, isBroken: true }
  }
  return { text, isBroken: false }
}

const eventsOf = (text: string): readonly string[] =>
  text.split('\n\n').flatMap((event) => {
    const [, data] = /^data: (.*)$/m.exec(event) ?? []
    return data === undefined ? [] : [data]
  })

describe('an answer', () => {
  test.each<[path: string, find: (body: Record<string, never>) => unknown]>([
    ['chat/completions', ({ choices }) => choices],
    ['responses', ({ output }) => output],
    ['messages', ({ content }) => content],
  ])('at %s has the text, the model and the tokens', async (path, find) => {
    const { fake, send } = await startModel()
    fake.answer(path, { text: 'Hello world', inputTokens: 7 })
    const response = await send(path)
    const body = await response.json()
    expect(JSON.stringify(find(body))).toContain('"Hello world"')
    expect(body).toMatchObject({ model: 'm' })
    expect(Object.values(body.usage).slice(0, 2)).toEqual([7, 2])
    expect(fake.executionsOf(path)).toMatchObject([
      { service: 'tokenhub', generated: { inputTokens: 7, outputTokens: 2, sentTokens: 2, ended: 'whole' } },
    ])
  })

  test('of a model that thinks has its reasoning', async () => {
    const { fake, send } = await startModel()
    fake.answer('*', { reasoning: ['a', 'b'], text: ['c'] })
    const chat = await (await send('chat/completions')).json()
    expect(chat.choices[0].message).toEqual({ role: 'assistant', content: 'c', reasoning_content: 'ab' })
    const { content } = await (await send('messages')).json()
    expect(content).toMatchObject([{ thinking: 'ab' }, { text: 'c' }])
  })

  test('to what is no prompt runs, and generates nothing', async () => {
    const { fake, send, listening } = await startModel()
    expect(await (await send('embeddings', { input: 'x' })).json()).toMatchObject({ data: [{ index: 0 }] })
    const models = await fetch(`${listening.urlOf('tokenhub')}/v1/models`)
    expect(await models.json()).toMatchObject({ object: 'list', data: [{ object: 'model' }] })
    expect(fake.executions.map(({ action, generated }) => [action, generated])).toEqual([
      ['embeddings', undefined],
      ['models', undefined],
    ])
  })

  test('with an invalid field is a crash that names it', async () => {
    const { fake, send } = await startModel()
    fake.answer('*', { text: 7 })
    const response = await send('chat/completions')
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('"text"')])
    expect(fake.requests[0]?.outcome).toBe('crashed')
  })
})

describe('a stream', () => {
  test.each<[path: string, last: string, types: readonly string[]]>([
    ['chat/completions', '[DONE]', []],
    ['responses', 'response.completed', ['response.created', 'response.output_text.delta']],
    ['messages', 'message_stop', ['message_start', 'content_block_delta', 'message_delta']],
  ])('at %s has an event for each token, and the end of its protocol', async (path, last, types) => {
    const { fake, send } = await startModel()
    fake.answer(path, { text: ['one', ' two', ' three'] })
    const response = await send(path, { stream: true })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const { text, isBroken } = await drain(response)
    expect(isBroken).toBe(false)
    const events = eventsOf(text)
    expect(events.at(-1)).toContain(last)
    expect(events.filter((data) => /"(?:one| two| three)"/.test(data)).length).toBeGreaterThanOrEqual(3)
    for (const type of types) expect(text).toContain(`event: ${type}\n`)
    expect(fake.executions[0]?.generated).toMatchObject({ outputTokens: 3, sentTokens: 3, ended: 'whole' })
  })

  test('of OpenAI has its usage where it is asked for', async () => {
    const { send } = await startModel()
    const asked = await send('chat/completions', { stream: true, stream_options: { include_usage: true } })
    expect((await drain(asked)).text).toContain('"total_tokens"')
    expect((await drain(await send('chat/completions', { stream: true }))).text).not.toContain('"usage"')
  })

  test('comes token by token, and counts those that were sent when its reader leaves', async () => {
    const { fake, send } = await startModel()
    fake.answer('*', { text: 'a b c d e f g h', msPerToken: 20 })
    const leaving = new AbortController()
    const response = await send('chat/completions', { stream: true }, {}, { signal: leaving.signal })
    const reader = response.body?.getReader()
    for (let got = ''; !got.includes('" b"'); ) got += new TextDecoder().decode((await reader?.read())?.value)
    expect(fake.inFlight).toBe(1)
    leaving.abort()
    await until(() => fake.inFlight === 0)
    const generated = fake.executions[0]?.generated
    expect(generated).toMatchObject({ outputTokens: 8, ended: 'cancelled' })
    expect(generated?.sentTokens).toBeLessThan(8)
  })

  test('waits by the sleep of the options', async () => {
    const waits: number[] = []
    const { fake, send } = await startModel('tokenhub', { sleep: async (ms) => void waits.push(ms) })
    fake.answer('*', { text: 'a b', msPerToken: 60_000 })
    await drain(await send('messages', { stream: true }))
    await (await send('messages')).json()
    expect(waits).toEqual([60_000, 60_000, 120_000])
  })

  test('ends with reset()', async () => {
    const { fake, send } = await startModel()
    fake.fail('*', faults.stream('silence'))
    const response = await send('chat/completions', { stream: true })
    const draining = drain(response)
    await setTimeout(10)
    fake.reset()
    expect(await draining).toMatchObject({ isBroken: true })
    expect(fake.inFlight).toBe(0)
  })
})

describe('a fault in a stream', () => {
  const text = ['one', ' two', ' three']

  test.each<[kind: 'error' | 'reset' | 'silence' | 'end', frames: number | undefined, events: number, word: string]>([
    ['error', undefined, 3, 'fault'],
    ['error', 1, 2, 'fault'],
    ['reset', undefined, 2, 'reset'],
    ['reset', 4, 4, 'reset'],
    ['end', undefined, 4, 'truncated'],
    ['end', 0, 0, 'truncated'],
  ])('%s after %s events leaves %i of them', async (kind, frames, count, word) => {
    const { fake, send } = await startModel()
    fake.answer('*', { text })
    fake.fail('*', faults.stream(kind, frames === undefined ? {} : { frames }))
    const got = await drain(await send('chat/completions', { stream: true }))
    expect(eventsOf(got.text)).toHaveLength(count)
    expect(got.text).not.toContain('[DONE]')
    expect(got.isBroken).toBe(kind === 'reset')
    expect(fake.requests[0]?.outcome).toBe(word)
    const sentTokens = Math.max(0, Math.min(3, (kind === 'error' ? count - 1 : count) - 1))
    expect(fake.executions[0]?.generated).toMatchObject({ sentTokens })
  })

  test('silence lasts until the client gives up', async () => {
    const { fake, send } = await startModel()
    fake.fail('*', faults.stream('silence', { frames: 1 }))
    const response = await send('chat/completions', { stream: true })
    const reader = response.body?.getReader()
    await reader?.read()
    expect(fake.inFlight).toBe(1)
    await reader?.cancel()
    await until(() => fake.inFlight === 0)
    expect(fake.executions[0]?.generated).toMatchObject({ sentTokens: 0, ended: 'cancelled' })
  })

  test('an error as the first event runs nothing, and may be followed by [DONE]', async () => {
    const { fake, send } = await startModel()
    fake.fail('*', faults.stream('error', { frames: 0, code: '429005', message: 'busy', done: true }))
    const events = eventsOf((await drain(await send('chat/completions', { stream: true }))).text)
    expect(JSON.parse(events[0] ?? '')).toMatchObject({ error: { code: '429005', message: 'busy' } })
    expect(events.slice(1)).toEqual(['[DONE]'])
    expect(fake.executions).toEqual([])
  })

  test.each([
    ['messages', 'event: error\ndata: {"type":"error","error":{"type":"api_error"'],
    ['responses', 'event: error\ndata: {"type":"error","code":"500001"'],
  ])('an error at %s has the form of the protocol', async (path, expected) => {
    const { fake, send } = await startModel()
    fake.fail('*', faults.stream('error'))
    expect((await drain(await send(path, { stream: true }))).text).toContain(expected)
  })

  test.each<['error' | 'reset' | 'end', RegExp | string]>([
    ['error', /^200 \{"error"/],
    ['reset', 'rejected'],
    ['end', '200 broken'],
  ])('%s happens to an answer that is no stream too', async (kind, expected) => {
    const { fake, send } = await startModel()
    fake.fail('*', faults.stream(kind))
    const got = await send('chat/completions').then(
      async (response) =>
        `${response.status} ${await response.text().then(
          (body) => body,
          () => 'broken',
        )}`,
      () => 'rejected',
    )
    expect(got).toMatch(expected)
  })

  test.each([
    [() => faults.stream('error', { frames: -1 }), 'frames'],
    [() => Reflect.apply(faults.stream, faults, ['stop']), 'kind'],
    [() => faults.model(''), 'code'],
    [() => Reflect.apply(faults.model, faults, ['1', 'm', { code: '2' }]), 'code'],
    [() => limits.modelTokens({ max: -1 }), 'max'],
    [() => createFakeTencentCloud(JSON.parse('{"apiKeys":"k"}')), 'apiKeys'],
  ])('an invalid option throws: %#', (make, name) => {
    expect(make).toThrow(name)
  })
})

describe('a failure has the body of its service', () => {
  const id = '00000000-0000-4000-8000-000000000001'

  test.each<[service: string, path: string, code: string, status: number, body: object]>([
    [
      'tokenhub',
      'chat/completions',
      '429001',
      429,
      {
        error: {
          message: 'm',
          message_zh: 'm',
          code: '429001',
          type: 'rate_limit_error',
          source: 'gateway',
          request_id: id,
        },
      },
    ],
    ['tokenhub', 'chat/completions', '401007', 402, { error: { code: '401007' } }],
    [
      'tokenhub',
      'messages',
      'overloaded_error',
      529,
      { type: 'error', error: { type: 'overloaded_error', reqid: id } },
    ],
    ['tokenhub', 'messages', '429001', 429, { type: 'error', error: { type: 'rate_limit_error' } }],
    [
      'lkeap',
      'chat/completions',
      '20031',
      403,
      { id, error: { message: 'm', type: 'runtime_error', param: null, code: '20031' } },
    ],
    [
      'hunyuan',
      'chat/completions',
      '1001',
      400,
      { error: { id, message: 'm', type: 'runtime_error', param: null, code: '1001' } },
    ],
    [
      'cloudbase',
      'chat/completions',
      'EXCEED_TOKEN_QUOTA_LIMIT',
      429,
      { code: 'EXCEED_TOKEN_QUOTA_LIMIT', message: 'm', requestId: id },
    ],
  ])('%s at %s: %s', async (service, path, code, status, body) => {
    const { fake, send } = await startModel(service)
    fake.fail('*', faults.model(code, 'm'))
    const response = await send(path, { stream: true })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject(body)
    expect(fake.executions).toEqual([])
  })

  test('with a status, a type and an id of your own', async () => {
    const { fake, send } = await startModel()
    fake.fail(
      '*',
      faults.model('20034', 'm', { status: 200, type: 't', requestId: 'r', headers: { 'Retry-After': '2' } }),
    )
    const response = await send('chat/completions')
    expect([response.status, response.headers.get('retry-after')]).toEqual([200, '2'])
    expect(await response.json()).toMatchObject({ error: { type: 't', request_id: 'r' } })
  })
})

describe('a limit', () => {
  test('of calls in flight counts streams to their end, by key and model', async () => {
    const { promise, resolve } = deferred<void>()
    const { fake, send } = await startModel('tokenhub', { sleep: () => promise })
    fake.limit({ service: 'tokenhub' }, limits.inFlight({ max: 1, per: ['apiKey', 'model'] }))
    fake.answer('*', { text: 'a b', msPerToken: 1 })
    const ask = (key: string, model = 'm') =>
      send('chat/completions', { stream: true, model }, { authorization: `Bearer ${key}` })
    const open = [await ask('a'), await ask('b'), await ask('a', 'n')]
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await ask('a')).status).toBe(429)
    resolve()
    await Promise.all(open.map(drain))
    await until(() => fake.inFlight === 0)
    expect((await drain(await ask('a'))).text).toContain('[DONE]')
    expect(fake.requests.map(({ outcome }) => outcome).filter((word) => word === 'limited')).toHaveLength(1)
    expect(fake.executions).toHaveLength(4)
  })

  test('of tokens counts prompts and answers, and forgets them after its window', async () => {
    const clock = { ms: 1_000_000 }
    const { fake, send } = await startModel('tokenhub', { now: () => clock.ms })
    fake.limit('*', limits.modelTokens({ max: 60 }))
    fake.answer('*', { text: 'a '.repeat(20).trim() })
    const statuses: number[] = []
    for (let sent = 0; sent < 3; sent++) statuses.push((await send('chat/completions')).status)
    expect(statuses).toEqual([200, 200, 429])
    clock.ms += 60_000
    expect((await send('chat/completions')).status).toBe(200)
  })

  test.each<[service: string, path: string, limit: ReturnType<typeof limits.inFlight>, expected: object]>([
    ['tokenhub', 'chat/completions', limits.inFlight({ max: 0 }), { error: { code: '429005' } }],
    ['tokenhub', 'chat/completions', limits.modelTokens({ max: 0 }), { error: { code: '429003' } }],
    ['tokenhub', 'chat/completions', limits.fixedWindow({ max: 0 }), { error: { code: '429002' } }],
    ['tokenhub', 'messages', limits.inFlight({ max: 0 }), { error: { type: 'rate_limit_error' } }],
    ['lkeap', 'chat/completions', limits.inFlight({ max: 0 }), { error: { code: '20034' } }],
    ['cloudbase', 'chat/completions', limits.inFlight({ max: 0 }), { code: 'EXCEED_CONCURRENT_REQUEST_LIMIT' }],
  ])('of %s at %s says what it counts: %#', async (service, path, limit, expected) => {
    const { fake, send } = await startModel(service)
    fake.limit('*', limit)
    const response = await send(path)
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject(expected)
  })
})

test('a key that is not known is refused, and no signature is asked for', async () => {
  const credentials = [{ secretId: 'AKIDexample', secretKey: 'k' }]
  const { fake, send } = await startModel('tokenhub', { apiKeys: ['sk-1'], credentials })
  expect((await send('chat/completions', {}, { authorization: 'Bearer sk-2' })).status).toBe(401)
  expect((await send('messages')).status).toBe(401)
  expect((await send('chat/completions', {}, { authorization: 'Bearer sk-1' })).status).toBe(200)
  expect((await send('messages', {}, { 'x-api-key': 'sk-1' })).status).toBe(200)
  expect(fake.requests.map(({ apiKey, outcome }) => [apiKey, outcome])).toEqual([
    ['sk-2', 'unauthenticated'],
    [undefined, 'unauthenticated'],
    ['sk-1', 'success'],
    ['sk-1', 'success'],
  ])
})

test('msw serves the hosts of model endpoints, and their streams', async () => {
  const fake = createFakeTencentCloud()
  const server = setupServer(
    ...fake.handlers(http),
    http.all('*', () => HttpResponse.json('other')),
  )
  server.listen()
  onTestFinished(() => server.close())
  const send = (url: string) =>
    fetch(url, { method: 'POST', body: JSON.stringify({ model: 'm', messages: [], stream: true }) })
  for (const host of [
    'tokenhub.tencentmaas.com',
    'tokenhub-intl.tencentcloudmaas.tech',
    'api.lkeap.cloud.tencent.com',
    'api.hunyuan.cloud.tencent.com',
  ]) {
    expect((await drain(await send(`https://${host}/v1/chat/completions`))).text).toContain('[DONE]')
  }
  fake.fail('*', faults.stream('reset'))
  expect(await drain(await send('https://api.hunyuan.cloud.tencent.com/v1/chat/completions'))).toMatchObject({
    isBroken: true,
  })
  expect(fake.requests.map(({ service }) => service)).toEqual(['tokenhub', 'tokenhub', 'lkeap', 'hunyuan', 'hunyuan'])
  expect(await (await send('https://api.openai.com/v1/chat/completions')).json()).toBe('other')
})

describe('a stream of API 3.0', () => {
  const ask = async (
    action: string,
    Stream: boolean,
    prepare: (fake: ReturnType<typeof createFakeTencentCloud>) => void,
  ) => {
    const { fake, listening } = await startModel('hunyuan')
    prepare(fake)
    const response = await fetch(listening.urlOf('hunyuan'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tc-action': action, 'x-tc-version': '2023-09-01' },
      body: JSON.stringify({ Model: 'm', Messages: [{ Role: 'user', Content: 'Hello' }], Stream }),
    })
    return { fake, response }
  }

  test('has the role, a token an event, and the end, with the id in the header', async () => {
    const { fake, response } = await ask('ChatCompletions', true, (one) => one.answer('*', { text: 'Hello world' }))
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('x-tc-requestid')).toBe(fake.requests[0]?.requestId)
    const events = eventsOf((await drain(response)).text).map((data) => JSON.parse(data))
    expect(events.map(({ Choices: [{ Delta, FinishReason }] }) => [Delta.Content, FinishReason])).toEqual([
      ['', ''],
      ['Hello', ''],
      [' world', ''],
      ['', 'stop'],
    ])
    expect(events.at(-1).Usage).toMatchObject({ CompletionTokens: 2 })
    expect(fake.executions[0]?.generated).toMatchObject({ outputTokens: 2, ended: 'whole' })
  })

  test('reports a failure in ErrorMsg, whose code is a number', async () => {
    const { response } = await ask('ChatTranslations', true, (one) =>
      one.fail('*', faults.stream('error', { code: '4001', message: 'no' })),
    )
    expect(eventsOf((await drain(response)).text).at(-1)).toBe('{"ErrorMsg":{"Msg":"no","Code":4001}}')
  })

  test('is one only for a chat that asks for it', async () => {
    for (const [action, isStream] of [
      ['ChatCompletions', false],
      ['GetEmbedding', true],
    ] as const) {
      const { response } = await ask(action, isStream, () => {})
      expect(await response.json()).toMatchObject({ Response: { echo: { action } } })
    }
  })
})
