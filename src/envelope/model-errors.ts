import { isRecord, readOwn } from '../check/check.ts'
import type { Envelope } from './envelope.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** What may stand beside `error` in a body that reports a failure and nothing else. */
const besideError: ReadonlySet<string> = new Set(['error', 'id', 'type', 'request_id', 'created', 'note'])

const toText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Converts a number or a non-empty string to text; undefined for anything else. */
const toCode = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : toText(value) || undefined

const findFirst = (body: JsonObject, keys: readonly string[]): string | undefined =>
  keys.map((key) => toCode(readOwn(body, key))).find((value) => value !== undefined)

/**
 * Reads the id of a request from the places in which model endpoints put it: TokenHub in `error.request_id`, the protocol
 * of Anthropic in `error.reqid`, hunyuan in `error.id`, lkeap and yuanqi in `id` beside `error`, agents in `request_id`
 * there or in `Error.RequestId`. The sixth is a header.
 */
const readRequestId = (body: JsonObject, error: JsonObject): string | undefined =>
  findFirst(error, ['request_id', 'reqid', 'RequestId', 'id']) ?? findFirst(body, ['request_id', 'RequestId', 'id'])

function isAlone(body: JsonObject): boolean {
  const type = readOwn(body, 'type')
  return Object.keys(body).every((key) => besideError.has(key)) && (type === undefined || type === 'error')
}

/**
 * Reads the failure of a model endpoint: `{"error":{"message","code","type"}}`, in the protocol of Anthropic without
 * `code`, of newer agents as `{"Type":"error","Error":{"Code":460032}}`. Most providers send such bodies, so only the host tells whose it is. With
 * other fields beside `error` it is a failure only if the status says so: see `besideContent`.
 */
export function readModelError(body: JsonObject): Envelope | undefined {
  const small = readOwn(body, 'error')
  const error = isRecord(small) ? small : readOwn(body, 'Type') === 'error' ? readOwn(body, 'Error') : undefined
  if (!isRecord(error)) return undefined
  const type = toCode(readOwn(error, 'type'))
  const code = findFirst(error, ['code', 'Code']) ?? type
  if (code === undefined) return undefined
  return {
    dialect: 'model',
    certainty: 'by-host',
    code,
    message: findFirst(error, ['message', 'Message', 'message_zh']) ?? '',
    requestId: readRequestId(body, error),
    traceId: findFirst(error, ['TraceId']),
    ...(type !== undefined && type !== code && { codeDesc: type }),
    ...(isRecord(small) && !isAlone(body) && { besideContent: true }),
  }
}
