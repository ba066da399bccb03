import type { Envelope } from './envelope.ts'
import { parseModuleMessage } from './module-message.ts'

/** A body that is a JSON object. */
type JsonObject = Readonly<Record<string, unknown>>

/** A failure; `null`: this dialect's success, look no further; `undefined`: not this dialect. */
type Reading = Envelope | null | undefined

/** Reads one dialect. */
type Reader = (body: JsonObject) => Reading

const own = (body: JsonObject, key: string): unknown => (Object.hasOwn(body, key) ? body[key] : undefined)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const object = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined

const nonEmpty = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

const integerText = /^-?\d{1,15}$/

/** A result code that is an integer or its decimal text (documented samples show both), else undefined. */
function integerCode(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  const trimmed = value.length <= 20 ? value.trim() : value
  return integerText.test(trimmed) ? trimmed : undefined
}

const isZero = (code: string): boolean => Number(code) === 0

const requestIdKeys = ['RequestId', 'requestId', 'request_id', 'requestid', 'ReqId', 'reqId'] as const
const traceIdKeys = ['TraceId', 'traceId', 'trace_id'] as const

function firstOf(body: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = nonEmpty(own(body, key))
    if (value !== undefined) return value
  }
  return undefined
}

/** The request and trace id of a body, ready to be spread. */
function ids(body: JsonObject): { requestId?: string; traceId?: string } {
  const requestId = firstOf(body, requestIdKeys)
  const traceId = firstOf(body, traceIdKeys)
  return { ...(requestId !== undefined && { requestId }), ...(traceId !== undefined && { traceId }) }
}

/** `{"Response":{"Error":{"Code","Message"},"RequestId"}}` */
const api3: Reader = (body) => {
  const response = object(own(body, 'Response'))
  if (!response) return undefined
  return errorObject(response) ?? null
}

/** `{"Error":{"Code","Message"},"RequestId"}`: gateways answer so before a request reaches its product. */
const api3Top: Reader = (body) => errorObject(body)

function errorObject(holder: JsonObject): Envelope | undefined {
  const error = object(own(holder, 'Error'))
  const code = error && own(error, 'Code')
  if (!error || typeof code !== 'string' || code === '') return undefined
  const holderIds = ids(holder)
  const allIds = { ...ids(error), ...holderIds }
  return {
    dialect: 'api3',
    certainty: holderIds.requestId !== undefined ? 'certain' : 'by-host',
    code,
    message: text(own(error, 'Message')),
    ...allIds,
  }
}

/** `{"code":4420,"message":"(10250)qps throttling","codeDesc":"…"}`; `code` as number or string, alone or not. */
const legacy: Reader = (body) => {
  const code = integerCode(own(body, 'code'))
  if (code === undefined) return undefined
  if (isZero(code)) return null
  const codeDesc = nonEmpty(own(body, 'codeDesc'))
  const parsed = parseModuleMessage(text(own(body, 'message')) || text(own(body, 'errmsg')))
  return {
    dialect: 'legacy',
    certainty: codeDesc !== undefined || parsed.moduleCode !== undefined ? 'if-listed' : 'by-host',
    code,
    message: parsed.text,
    ...(parsed.moduleCode !== undefined && { moduleCode: parsed.moduleCode }),
    ...(parsed.symbol !== undefined && { symbol: parsed.symbol }),
    ...(codeDesc !== undefined && { codeDesc }),
    ...(Object.hasOwn(body, 'data') && { data: body.data }),
    ...ids(body),
  }
}

const namedCode = /^[A-Z][A-Za-z0-9_.]{1,127}$/
const successWord = /^(?:ok|success|succeed|succeeded|successful)$/i

/** `{"code":"EXCEED_TOKEN_QUOTA_LIMIT","message":"…"}` */
const cloudbase: Reader = (body) => {
  const code = own(body, 'code')
  const message = own(body, 'message')
  if (typeof code !== 'string' || typeof message !== 'string' || !namedCode.test(code)) return undefined
  if (successWord.test(code)) return null
  return { dialect: 'cloudbase', certainty: 'by-host', code, message, ...ids(body) }
}

/** `{"ActionStatus":"FAIL","ErrorCode":60018,"ErrorInfo":"…"}`; some answers carry no ActionStatus. */
const im: Reader = (body) => {
  const code = integerCode(own(body, 'ErrorCode'))
  const status = own(body, 'ActionStatus')
  if (code === undefined || (typeof status !== 'string' && typeof own(body, 'ErrorInfo') !== 'string')) return undefined
  if (isZero(code) && status !== 'FAIL') return null
  return { dialect: 'im', certainty: 'by-host', code, message: text(own(body, 'ErrorInfo')), ...ids(body) }
}

/** `{"ret":-1,"retcode":-1,"message":"…","errmsg":"…"}`: live broadcasting's twins. */
const lvb: Reader = (body) => {
  const code = integerCode(own(body, 'retcode')) ?? integerCode(own(body, 'ret'))
  const message = own(body, 'errmsg') ?? own(body, 'message')
  if (code === undefined || typeof message !== 'string') return undefined
  if (isZero(code)) return null
  return { dialect: 'lvb', certainty: 'by-host', code, message, ...ids(body) }
}

/** `{"result":1014,"errmsg":"…","ext":""}` */
const sms: Reader = (body) => {
  const code = integerCode(own(body, 'result'))
  const message = own(body, 'errmsg')
  if (code === undefined || typeof message !== 'string') return undefined
  if (isZero(code)) return null
  return { dialect: 'sms', certainty: 'by-host', code, message, ...ids(body) }
}

/** `{"status":{"code":"1","message":"…"}}`, where 1 is success and 0 does not occur. */
const dnspod: Reader = (body) => {
  const status = object(own(body, 'status'))
  const code = status && integerCode(own(status, 'code'))
  if (!status || code === undefined) return undefined
  if (code === '1' || isZero(code)) return null
  return { dialect: 'dnspod', certainty: 'by-host', code, message: text(own(status, 'message')), ...ids(body) }
}

/** `{"errorcode":"SpeedQuotaExceed","errormessage":"…"}` */
const cls: Reader = (body) => {
  const code = nonEmpty(own(body, 'errorcode'))
  if (code === undefined || typeof own(body, 'errormessage') !== 'string') return undefined
  if (code === '0' || successWord.test(code)) return null
  return { dialect: 'cls', certainty: 'by-host', code, message: text(own(body, 'errormessage')), ...ids(body) }
}

/**
 * In order of precedence; the first that claims a body decides. A field named `code` outranks its twins (`retcode` of
 * CDN and live broadcasting), which say the same.
 */
const readers: readonly Reader[] = [api3, legacy, cloudbase, api3Top, im, lvb, sms, dnspod, cls]

/** Finds the failure that a parsed body reports. Never throws, whatever the object. */
export function readObject(body: unknown): Envelope | undefined {
  const fields = object(body)
  if (!fields) return undefined
  try {
    for (const read of readers) {
      const reading = read(fields)
      if (reading !== undefined) return reading ?? undefined
    }
  } catch {
    // A proxy or a throwing getter is nobody's envelope.
  }
  return undefined
}
