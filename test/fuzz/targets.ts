import { deepEqual, equal, ok } from 'node:assert/strict'
import axios from 'axios'
import fc from 'fast-check'
import { checkEntries } from '../../src/catalog/check-entries.ts'
import { classifyName } from '../../src/catalog/classify-name.ts'
import { describeName } from '../../src/catalog/describe-name.ts'
import { createLookup } from '../../src/catalog/index.ts'
import { findEnvelopes } from '../../src/envelope/embedded.ts'
import { lookAtObject, lookAtText } from '../../src/envelope/first-look.ts'
import { type Envelope, mayFail, readBytes, readObject, readText } from '../../src/envelope/index.ts'
import { parseModuleMessage } from '../../src/envelope/module-message.ts'
import { createError } from '../../src/errors/create-error.ts'
import { collectSecrets, redact } from '../../src/errors/redact.ts'
import { findSubject } from '../../src/explain/find.ts'
import { createKnownCodes } from '../../src/explain/known-codes.ts'
import { readReply } from '../../src/fleet/reserve-script.ts'
import { attachTencentCloud, isTencentCloudError } from '../../src/index.ts'
import { checkCallOptions, checkOptions } from '../../src/options/check-options.ts'
import { copyValue } from '../../src/request/copy-value.ts'
import { describeRequest, findRegion, findService, matchesHost, parseTarget } from '../../src/request/index.ts'
import { classifyRepeat } from '../../src/request/repeat.ts'
import { parseRetryAfter } from '../../src/retry/retry-after.ts'
import { recoverCode, withoutQuery } from '../../src/sdk/recover-code.ts'
import { assertCredentials } from '../../src/signing/credentials.ts'
import { encodeMultipart, encodeParams, offsetFrom, serverTimeIn, signV1 } from '../../src/signing/index.ts'
import { flatten } from '../../src/signing/params.ts'
import { InstantClock } from '../support/clocks.ts'
import { hostileJson, hostileText, hostileValue, names, textOfPieces } from './arbitraries.ts'

/** Something that reads what comes from outside, and what it promises for any input. */
export interface Target {
  readonly name: string
  /** Its part of the inputs of a run; most have 1. */
  readonly share: number
  readonly property: fc.IRawProperty<unknown>
}

const target = <T>(name: string, input: fc.Arbitrary<T>, check: (input: T) => void): Target => ({
  name,
  share: 1,
  property: fc.property(input, (value) => {
    check(value)
    assertUnpolluted()
  }),
})

const asyncTarget = <T>(name: string, share: number, input: fc.Arbitrary<T>, check: (input: T) => Promise<void>) => ({
  name,
  share,
  property: fc.asyncProperty(input, async (value) => {
    await check(value)
    assertUnpolluted()
  }),
})

const knownCodes = createKnownCodes([{ service: 'kms', code: '4420', moduleCode: '10250' }], ['kms'])

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype]
const ownKeys = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).length)
const expectedKeys = ownKeys()

function assertUnpolluted(): void {
  const now = ownKeys()
  for (const [at, count] of expectedKeys.entries()) equal(now[at], count, 'a prototype was polluted')
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string'

function assertEnvelope(envelope: Envelope | undefined): void {
  if (!envelope) return
  ok(typeof envelope.code === 'string' && envelope.code !== '')
  equal(typeof envelope.message, 'string')
  for (const name of ['moduleCode', 'codeDesc', 'symbol', 'requestId', 'traceId'] as const) ok(isText(envelope[name]))
  equal(Object.getPrototypeOf(envelope), Object.prototype)
}

/** Runs what may throw nothing but a certain class of errors. */
type ErrorClass = new (...args: never[]) => Error

/** Throws an error again unless it is of the class. */
const acceptOnly =
  (errorClass: ErrorClass) =>
  (error: unknown): void => {
    if (!(error instanceof errorClass)) throw error
  }

function throwsOnly(errorClass: ErrorClass, run: () => void): void {
  try {
    run()
  } catch (error) {
    acceptOnly(errorClass)(error)
  }
}

const isFiniteOrNone = (value: number | undefined): boolean => value === undefined || Number.isFinite(value)

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

function assertPrintable(error: { code?: unknown; message: string; requestId?: unknown }): void {
  ok(!controls.test(error.message), 'a control character in the message')
  ok(error.message.length < 4_500, `a message of ${error.message.length} characters`)
  for (const text of [error.code, error.requestId]) {
    ok(text === undefined || (typeof text === 'string' && text.length <= 256 && !controls.test(text)))
  }
  JSON.stringify(error)
}

const jsonPieces = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\\',
  '{"code":4420,"message":"(10250)x"}',
  '"code"',
  'null',
  '1e999',
]
const xmlPieces = [
  '<?xml version="1.0"?>',
  '<?xml',
  '?>',
  '<Error>',
  '</Error>',
  '<Code>',
  '</Code>',
  '<Message>',
  'NoSuchKey',
]
const urlPieces = [
  'https:',
  '//',
  '/',
  '?',
  '#',
  '@',
  ':',
  '[::1]',
  'kms.api.qcloud.com',
  '.',
  '..',
  '*.',
  '-gz',
  'Action=A',
  '&',
]
const logPieces = [
  ...jsonPieces,
  ...xmlPieces,
  ...urlPieces,
  'code=4420 ',
  '(10250)',
  ' Action: ',
  '\\"',
  '\\\\',
  '---',
  '...',
]

const lookup = createLookup()
const given = fc.record({ service: hostileText, action: hostileText, moduleCode: hostileText }, { requiredKeys: [] })

const optionNames = [
  'retry',
  'pacing',
  'hosts',
  'credentials',
  'catalog',
  'clock',
  'service',
  'signing',
  'onEvent',
  'limit',
] as const
const hostileOptions = fc
  .array(fc.tuple(fc.constantFrom(...optionNames, '__proto__', 'constructor', 'maxAttempts', 'qps'), hostileValue), {
    maxLength: 4,
  })
  .map((fields) => Object.fromEntries(fields))
const entryNames = [
  'code',
  'moduleCode',
  'class',
  'retry',
  'service',
  'actions',
  'meaning',
  'maxAttempts',
  '__proto__',
] as const
const hostileEntry = fc
  .array(fc.tuple(fc.constantFrom(...entryNames), fc.oneof(hostileValue, fc.constantFrom('ThrottlingError', 'never'))))
  .map((fields) => Object.fromEntries(fields))

const secret = 'AVeryUnlikelySecret0123'

export const targets: readonly Target[] = [
  target('objects of all dialects', hostileValue, (body) => {
    assertEnvelope(readObject(body))
    // What passes the first look for a success is one.
    ok(lookAtObject(body) !== undefined || readObject(body) === undefined)
  }),
  target('JSON texts of all dialects', hostileJson, (body) => {
    const text = JSON.stringify(body)
    const { envelope } = readText(text)
    assertEnvelope(envelope)
    // A text says what its object says, in bytes too, and nothing that fails is passed over unparsed.
    deepEqual(envelope, readObject(JSON.parse(text)))
    deepEqual(readBytes(new TextEncoder().encode(text)).envelope, envelope)
    ok(envelope === undefined || mayFail(text))
  }),
  target('broken texts and XML', textOfPieces(...jsonPieces, ...xmlPieces), (text) => {
    assertEnvelope(readText(text).envelope)
    ok(readText(text).envelope === undefined || mayFail(text))
    const look = lookAtText(text)
    if (!(look instanceof Promise)) deepEqual(look.envelope, readText(text).envelope)
  }),
  target('bytes', fc.uint8Array({ maxLength: 64 }), (bytes) => assertEnvelope(readBytes(bytes).envelope)),
  target('objects embedded in logs', textOfPieces(...logPieces), (text) => {
    for (const envelope of findEnvelopes(text)) assertEnvelope(envelope)
  }),
  target('questions pasted into the command', textOfPieces(...logPieces), (text) => {
    const subject = findSubject(text, knownCodes)
    ok(subject.kind !== 'code' || (typeof subject.question.code === 'string' && isText(subject.question.service)))
  }),
  target('module messages', hostileText, (text) => {
    const parsed = parseModuleMessage(text)
    ok(text.endsWith(parsed.text))
    ok(parsed.moduleCode === undefined || /^-?\d{1,12}$/.test(parsed.moduleCode))
  }),
  target('Retry-After and Date', fc.tuple(hostileValue, hostileValue, fc.double()), ([value, date, now]) => {
    const ms = parseRetryAfter(value, date, Number.isFinite(now) ? now : 0)
    ok(ms === undefined || (Number.isFinite(ms) && ms >= 0))
  }),
  target(
    'times of servers',
    fc.record({
      dateHeader: hostileText,
      ageHeader: fc.option(hostileText, { nil: undefined }),
      sentAt: fc.double(),
      receivedAt: fc.double(),
      bodyTime: fc.option(fc.double(), { nil: undefined }),
    }),
    (observation) => {
      const offset = offsetFrom(observation)
      ok(isFiniteOrNone(offset))
      ok(isFiniteOrNone(serverTimeIn(observation.dateHeader)))
    },
  ),
  target('URLs and hosts', fc.tuple(textOfPieces(...urlPieces), textOfPieces(...urlPieces)), ([url, baseURL]) => {
    const host = parseTarget(url, baseURL)
    ok(host === undefined || host.hostname !== '')
    ok(isText(findService(url)) && isText(findRegion(url)))
    matchesHost(host, [url, baseURL])
  }),
  target(
    'the fields of requests',
    fc.record({
      url: hostileValue,
      baseURL: hostileValue,
      params: hostileValue,
      data: hostileValue,
      headers: hostileValue,
      method: hostileValue,
    }),
    (shape) => {
      const described = describeRequest(shape as object)
      for (const name of ['service', 'action', 'region', 'version', 'clientToken', 'secretId'] as const)
        ok(isText(described[name]))
      classifyRepeat(described)
    },
  ),
  target('actions and their verbs', fc.tuple(hostileText, fc.constantFrom('GET', 'POST', 'x')), ([action, method]) => {
    ok(['read', 'idempotent', 'overwrite', 'duplicate'].includes(classifyRepeat({ action, method })))
  }),
  target(
    'names of codes',
    fc.oneof(hostileText, textOfPieces('Limit', 'Exceeded', '.', 'Internal', 'busy', '_')),
    (code) => {
      classifyName(code)
      ok(describeName(code, 'TencentCloudError').en.length < 1_000)
    },
  ),
  asyncTarget('codes looked up', 1, fc.tuple(hostileText, given), async ([code, query]) => {
    const found = await lookup.classify(code, query)
    equal(found.code, code)
    // What is listed is documented, unless lists that decide together differ on whether the call may have run.
    ok(found.documented || found.source === 'rule' || found.agreed === false)
  }),
  target('secrets of requests', fc.tuple(hostileValue, hostileValue, hostileText), ([headers, data, text]) => {
    const found = collectSecrets({ headers, data, params: { x: headers, Signature: secret }, url: text })
    ok(!redact(`${text}${secret}${text}`, found).includes(secret))
  }),
  target(
    'errors made of what a server wrote',
    fc.record({
      code: hostileText,
      serverMessage: hostileText,
      moduleCode: hostileText,
      requestId: hostileText,
      traceId: hostileText,
      codeDesc: hostileText,
      action: hostileText,
    }),
    (texts) => {
      const error = createError(
        'InternalServerError',
        { ...texts, retry: 'never', mayHaveRun: true, attempts: [], cause: new Error(texts.code) },
        new Set(),
      )
      assertPrintable(error)
      ok(!/[\r\n]/.test(String(error)))
    },
  ),
  asyncTarget('parameters of version 1', 1, fc.dictionary(fc.constantFrom(...names), hostileValue), async (params) => {
    throwsOnly(TypeError, () => ok(/^[\x21-\x7e]*$/.test(encodeParams(flatten(params)))))
    const request = { method: 'GET', host: 'x', path: '/v2/index.php', params }
    const signing = signV1(request, { secretId: 'a', secretKey: 'b' }, { timestamp: 1, nonce: '1' })
    await signing.then(() => {}, acceptOnly(TypeError))
  }),
  asyncTarget(
    'forms with files',
    0.02,
    fc.array(fc.tuple(hostileText, hostileText), { maxLength: 4 }),
    async (fields) => {
      const form = new FormData()
      for (const [name, value] of fields) {
        form.append(name, value)
        form.append(name, new Blob([value]), value)
      }
      const { body, contentType } = await encodeMultipart(form)
      const boundary = contentType.slice(contentType.indexOf('boundary=') + 9)
      const parts = new TextDecoder().decode(body).split(`--${boundary}`)
      equal(parts.length, 2 * fields.length + 2)
      for (const part of parts.slice(1, -1)) {
        const head = part.slice(2, part.indexOf('\r\n\r\n')).split('\r\n')
        ok(head.length <= 2 && head.every((line) => /^Content-(?:Disposition|Type): /.test(line)))
      }
    },
  ),
  target('copies of parameters', hostileJson, (value) => deepEqual(copyValue(value), value)),
  target(
    'answers of the shared store',
    fc.tuple(fc.oneof(hostileValue, fc.array(hostileValue, { maxLength: 6 })), fc.nat(20)),
    ([reply, wanted]) => {
      throwsOnly(Error, () => {
        const { slots, first, interval, next, now } = readReply(reply, wanted)
        ok(slots <= wanted && [slots, first, interval, next, now].every(Number.isSafeInteger))
      })
    },
  ),
  target(
    'messages of node-fetch',
    textOfPieces('request to ', 'http://a/?b=c', ' failed, reason: ', 'connect ', 'ECONNRESET'),
    (message) => {
      ok(recoverCode(message).code !== '')
      withoutQuery(message)
    },
  ),
  target('options', fc.oneof(hostileOptions, hostileValue), (options) => {
    throwsOnly(TypeError, () => checkOptions(options))
    throwsOnly(TypeError, () => checkCallOptions(options))
  }),
  target('entries of a catalog', fc.array(hostileEntry, { maxLength: 3 }), (entries) => {
    throwsOnly(TypeError, () => checkEntries(entries, 'catalog'))
  }),
  target('credentials', hostileValue, (value) => {
    throwsOnly(Error, () => assertCredentials(value))
  }),
  asyncTarget(
    'whole answers, as calls get them',
    0.1,
    fc.record({
      body: fc.oneof(hostileJson, hostileText),
      status: fc.constantFrom(200, 200, 400, 429, 500, 503),
      retryAfter: hostileText,
      date: hostileText,
    }),
    async ({ body, status, retryAfter, date }) => {
      const clock = new InstantClock()
      const http = axios.create({
        baseURL: 'https://kms.api.qcloud.com',
        adapter: async (config) => {
          const data = typeof body === 'string' ? body : JSON.stringify(body)
          const response = { data, status, statusText: 'x', headers: { 'retry-after': retryAfter, date }, config }
          if (status < 400) return response
          throw new axios.AxiosError('refused', 'ERR_BAD_RESPONSE', config, undefined, response)
        },
      })
      attachTencentCloud(http, { clock, deadlineMs: 1_000 })
      const error: unknown = await http.get('/v2/index.php?Action=ListKey').catch((reason: unknown) => reason)
      if (isTencentCloudError(error)) assertPrintable(error)
      else ok(!(error instanceof Error), String(error))
      ok(clock.waits.every((ms) => Number.isFinite(ms) && ms >= 0 && ms <= 1_000))
    },
  ),
]
