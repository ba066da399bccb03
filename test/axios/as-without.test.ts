import axios, { type AxiosRequestConfig, isAxiosError } from 'axios'
import { attachTencentCloud, isTencentCloudError, type TencentCloudOptions } from 'axios-tencentcloud'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Answer, bodies, certainFailures, contentTypes, envelopes, framings } from '../support/answers.ts'
import { axiosHas } from '../support/axios-version.ts'
import { describeValue } from '../support/describe-value.ts'
import { readBody } from '../support/read-body.ts'
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts'
import { instanceParts } from './as-without/instance-parts.ts'
import { interceptors } from './as-without/interceptors.ts'
import { journal } from './as-without/journal.ts'
import type { Stage } from './as-without/part.ts'
import { requestParts } from './as-without/request-parts.ts'

/** `AS_WITHOUT_RUNS=20000` for a longer run. */
const numRuns = Number(process.env.AS_WITHOUT_RUNS ?? 250)
const timeout = 60_000 + 40 * numRuns

let own: ScriptedServer
let other: ScriptedServer

beforeAll(async () => {
  own = await startScriptedServer()
  other = await startScriptedServer()
})
afterAll(() => Promise.all([own.close(), other.close()]))

/** Mostly the first name, so that a failure early in a call does not hide everything behind it. */
function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): fc.Arbitrary<Name> {
  const names = Object.keys(table) as Name[]
  const [first = names[0] as Name, ...others] = names
  return fc.oneof({ weight: 3, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
}

type Names<Parts> = { readonly [Dimension in keyof Parts]: keyof Parts[Dimension] & string }

const partsOf = <Parts extends Readonly<Record<string, Readonly<Record<string, unknown>>>>>(parts: Parts) =>
  fc.record(Object.fromEntries(Object.entries(parts).map(([name, table]) => [name, namesOf(table)]))) as fc.Arbitrary<
    Names<Parts>
  >

const allBodies = { ...bodies, ...envelopes, ...certainFailures }
const randomJson = fc.json({ maxDepth: 3 }).map((body) => ({ name: 'random', body }))
const answerOf = (table: Readonly<Record<string, string | Uint8Array>>) =>
  fc.record({
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constant(200) },
      fc.constantFrom(201, 204, 206, 304, 404, 429, 500, 502),
    ),
    contentType: fc.oneof(fc.constant('application/json'), fc.constantFrom(...contentTypes)),
    framing: namesOf(framings),
    content: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.entries(table)).map(([name, body]) => ({ name, body })) },
      randomJson,
    ),
  })

/** Ways to attach that change nothing where nothing fails. */
const manners = {
  plain: {},
  'with a listener': { onEvent: () => {} },
  unpaced: { pacing: false },
  'rerunning interceptors': { rerunInterceptors: true },
  'with a deadline': { deadlineMs: 100_000 },
} satisfies Record<string, TencentCloudOptions>

const scenarioOf = (table: Readonly<Record<string, string | Uint8Array>>): fc.Arbitrary<Scenario> =>
  fc
    .record({
      request: partsOf(requestParts),
      instance: partsOf(instanceParts),
      interceptors: fc.array(fc.constantFrom(...(Object.keys(interceptors) as (keyof typeof interceptors)[])), {
        maxLength: 3,
      }),
      attach: fc.constantFrom('before' as const, 'after' as const),
      frozen: fc.boolean(),
      manner: namesOf(manners),
      answer: answerOf(table),
    })
    .filter((scenario) => !leftOut.some((isLeftOut) => isLeftOut(scenario)))

const assemble = (
  parts: Readonly<Record<string, Readonly<Record<string, (stage: Stage) => AxiosRequestConfig>>>>,
  names: Readonly<Record<string, string>>,
  stage: Stage,
): AxiosRequestConfig => {
  const made = Object.entries(names).map(([dimension, name]) => parts[dimension]?.[name]?.(stage) ?? {})
  return Object.assign({}, ...made)
}

interface Scenario {
  readonly request: Names<typeof requestParts>
  readonly instance: Names<typeof instanceParts>
  readonly interceptors: readonly (keyof typeof interceptors)[]
  readonly attach: 'before' | 'after'
  readonly frozen: boolean
  readonly manner: keyof typeof manners
  readonly answer: Pick<Answer, 'status' | 'contentType'> & {
    readonly framing: keyof typeof framings
    readonly content: { readonly name: string; readonly body: string | Uint8Array }
  }
}

/** Documented: the beginning of a JSON stream is read before it is handed on, and the call fails where that cannot be done. */
const isHeldBackInVain = ({ request, answer }: Scenario): boolean =>
  request.responseType === 'stream' &&
  /json/i.test(answer.contentType ?? '') &&
  (answer.framing === 'truncated' ||
    answer.framing === 'wrongly called gzip' ||
    request.limits === 'an answer too long')

/** Without a length, what came of a body that breaks off is a whole request to the server, but by chance before or after the end. */
const mayComeLate = ({ request: { method, data, limits } }: Scenario): boolean =>
  !['post', 'odd case', 'put', 'patch'].includes(method) &&
  (data === 'failing stream' || (data === 'Node stream' && limits === 'a body too long'))

/** axios' fetch adapter shows a copy of the config in the error of such a URL, with the signal by which a deadline cuts. */
const showsDeadline = ({ request, manner }: Scenario): boolean =>
  request.url === 'no scheme' && (manner === 'with a deadline' || request.more === 'a user’s deadline')

/**
 * Differences that an older axios shows, none of which matters to a call: the response's config has an own `adapter` where
 * an interceptor returned an object that inherits it; and response interceptors are told that there is no suitable adapter.
 */
const differsInOlderAxios = ({ request, interceptors }: Scenario): boolean =>
  !axiosHas('1.21') && (interceptors.includes('an object with a prototype') || request.adapter === 'unsuitable')

/** Before 1.16, axios alone never ends such a call. */
const neverEnds = ({ request, answer }: Scenario): boolean =>
  !axiosHas('1.16') && request.limits === 'no redirects' && answer.framing === 'wrongly called gzip'

interface Run {
  readonly received: unknown
  readonly journal: unknown
  readonly outcome: unknown
  /** What the call was rejected with, before the caller's response interceptors. */
  readonly rejection: unknown
}

const leftOut = [isHeldBackInVain, showsDeadline, mayComeLate, differsInOlderAxios, neverEnds]

type Where = 'at its baseURL' | 'elsewhere'

/** Runs a scenario: with axios alone, or with the middleware and its options. */
async function run(scenario: Scenario, where: Where, options?: TencentCloudOptions): Promise<Run> {
  const { request, instance, answer } = scenario
  const controller = new AbortController()
  const stage: Stage = { origin: own.origin, otherOrigin: other.origin, controller }
  for (const server of [own, other]) {
    server.received.length = 0
    server.answer = ({ url = '' }, response) => {
      if (request.signal.endsWith('on arrival')) return controller.abort()
      const sent: Answer = { ...answer, body: answer.content.body }
      framings[answer.framing](response, sent, url)
    }
  }
  journal.length = 0
  let rejection: unknown

  const { baseURL, ...defaults } = assemble(instanceParts, instance, stage)
  const home = where === 'at its baseURL'
  const http = axios.create({ proxy: false, ...defaults, ...(home && { baseURL }) } as AxiosRequestConfig)
  http.interceptors.response.use(null, (error) => {
    rejection = error
    throw error
  })
  if (scenario.attach === 'before' && options) attachTencentCloud(http, options)
  for (const name of scenario.interceptors) interceptors[name](http)
  if (scenario.attach === 'after' && options) attachTencentCloud(http, options)

  const config = { ...(!home && { baseURL }), ...assemble(requestParts, request, stage) }
  const outcome = await http.request(scenario.frozen ? Object.freeze(config) : config).then(
    async (response: unknown) => ({ fulfilled: await describeEnd(response) }),
    async (error: unknown) => ({ rejected: await describeEnd(error) }),
  )
  const received = [...own.received, 'other', ...other.received]
  return { received, journal: [...journal], outcome, rejection }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A response, an error, or what an interceptor made of them. */
async function describeEnd(end: unknown): Promise<unknown> {
  const response: unknown = isAxiosError(end) ? end.response : end
  const data = isObject(response) && 'data' in response ? await readBody(response.data) : undefined
  const stack = end instanceof Error ? typeof end.stack : undefined
  return { end: describeValue(end), data: describeValue(data), stack }
}

const settings = { numRuns, seed: 1 } as const

test('on other hosts a client with the middleware behaves as one without', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(scenarioOf({ ...bodies, ...envelopes }), async (scenario) => {
      const { rejection: _, ...expected } = await run(scenario, 'elsewhere')
      const { rejection: __, ...actual } = await run(scenario, 'elsewhere', manners[scenario.manner])
      expect(actual).toEqual(expected)
    }),
    settings,
  )
})

test('so it does anywhere with `throwErrors: false` and `retry: false`', { timeout }, async () => {
  const quiet = { throwErrors: false, retry: false } as const
  await fc.assert(
    fc.asyncProperty(scenarioOf(allBodies), async (scenario) => {
      const { rejection: _, ...expected } = await run(scenario, 'at its baseURL')
      const { rejection: __, ...actual } = await run(scenario, 'at its baseURL', {
        ...manners[scenario.manner],
        ...quiet,
      })
      expect(actual).toEqual(expected)
    }),
    settings,
  )
})

test('so it does on Tencent Cloud’s hosts where nothing fails', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(scenarioOf(bodies), async (scenario) => {
      const { rejection: refused, ...expected } = await run(scenario, 'at its baseURL')
      const { rejection, ...actual } = await run(scenario, 'at its baseURL', {
        ...manners[scenario.manner],
        retry: false,
      })
      // A failed status or connection is a failure of Tencent Cloud's here, and shown as such.
      if (isTencentCloudError(rejection) && refused !== undefined) expect(actual.received).toEqual(expected.received)
      else expect(actual).toEqual(expected)
    }),
    settings,
  )
})

test.each(['http', 'fetch'] as const)('so it does where no answer comes in time (%s)', async (adapter) => {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  server.answer = () => {}
  const end = async (options?: TencentCloudOptions): Promise<unknown> => {
    const http = axios.create({
      baseURL: server.origin,
      proxy: false,
      adapter,
      timeout: 20,
      timeoutErrorMessage: 'late',
    })
    if (options) attachTencentCloud(http, options)
    return http.post('/', { a: 1 }).then(describeEnd, describeEnd)
  }
  expect(await end({ retry: false, throwErrors: false })).toEqual(await end())
})
