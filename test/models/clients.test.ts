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
  fake.answer('ChatCompletions', ({ Stream }) =>
    Stream ? { text: ['a', 'b', 'c', 'd'] } : { Choices: [{ Message: { Content: 'abcd' } }] },
  )
})
afterAll(() => close())

const names = connectAll('http://127.0.0.1/v1').map(({ name }) => name)
const ours = /^(?:axios|fetch|tencentcloud)/
/** The client of API 3.0, whose failures have names and no status. */
const isOfficial = (name: string): boolean => name.startsWith('tencentcloud')

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
  /** The code with which API 3.0 says the same, and its class. */
  readonly api3: readonly [code: string, name: string]
}

const refusals: readonly Refusal[] = [
  {
    code: '400001',
    type: 'invalid_request_error',
    status: 400,
    requests: 1,
    classes: ['BadRequestError', 'BadRequestError', 'InvalidParameterError'],
    api3: ['InvalidParameterValue', 'InvalidParameterError'],
  },
  {
    code: '401002',
    type: 'authentication_error',
    status: 401,
    requests: 1,
    classes: ['AuthenticationError', 'AuthenticationError', 'AuthenticationError'],
    api3: ['AuthFailure.SecretIdNotFound', 'AuthenticationError'],
  },
  {
    code: '401007',
    type: 'billing_error',
    status: 402,
    requests: 1,
    classes: ['APIError', 'PaymentRequiredError', 'PurchaseError'],
    api3: ['ResourceUnavailable.InArrears', 'AccountArrearsError'],
  },
  {
    code: '451001',
    type: 'content_filter_error',
    status: 451,
    requests: 1,
    classes: ['APIError', 'APIError', 'ContentRefusedError'],
    api3: ['OperationDenied.TextIllegalDetected', 'ContentRefusedError'],
  },
  {
    code: '500001',
    type: 'api_error',
    status: 500,
    requests: 4,
    classes: ['InternalServerError', 'InternalServerError', 'InternalServerError'],
    api3: ['InternalError', 'InternalServerError'],
  },
]

const toClass = (name: string, { classes: [openai, anthropic, own], api3 }: Refusal): string => {
  if (isOfficial(name)) return api3[1]
  if (ours.test(name)) return own
  if (name.startsWith('ai ')) return 'APICallError'
  return name.startsWith('@anthropic') ? anthropic : openai
}

/** A failure as the service of a client sends it, in the place of an answer or as the first event of a stream. */
const refuse = (name: string, code: string, api3: string): Fault =>
  isOfficial(name) ? faults.api3(api3, 'm') : faults.model(code, 'm')
const firstEvent = (name: string, code: string, api3: string): Fault =>
  faults.stream('error', { frames: 0, code: isOfficial(name) ? api3 : code })

describe.each(names)('%s', (name) => {
  const isAnthropic = name.startsWith('@anthropic')

  describe.each([
    ['an answer', false],
    ['a stream', true],
  ])('asked for %s', (_what, isStream) => {
    test.each(refusals)('throws its own error for $code, after $requests requests', async (refusal) => {
      fake.fail('*', ...always(refuse(name, refusal.code, refusal.api3[0])))
      const { text, failure } = await ask(name, isStream)
      expect([text, fake.requests.length]).toEqual(['', refusal.requests])
      expect(failure).toEqual({
        class: toClass(name, refusal),
        code: isOfficial(name) ? refusal.api3[0] : isAnthropic ? refusal.type : refusal.code,
        status: isOfficial(name) ? undefined : refusal.status,
        id: idOf(refusal.requests),
      })
      expect(fake.executions).toEqual([])
    })

    // API 3.0 reports every failure under HTTP 200.
    if (!isOfficial(name)) {
      test('does not take a failure under HTTP 200 for an answer', async () => {
        fake.fail('*', ...always(faults.model('400001', 'm', { status: 200 })))
        const { text, failure } = await ask(name, isStream)
        expect([text, failure?.code]).toEqual(['', isAnthropic ? 'invalid_request_error' : '400001'])
        expect(fake.requests).toHaveLength(1)
      })
    }

    test('gives up a lost connection after three requests', async () => {
      fake.fail('*', ...always(faults.reset('before')))
      const { failure } = await ask(name, isStream)
      expect(String(failure?.code)).toMatch(/^(?:ECONNRESET|ERR_NETWORK|UND_ERR_SOCKET)$/)
      expect(fake.requests).toHaveLength(3)
    })

    test.each<[what: string, fault: Fault]>([
      ['a throttle', refuse(name, '429001', 'RequestLimitExceeded')],
      ...(isOfficial(name) ? [] : [['a model at capacity', faults.model('429006')] as [string, Fault]]),
      ['a fault', refuse(name, '500001', 'InternalError')],
      ['the page of a gateway', faults.html(502)],
      ['a lost connection', faults.reset('before')],
      ...(isOfficial(name) && !isStream
        ? []
        : [['a failure as the first event', firstEvent(name, '429001', '4000')] as [string, Fault]]),
    ])('gets its answer after %s, by a second request', async (_fault, fault) => {
      fake.fail('*', fault)
      expect(await ask(name, isStream)).toEqual({ text: 'abcd', failure: undefined })
      expect([fake.requests.length, fake.executions.length]).toEqual([2, 1])
    })
  })

  describe('asked for a stream', () => {
    test('throws the failure of its first event', async () => {
      fake.fail('*', ...always(firstEvent(name, '401002', '4000')))
      const { text, failure } = await ask(name, true)
      const code = isOfficial(name) ? '4000' : '401002'
      expect([text, failure?.code]).toEqual(['', isAnthropic ? 'authentication_error' : code])
      if (!ours.test(name)) expect(failure?.status).toBe(401)
      // That of API 3.0 is a fault of the service, which may be repeated.
      expect(fake.requests).toHaveLength(isOfficial(name) ? 4 : 1)
      if (isOfficial(name)) expect(failure).toMatchObject({ class: 'InternalServerError', id: idOf(4) })
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
      fake.fail('*', isOfficial(name) && kind === 'error' ? faults.stream(kind, { code: '4001' }) : faults.stream(kind))
      const got = await ask(name, true)
      const reported = isAnthropic ? 'api_error' : isOfficial(name) ? '4001' : code
      expect([got.text, got.failure?.code]).toEqual([text, kind === 'error' ? reported : code])
      expect([fake.requests.length, fake.executions.length]).toEqual([1, 1])
    })
  })
})
