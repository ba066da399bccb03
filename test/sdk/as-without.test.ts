import { isTencentCloudError } from 'axios-tencentcloud'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodies, certainFailures, contentTypes, envelopes, type Framing, framings } from '../support/answers.ts'
import { describeValue } from '../support/describe-value.ts'
import { type ReceivedRequest, type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts'
import { createCvm, profileFor } from './clients.ts'

/** `AS_WITHOUT_RUNS=20000` for a longer run. */
const numRuns = Number(process.env.AS_WITHOUT_RUNS ?? 50)

let server: ScriptedServer
beforeAll(async () => {
  server = await startScriptedServer()
})
afterAll(() => server.close())

const allBodies: Readonly<Record<string, string | Uint8Array>> = { ...bodies, ...envelopes, ...certainFailures }
const signMethods = ['TC3-HMAC-SHA256', 'HmacSHA256', 'HmacSHA1'] as const

const scenarios = fc.record({
  signMethod: fc.constantFrom(...signMethods),
  reqMethod: fc.constantFrom('POST' as const, 'GET' as const),
  params: fc.constantFrom<object>(
    {},
    { Limit: 1 },
    { InstanceIds: ['a', 'é'], Filters: [{ Name: 'n', Values: ['v'] }] },
  ),
  status: fc.oneof({ weight: 4, arbitrary: fc.constant(200) }, fc.constantFrom(201, 404, 429, 500, 502)),
  contentType: fc.oneof(fc.constant('application/json'), fc.constantFrom(...contentTypes)),
  // After one that breaks off the SDK alone waits for its time limit, a minute.
  framing: fc.constantFrom<Framing>('with a length', 'chunked', 'gzip', 'br', 'after early hints', 'not at all'),
  body: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...Object.keys(allBodies)) }, fc.json({ maxDepth: 3 })),
})

/** Without what the time or chance decides. */
function comparable({ rawHeaders, target, body, ...request }: ReceivedRequest): object {
  const signed = /(?:Timestamp|Nonce|Signature)=[^&]*/g
  const pairs = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${rawHeaders[at + 1]}`]))
  const kept = pairs.filter((pair) => !/^(?:authorization|x-tc-timestamp|x-tc-traceid|content-length):/i.test(pair))
  return { ...request, target: target?.replace(signed, ''), body: body.replace(signed, ''), headers: kept.sort() }
}

type Scenario = typeof scenarios extends fc.Arbitrary<infer Value> ? Value : never
type Client = ReturnType<typeof createCvm>

async function run(scenario: Scenario, wrap: (client: Client) => Client) {
  const { status, contentType, framing, body, signMethod, reqMethod, params } = scenario
  server.received.length = 0
  server.answer = ({ url = '' }, response) =>
    framings[framing](response, { status, contentType, body: allBodies[body] ?? body }, url)
  const { httpProfile = {} } = profileFor(server.origin, { reqMethod })
  const client = wrap(createCvm({ signMethod, httpProfile }))
  let rejection: unknown
  const outcome = await client.DescribeInstances(params).then(
    (result) => ({ result: describeValue(result) }),
    (error: unknown) => {
      rejection = error
      if (!(error instanceof Error)) return { error }
      // The wrapped client adds the `code` and `syscall` of a failed connection, which the SDK loses.
      const { code, requestId } = error as { code?: unknown; requestId?: unknown }
      const said = framing === 'not at all' ? undefined : code
      // Of an address in a message the query is left out, which may show a signature.
      const message = error.message.replace(/(http:[^?\s]*)\?\S*/, '$1')
      return { error: [error.constructor.name, error.name, message, said, requestId] }
    },
  )
  return { received: server.received.map(comparable), outcome, rejection }
}

test.each([
  ['with `throwErrors: false` and `retry: false`', { throwErrors: false, retry: false }],
  ['where nothing fails', { retry: false }],
] as const)(
  'a wrapped client of the official SDK behaves as the client itself %s',
  { timeout: 60_000 + 40 * numRuns },
  async (_, options) => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { rejection: _refused, ...expected } = await run(scenario, (client) => client)
        const { rejection, ...actual } = await run(scenario, (client) => withTencentCloud(client, options))
        if (isTencentCloudError(rejection))
          expect([options, actual.received]).toEqual([{ retry: false }, expected.received])
        else expect(actual).toEqual(expected)
      }),
      { numRuns, seed: 1 },
    )
  },
)
