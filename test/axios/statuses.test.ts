import axios from 'axios'
import { attachTencentCloud, HttpError, TencentCloudError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCvm, profileFor } from '../sdk/clients.ts'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts'

/** What a status without an envelope shows: whether it may have run, and which calls are repeated. */
interface Promised {
  readonly mayHaveRun: boolean
  readonly repeated: { readonly [Call in keyof typeof calls]: boolean }
}

/** A call of each kind: the columns of the rule table. */
const calls = {
  read: { action: 'DescribeInstances', body: {} },
  idempotent: { action: 'RunInstances', body: { ClientToken: 'token-1' } },
  overwrite: { action: 'StopInstances', body: {} },
  duplicate: { action: 'RunInstances', body: {} },
} as const

const row = (read: boolean, idempotent: boolean, overwrite: boolean, duplicate: boolean) => ({
  read,
  idempotent,
  overwrite,
  duplicate,
})

const refused: Promised = { mayHaveRun: false, repeated: row(false, false, false, false) }
const inDoubt: Promised = { mayHaveRun: true, repeated: row(true, true, false, false) }
const unavailable: Promised = { mayHaveRun: true, repeated: row(true, true, true, false) }
const throttled: Promised = { mayHaveRun: false, repeated: row(true, true, true, true) }

const promisedFor = (status: number): Promised => {
  if (status === 429) return throttled
  if (status === 503) return unavailable
  return status >= 500 || status === 408 || status === 499 ? inDoubt : refused
}

let server: ScriptedServer
beforeAll(async () => {
  server = await startScriptedServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.received.length = 0
})

/** Answers every request with the status and a page that is none of the service's. */
function answerWith(status: number): void {
  server.answer = (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' })
    response.end('<html>proxy</html>')
  }
}

/** Sends a call of the kind until it ends; resolves to its error. */
type Send = (kind: keyof typeof calls) => Promise<unknown>

const options = () => ({ service: 'cvm', clock: new InstantClock(), pacing: false, retry: { maxAttempts: 2 } }) as const
const toHeaders = (action: string) => ({
  'content-type': 'application/json',
  'X-TC-Action': action,
  'X-TC-Version': '2017-03-12',
})

const clients: Readonly<Record<string, () => Send>> = {
  axios: () => {
    const http = axios.create({ baseURL: server.origin, proxy: false })
    attachTencentCloud(http, options())
    return (kind) => rejectionOf(http.post('/', calls[kind].body, { headers: toHeaders(calls[kind].action) }))
  },
  fetch: () => {
    const fetch = createTencentCloudFetch(undefined, { ...options(), hosts: [server.origin] })
    return (kind) => {
      const { action, body } = calls[kind]
      return rejectionOf(
        fetch(`${server.origin}/`, { method: 'POST', headers: toHeaders(action), body: JSON.stringify(body) }),
      )
    }
  },
  'the official SDK': () => {
    const client = withTencentCloud(createCvm(profileFor(server.origin)), options())
    return (kind) => rejectionOf(client.request(calls[kind].action, { ...calls[kind].body }))
  },
}

const statuses = Array.from({ length: 200 }, (_, at) => 400 + at)
/**
 * Two statuses that a fetch does not hand over: it rejects at 407 as if the connection was lost, and sends the request
 * of a 421 once more by itself.
 */
const isHidden = (client: string, status: number): boolean => client === 'fetch' && [407, 421].includes(status)

const kinds = Object.keys(calls) as (keyof typeof calls)[]

describe.each(Object.keys(clients))('a status without an envelope, by %s', (name) => {
  test('tells whether the call may have run, and repeats only what may be, for every status from 400 to 599', async () => {
    for (const status of statuses) {
      if (isHidden(name, status)) continue
      // A client of its own, because retries without a success use up the budget.
      const send = clients[name]?.()
      answerWith(status)
      const { mayHaveRun, repeated } = promisedFor(status)
      for (const kind of kinds) {
        server.received.length = 0
        const error = await send?.(kind)
        const seen = { status, kind, repeated: server.received.length > 1, mayHaveRun: undefined }
        if (!(error instanceof HttpError)) throw new Error(`HTTP ${status}: ${String(error)}`)
        expect({ ...seen, mayHaveRun: error.mayHaveRun }).toEqual({
          status,
          kind,
          repeated: repeated[kind],
          mayHaveRun,
        })
        expect(error.attempts, `HTTP ${status}`).toHaveLength(server.received.length)
        expect(error.httpStatus).toBe(status)
        expect(error.attempts.at(-1)).toMatchObject({ httpStatus: status, decision: 'give-up' })
      }
    }
  })
})

test("a proxy's 524 on RunInstances is sent once, and the error says that it may have run, and why it was not repeated", async () => {
  answerWith(524)
  const error = await clients.axios?.()('duplicate')
  expect(error).toMatchObject({ httpStatus: 524, mayHaveRun: true, reason: 'could-duplicate', retry: 'transient' })
  expect(server.received).toHaveLength(1)
})

test('reads that meet 520 take their retries from the budget, as those that meet 502 do', async () => {
  answerWith(520)
  const http = axios.create({ baseURL: server.origin, proxy: false })
  attachTencentCloud(http, { ...options(), retry: { maxAttempts: 2, budget: { capacity: 1, earned: 0 } } })
  const read = () => rejectionOf(http.post('/', {}, { headers: toHeaders('DescribeInstances') }))
  const first = await read()
  const second = await read()
  if (!(first instanceof TencentCloudError && second instanceof TencentCloudError)) throw new Error('no typed errors')
  expect([first.reason, second.reason]).toEqual(['max-attempts', 'budget-exhausted'])
  expect(server.received).toHaveLength(3)
})
