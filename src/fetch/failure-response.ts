// Loaded with the first failure that is handed back as a response.
import { isRecord } from '../check/check.ts'
import { attemptsOf, recordAttempts } from '../engine/attempts-of.ts'
import type { TencentCloudFailure } from '../errors/index.ts'
import { FrameReader } from '../streams/frames.ts'
import { toFields } from './fetch-request.ts'

/** The status of a failure that came under another one, or without an answer. */
const statuses: Readonly<Partial<Record<TencentCloudFailure['kind'], number>>> = {
  'invalid-parameter': 400,
  unsupported: 400,
  authentication: 401,
  'request-expired': 401,
  billing: 402,
  authorization: 403,
  'not-found': 404,
  conflict: 409,
  throttling: 429,
  'quota-exceeded': 429,
  'content-refused': 451,
  unavailable: 503,
  transport: 502,
}

function toStatus({ httpStatus = 0, kind, name }: TencentCloudFailure): number {
  if (httpStatus >= 400 && httpStatus <= 599) return httpStatus
  return name === 'TimeoutError' ? 504 : (statuses[kind] ?? 500)
}

/** What a client for models reads of a body: the failure in the form of the protocols of OpenAI and of Anthropic. */
const toErrorObject = ({ serverMessage, code, codeDesc, requestId }: TencentCloudFailure) => ({
  message: serverMessage,
  type: codeDesc ?? code,
  code,
  ...(requestId !== undefined && { request_id: requestId }),
})

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The body in the last event of a stream; undefined for any other text. */
function readLastEvent(text: string): unknown {
  const reader = new FrameReader()
  const events = [...reader.read(new TextEncoder().encode(text)), ...reader.end()]
  return parse(events.at(-1)?.data ?? '')
}

/** The service's own body, with an `error` if it has none; a page of a gateway as it came. */
function toBody(error: TencentCloudFailure): string | object {
  const data: unknown = error.response?.data
  const body = typeof data === 'string' ? (parse(data) ?? readLastEvent(data)) : data
  if (isRecord(body)) return isRecord(body.error) ? body : { ...body, error: toErrorObject(error) }
  return typeof data === 'string' && data !== '' && toStatus(error) === error.httpStatus
    ? data
    : { error: toErrorObject(error) }
}

/** Header fields that describe the body as it came. */
const ofBody = ['content-length', 'content-encoding', 'transfer-encoding', 'content-type'] as const

/**
 * The response in which a client for models finds a failure: of a status from 400 on, with the service's body, and with
 * `x-should-retry: false`, because it was repeated already as often as it may be.
 */
export function toFailureResponse(error: TencentCloudFailure): Response {
  const { response, requestId } = error
  const headers = new Headers(
    toFields(
      Object.fromEntries(Object.entries({ ...response?.headers }).map(([name, value]) => [name, String(value)])),
    ),
  )
  const type = headers.get('content-type') ?? 'text/plain'
  for (const name of ofBody) headers.delete(name)
  const body = toBody(error)
  headers.set('content-type', typeof body === 'string' ? type : 'application/json')
  headers.set('x-should-retry', 'false')
  if (requestId !== undefined) {
    for (const name of ['x-request-id', 'request-id']) if (!headers.has(name)) headers.set(name, requestId)
  }
  const status = toStatus(error)
  const answer = new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
  recordAttempts(answer, attemptsOf(error))
  return answer
}
