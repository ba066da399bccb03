import type { IncomingMessage, ServerResponse } from 'node:http'
import axios, { type AxiosInstance } from 'axios'
import { attachTencentCloud, isTencentCloudError, type TencentCloudOptions } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { expect, onTestFinished } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { startScriptedServer } from '../support/scripted-server.ts'

/** An answer; `cut`: the connection is reset instead. */
interface Answer {
  readonly status?: number
  readonly type?: string
  readonly body?: string
  readonly cut?: string
}

/** What the call must come to. */
export interface Expected {
  readonly class?: string
  readonly classIn?: readonly string[]
  readonly classNot?: string
  readonly code?: string
  readonly service?: string
  readonly requestId?: string
  readonly retry?: string
  readonly mayHaveRun?: boolean
  /** Requests that the server gets, if it always answers alike. */
  readonly requests?: number
  /** After the first request the server answers with a success, which must be reached. */
  readonly retried?: boolean
  readonly success?: boolean
  readonly failure?: boolean
  /** A failure of the client's own: no business of this package. */
  readonly plain?: boolean
  readonly meaningNot?: string
  readonly remedyHas?: string
  readonly messageHas?: string
}

type Options = Pick<TencentCloudOptions, 'clock' | 'hosts' | 'retry' | 'service' | 'throwErrors'>

/** A request, the answer to it, and what the call must come to. */
export interface WireCase {
  readonly id: string
  readonly method?: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly data?: unknown
  readonly answer: Answer
  readonly expect: Expected
  readonly attach?: Options
}

/** How the call ended, and how many requests it took. */
interface Ending {
  readonly result?: unknown
  readonly error?: unknown
  readonly requests: number
}

/** The success of every dialect: none of them takes it for a failure. */
const success = '{"Response":{"RequestId":"req-2"},"status":{"code":"1"},"ErrorCode":0,"code":0}'

function send({ status = 200, type, body = '', cut }: Answer, request: IncomingMessage, response: ServerResponse) {
  if (cut !== undefined) {
    request.socket.resetAndDestroy()
    return
  }
  if (type) response.setHeader('content-type', type)
  response.statusCode = status
  response.end(body)
}

/** Makes the call of a case: its host is asked for by its name, and a server on the loopback answers. */
async function startCase({ answer, expect: { retried } }: WireCase) {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  server.answer = (request, response) => {
    const isLater = retried === true && server.received.length > 1
    send(isLater ? { type: 'application/json', body: success } : answer, request, response)
  }
  return server
}

const settle = async (call: Promise<unknown>): Promise<Omit<Ending, 'requests'>> =>
  call.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  )

const optionsOf = ({ attach = {} }: WireCase): Options => ({ clock: new InstantClock(), ...attach })

/** Through axios' own http adapter: the loopback server is the proxy for the host. */
export async function callByAxios(given: WireCase, prepare?: (http: AxiosInstance) => void): Promise<Ending> {
  const server = await startCase(given)
  const { hostname, port } = new URL(server.origin)
  const http = axios.create({ adapter: 'http', proxy: { protocol: 'http', host: hostname, port: Number(port) } })
  prepare?.(http)
  attachTencentCloud(http, optionsOf(given))
  const { method = 'POST', url, headers = {}, data } = given
  const ended = await settle(
    http.request({ method, url: url.replace('https:', 'http:'), headers, data: data ?? undefined }),
  )
  return { ...ended, requests: server.received.length }
}

/** Through the fetch of Node.js, which gets the address of the loopback server. */
export async function callByFetch(given: WireCase): Promise<Ending> {
  const server = await startCase(given)
  const toServer = (url: string, init: RequestInit) => fetch(url.replace(/^https:\/\/[^/]+/, server.origin), init)
  const tencentFetch = createTencentCloudFetch(toServer, optionsOf(given))
  const { method = 'POST', url, headers = {}, data } = given
  const body = typeof data === 'string' ? data : JSON.stringify(data)
  const hasBody = data !== undefined && data !== null && method !== 'GET'
  const ended = await settle(tencentFetch(url, { method, headers, ...(hasBody && { body }) }))
  return { ...ended, requests: server.received.length }
}

/** Compares how a call ended with what is expected of it. */
export function checkEnding({ result, error, requests }: Ending, expected: Expected): void {
  if (expected.requests !== undefined) expect(requests).toBe(expected.requests)
  if (expected.plain) {
    expect(isTencentCloudError(error)).toBe(false)
    return
  }
  if (expected.success || expected.retried) {
    expect(error).toBeUndefined()
    expect(result).toMatchObject({ status: 200 })
    if (expected.retried) expect(requests).toBe(2)
    return
  }
  if (!isTencentCloudError(error)) throw new Error(`expected an error of this package, got ${String(error ?? result)}`)
  if (expected.classIn) expect(expected.classIn).toContain(error.name)
  if (expected.classNot) expect(error.name).not.toBe(expected.classNot)
  if (expected.class) expect(error.name).toBe(expected.class)
  for (const field of ['code', 'service', 'requestId', 'retry', 'mayHaveRun'] as const) {
    if (expected[field] !== undefined) expect(error[field], field).toBe(expected[field])
  }
  if (expected.meaningNot) expect(`${error.meaning?.en}`).not.toContain(expected.meaningNot)
  if (expected.remedyHas) expect(`${error.remedy?.en}`).toContain(expected.remedyHas)
  if (expected.messageHas) expect(error.message).toContain(expected.messageHas)
}

/** What the error says, whatever came after it: of a case that is tried again, the first failure. */
export const withoutRetries = ({ expect: { retried, ...expected }, ...given }: WireCase): WireCase => ({
  ...given,
  attach: { ...given.attach, retry: false },
  expect: retried ? { ...expected, failure: true } : expected,
})
