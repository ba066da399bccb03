import { isTencentCloudError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodies, certainFailures, contentTypes, envelopes, framings } from '../support/answers.ts'
import { describeValue } from '../support/describe-value.ts'
import { readBody } from '../support/read-body.ts'
import { type ReceivedRequest, type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts'

/** `AS_WITHOUT_RUNS=20000` for a longer run. */
const numRuns = Number(process.env.AS_WITHOUT_RUNS ?? 100)
const timeout = 60_000 + 40 * numRuns

let server: ScriptedServer
let address = ''

beforeAll(async () => {
  server = await startScriptedServer()
  address = server.origin
})
afterAll(() => server.close())

function formData(): FormData {
  const form = new FormData()
  form.append('a', 'é')
  form.append('file', new Blob(['bytes'], { type: 'text/plain' }), 'a.txt')
  return form
}

type Part = (controller: AbortController) => RequestInit

/** Fields of an init, by dimension and name. The first of each is the plainest. */
const parts = {
  method: {
    none: () => ({}),
    post: () => ({ method: 'POST' }),
    'small letters': () => ({ method: 'post' }),
    'small letters that stay': () => ({ method: 'patch' }),
    put: () => ({ method: 'PUT' }),
    delete: () => ({ method: 'DELETE' }),
    head: () => ({ method: 'HEAD' }),
    options: () => ({ method: 'OPTIONS' }),
    forbidden: () => ({ method: 'TRACE' }),
    wrong: () => ({ method: 'a b' }),
  },
  headers: {
    none: () => ({}),
    plain: () => ({ headers: { 'X-A': '1', 'x-b': 'ü'.normalize(), Accept: 'text/x' } }),
    pairs: () => ({
      headers: [
        ['X-Twice', 'a'],
        ['x-twice', 'b'],
      ],
    }),
    Headers: () => ({ headers: new Headers({ 'X-Own': 'yes' }) }),
    JSON: () => ({ headers: { 'Content-Type': 'application/json' } }),
    'no type': () => ({ headers: { 'content-type': '' } }),
    signed: () => ({
      headers: { Authorization: 'TC3-HMAC-SHA256 Credential=a/b, Signature=c', 'X-TC-Action': 'ListKeys' },
    }),
    wrong: () => ({ headers: { 'a b': 'c' } }),
    'a wrong value': () => ({ headers: { a: 'b\r\nc' } }),
  },
  body: {
    none: () => ({}),
    text: () => ({ body: ' a text é ' }),
    empty: () => ({ body: '' }),
    null: () => ({ body: null }),
    URLSearchParams: () => ({ body: new URLSearchParams('a=1&b=é') }),
    FormData: () => ({ body: formData() }),
    Blob: () => ({ body: new Blob(['a blob'], { type: 'text/X' }) }),
    'Blob without a type': () => ({ body: new Blob(['a blob']) }),
    Buffer: () => ({ body: Buffer.from('a buffer') }),
    ArrayBuffer: () => ({ body: new TextEncoder().encode('an array buffer').buffer }),
    'part of a buffer': () => ({ body: new Uint8Array([1, 2, 3, 4]).subarray(1, 3) }),
    stream: () => ({ body: new Blob(['a stream']).stream(), duplex: 'half' }) as RequestInit,
    'stream without a duplex': () => ({ body: new Blob(['a stream']).stream() }),
    object: () => ({ body: { toString: () => 'an object' } as never }),
    large: () => ({ body: 'x'.repeat(200_000) }),
  },
  redirect: {
    none: () => ({}),
    manual: () => ({ redirect: 'manual' }),
    error: () => ({ redirect: 'error' }),
  },
  signal: {
    none: () => ({}),
    given: () => ({ signal: new AbortController().signal }),
    null: () => ({ signal: null }),
    'aborted on arrival': ({ signal }) => ({ signal }),
    'aborted before': () => ({ signal: AbortSignal.abort(new RangeError('a reason')) }),
    'aborted before by no reason': () => ({ signal: AbortSignal.abort() }),
  },
  more: {
    none: () => ({}),
    undefined: () => ({ redirect: undefined, cache: undefined, window: undefined }) as never,
    credentials: () => ({ credentials: 'omit', cache: 'no-store', mode: 'cors', referrer: '', keepalive: true }),
    wrong: () => ({ mode: 'sideways' as RequestMode }),
    unknown: () => ({ own: { field: 1 } }) as RequestInit,
  },
} satisfies Record<string, Record<string, Part>>

const inputs = {
  text: () => `${address}/path?a=1&a=é`,
  hash: () => `${address}/path#hash`,
  URL: () => new URL('/a/../b', address),
  Request: () => new Request(`${address}/request`, { headers: { 'X-Request': '1' } }),
  'Request with a body': () =>
    new Request(`${address}/request`, { method: 'POST', body: 'of the request', headers: { 'X-Request': '1' } }),
  'used Request': () => {
    const request = new Request(`${address}/request`, { method: 'POST', body: 'read' })
    request.text()
    return request
  },
  'no URL': () => 'http://',
  'relative URL': () => '/path',
  credentials: () => `${address.replace('//', '//user:secret@')}/`,
  refused: () => 'http://127.0.0.1:1/',
} satisfies Record<string, () => string | URL | Request>

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** How the answer's body is read. */
const readings = {
  text: (response) => response.text(),
  json: (response) => response.json(),
  arrayBuffer: (response) => response.arrayBuffer(),
  blob: async (response) => readBody(await response.blob()),
  stream: async (response) => {
    const read = await readBody(response.body)
    // What of a body that breaks off is read before is lost in the copy that is looked into.
    return isObject(read) && Reflect.get(read, 'end') !== 'ended' ? 'broken off' : read
  },
  clone: async (response) => {
    const copy = response.clone()
    return [await response.text(), await copy.text()]
  },
} satisfies Record<string, (response: Response) => Promise<unknown>>

/** Mostly the first name, so that a failure early in a call does not hide everything behind it. */
function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): fc.Arbitrary<Name> {
  const names = Object.keys(table) as Name[]
  const [first = names[0] as Name, ...others] = names
  return fc.oneof({ weight: 3, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
}

const scenarioOf = (table: Readonly<Record<string, string | Uint8Array>>) =>
  fc
    .record({
      input: namesOf(inputs),
      parts: fc.record({
        method: namesOf(parts.method),
        headers: namesOf(parts.headers),
        body: namesOf(parts.body),
        redirect: namesOf(parts.redirect),
        signal: namesOf(parts.signal),
        more: namesOf(parts.more),
      }),
      reading: fc.constantFrom(...(Object.keys(readings) as (keyof typeof readings)[])),
      status: fc.oneof(
        { weight: 4, arbitrary: fc.constant(200) },
        fc.constantFrom(201, 204, 206, 304, 404, 429, 500, 502),
      ),
      contentType: fc.oneof(fc.constant('application/json'), fc.constantFrom(...contentTypes)),
      framing: namesOf(framings),
      body: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...Object.keys(table)) }, fc.json({ maxDepth: 3 })),
    })
    // Two reasons not to send; the error may tell either.
    .filter(({ input, parts: { signal } }) => input !== 'used Request' || !signal.startsWith('aborted before'))
    // In Node 22 a copy of a large body that is no gzip never ends, from plain fetch too.
    .filter(({ reading, framing }) => reading !== 'clone' || framing !== 'wrongly called gzip')
    // Such a text is sent as bytes, which undici of Node 20 loses at a redirect that sends them again, from plain fetch too.
    .filter(
      ({ input, parts: { headers }, framing }) =>
        input !== 'Request with a body' || headers === 'none' || framing !== 'after a redirect (307)',
    )

type Scenario = ReturnType<typeof scenarioOf> extends fc.Arbitrary<infer Value> ? Value : never

const allBodies: Readonly<Record<string, string | Uint8Array>> = { ...bodies, ...envelopes, ...certainFailures }

interface Run {
  readonly received: unknown
  readonly outcome: unknown
  readonly rejection: unknown
}

/** Runs a scenario with a fetch, which is one of its own: a throttle would slow down the runs after it. */
async function run(scenario: Scenario, fetch: typeof globalThis.fetch): Promise<Run> {
  const { status, contentType, framing, body, reading } = scenario
  const controller = new AbortController()
  server.received.length = 0
  server.answer = ({ url = '' }, response) => {
    if (scenario.parts.signal === 'aborted on arrival') return controller.abort(new RangeError('aborted on arrival'))
    framings[framing](response, { status, contentType, body: allBodies[body] ?? body }, url)
  }
  const made = Object.entries(scenario.parts).map(([dimension, name]) => {
    const table: Readonly<Record<string, Part>> = parts[dimension as keyof typeof parts]
    return table[name]?.(controller)
  })
  let rejection: unknown
  const outcome = await fetch(inputs[scenario.input](), Object.assign({}, ...made)).then(
    async (response) => ({ ...shown(response), content: await ending(readings[reading](response)) }),
    (error: unknown) => {
      rejection = error
      return { rejected: reasonOf(error) }
    },
  )
  return { received: server.received.map(comparable), outcome, rejection }
}

/** Of header fields only the values: a Headers lowers and sorts their names, which only Node keeps as they are written. */
const comparable = ({ rawHeaders, ...request }: ReceivedRequest): object => {
  const pairs = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name.toLowerCase()}: ${rawHeaders[at + 1]}`]))
  return { ...request, headers: pairs.sort() }
}

/** Of a TypeError the words are the runtime's, and tell where it was thrown. */
const reasonOf = (error: unknown): unknown => (error instanceof TypeError ? 'TypeError' : describeValue(error))

const shown = (response: Response): object => {
  const { status, statusText, ok, url, redirected, type, headers, bodyUsed, body } = response
  const name = response.constructor.name
  return { name, status, statusText, ok, url, redirected, type, headers: [...headers], bodyUsed, body: body === null }
}

const ending = (read: Promise<unknown>): Promise<unknown> =>
  read.then(describeValue, (error: unknown) => ({ failed: reasonOf(error) }))

const settings = { numRuns, seed: 1 } as const

test.each([
  ['on other hosts', { ...bodies, ...envelopes }, {}],
  [
    'anywhere with `throwErrors: false` and `retry: false`',
    allBodies,
    { hosts: ['127.0.0.1'], throwErrors: false, retry: false },
  ],
] as const)(
  '%s a fetch made here behaves as the fetch that it was given',
  { timeout },
  async (_where, table, options) => {
    await fc.assert(
      fc.asyncProperty(scenarioOf(table), async (scenario) => {
        const { rejection: _, ...expected } = await run(scenario, fetch)
        const { rejection: __, ...actual } = await run(scenario, createTencentCloudFetch(fetch, options))
        expect(actual).toEqual(expected)
      }),
      settings,
    )
  },
)

test('so it does on Tencent Cloud’s hosts where nothing fails', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(scenarioOf(bodies), async (scenario) => {
      const { rejection: _, ...expected } = await run(scenario, fetch)
      const { rejection, ...actual } = await run(
        scenario,
        createTencentCloudFetch(fetch, { hosts: ['127.0.0.1'], retry: false }),
      )
      // A failed status or connection is a failure of Tencent Cloud's here, and shown as such.
      if (isTencentCloudError(rejection)) expect(actual.received).toEqual(expected.received)
      else expect(actual).toEqual(expected)
    }),
    settings,
  )
})
