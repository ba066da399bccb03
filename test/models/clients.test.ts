import { createFakeTencentCloud, type Fault, faults } from 'axios-tencentcloud/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectAll } from './clients.ts'

const fake = createFakeTencentCloud()
let baseURL = ''
let close: () => Promise<void>

beforeAll(async () => {
  const listening = await fake.listen()
  close = listening.close
  baseURL = `${listening.urlOf('tokenhub')}/v1`
})
beforeEach(() => {
  fake.reset()
  fake.answer('*', { text: ['a', 'b', 'c', 'd'] })
})
afterAll(() => close())

const names = connectAll('http://127.0.0.1/v1').map(({ name }) => name)
const ours = /^(?:axios|fetch)/

const read = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at === undefined || at === null ? at : Reflect.get(Object(at), key)), value)

/** What a failure tells, wherever a client has it; what was thrown into a stream may be the cause of its error. */
const toFacts = (error: unknown) => ({
  class: read(error, 'constructor', 'name'),
  code:
    read(error, 'code') ??
    read(error, 'data', 'error', 'code') ??
    read(error, 'error', 'error', 'type') ??
    read(error, 'cause', 'code'),
  status: read(error, 'status') ?? read(error, 'statusCode'),
  id: read(error, 'requestID') ?? read(error, 'requestId') ?? read(error, 'responseHeaders', 'x-request-id'),
})

/** Asks by a client of this name: the text that came, and the failure. */
async function ask(name: string, isStream: boolean) {
  // A client each, so that none has to share the budget for retries.
  const client = connectAll(baseURL).find((one) => one.name === name)
  let text = ''
  const onText = (more: string) => {
    text += more
  }
  try {
    await (isStream ? client?.askForStream(onText) : client?.ask(onText))
  } catch (error) {
    return { text, failure: toFacts(error) }
  }
  return { text, failure: undefined }
}

const always = (fault: Fault): readonly Fault[] => Array.from({ length: 9 }, () => fault)
const idOf = (request: number): string => `00000000-0000-4000-8000-00000000000${request}`

/** The class of a client's error: that of openai and LangChain, of Anthropic, of this package. */
interface Refusal {
  readonly code: string
  readonly type: string
  readonly status: number
  readonly requests: number
  readonly classes: readonly [openai: string, anthropic: string, ours: string]
}

const refusals: readonly Refusal[] = [
  {
    code: '400001',
    type: 'invalid_request_error',
    status: 400,
    requests: 1,
    classes: ['BadRequestError', 'BadRequestError', 'InvalidParameterError'],
  },
  {
    code: '401002',
    type: 'authentication_error',
    status: 401,
    requests: 1,
    classes: ['AuthenticationError', 'AuthenticationError', 'AuthenticationError'],
  },
  {
    code: '401007',
    type: 'billing_error',
    status: 402,
    requests: 1,
    classes: ['APIError', 'PaymentRequiredError', 'PurchaseError'],
  },
  {
    code: '451001',
    type: 'content_filter_error',
    status: 451,
    requests: 1,
    classes: ['APIError', 'APIError', 'ContentRefusedError'],
  },
  {
    code: '500001',
    type: 'api_error',
    status: 500,
    requests: 4,
    classes: ['InternalServerError', 'InternalServerError', 'InternalServerError'],
  },
]

const toClass = (name: string, [openai, anthropic, own]: Refusal['classes']): string => {
  if (ours.test(name)) return own
  if (name.startsWith('ai ')) return 'APICallError'
  return name.startsWith('@anthropic') ? anthropic : openai
}

describe.each(names)('%s', (name) => {
  const isAnthropic = name.startsWith('@anthropic')

  describe.each([
    ['an answer', false],
    ['a stream', true],
  ])('asked for %s', (_what, isStream) => {
    test.each(refusals)('throws its own error for $code, after $requests requests', async (refusal) => {
      fake.fail('*', ...always(faults.model(refusal.code, 'm')))
      const { text, failure } = await ask(name, isStream)
      expect([text, fake.requests.length]).toEqual(['', refusal.requests])
      expect(failure).toEqual({
        class: toClass(name, refusal.classes),
        code: isAnthropic ? refusal.type : refusal.code,
        status: refusal.status,
        id: idOf(refusal.requests),
      })
      expect(fake.executions).toEqual([])
    })

    test('does not take a failure under HTTP 200 for an answer', async () => {
      fake.fail('*', ...always(faults.model('400001', 'm', { status: 200 })))
      const { text, failure } = await ask(name, isStream)
      expect([text, failure?.code]).toEqual(['', isAnthropic ? 'invalid_request_error' : '400001'])
      expect(fake.requests).toHaveLength(1)
    })

    test('gives up a lost connection after three requests', async () => {
      fake.fail('*', ...always(faults.reset('before')))
      const { failure } = await ask(name, isStream)
      expect(String(failure?.code)).toMatch(/^(?:ECONNRESET|ERR_NETWORK|UND_ERR_SOCKET)$/)
      expect(fake.requests).toHaveLength(3)
    })

    test.each<[what: string, fault: Fault]>([
      ['a throttle', faults.model('429001')],
      ['a model at capacity', faults.model('429006')],
      ['a fault', faults.model('500001')],
      ['the page of a gateway', faults.html(502)],
      ['a lost connection', faults.reset('before')],
      ['a throttle as the first event', faults.stream('error', { frames: 0, code: '429001' })],
    ])('gets its answer after %s, by a second request', async (_fault, fault) => {
      fake.fail('*', fault)
      expect(await ask(name, isStream)).toEqual({ text: 'abcd', failure: undefined })
      expect([fake.requests.length, fake.executions.length]).toEqual([2, 1])
    })
  })

  describe('asked for a stream', () => {
    test('throws the failure of its first event', async () => {
      fake.fail('*', ...always(faults.stream('error', { frames: 0, code: '401002' })))
      const { text, failure } = await ask(name, true)
      expect([text, failure?.code]).toEqual(['', isAnthropic ? 'authentication_error' : '401002'])
      if (!ours.test(name)) expect(failure?.status).toBe(401)
      expect(fake.requests).toHaveLength(1)
    })

    test('throws if nothing comes in it, after three requests', async () => {
      fake.fail('*', ...always(faults.stream('end', { frames: 0 })))
      const { text, failure } = await ask(name, true)
      expect([text, failure?.code]).toEqual(['', 'ERR_STREAM_EMPTY'])
      expect(fake.requests).toHaveLength(3)
    })

    test.each<[kind: 'error' | 'reset' | 'end', text: string, code: string]>([
      ['error', 'a', '500001'],
      ['reset', 'a', 'ERR_STREAM_TRUNCATED'],
      ['end', 'abcd', 'ERR_STREAM_TRUNCATED'],
    ])('throws after the text that came before an %s, and sends the prompt once', async (kind, text, code) => {
      fake.fail('*', faults.stream(kind))
      const got = await ask(name, true)
      expect([got.text, got.failure?.code]).toEqual([text, isAnthropic && kind === 'error' ? 'api_error' : code])
      expect([fake.requests.length, fake.executions.length]).toEqual([1, 1])
    })
  })
})
