import { isRecord, readOwn } from '../check/check.ts'

export { readXml } from './error-xml.ts'

import type { Certainty, Dialect, Envelope } from './envelope.ts'
import { readModelError } from './model-errors.ts'
import { parseModuleMessage } from './module-message.ts'

/** A body that is a JSON object. */
type JsonObject = Readonly<Record<string, unknown>>

/** A failure; `null`: a success of this dialect, so that no other is tried; `undefined`: not this dialect. */
type Reading = Envelope | null | undefined

/** Reads one dialect. */
type Reader = (body: JsonObject) => Reading

/** Converts anything but a string to an empty text. */
const toText = (value: unknown): string => (typeof value === 'string' ? value : '')

const toObject = (value: unknown): JsonObject | undefined => (isRecord(value) ? value : undefined)

/** Converts a number or a non-empty string to text; undefined for anything else. */
const toNonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

const integerText = /^-?\d{1,15}$/

/**
 * Parses a result code that is an integer or its decimal text (documented samples show both); undefined for anything
 * else.
 */
function parseIntegerCode(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  const trimmed = value.length <= 20 ? value.trim() : value
  return integerText.test(trimmed) ? trimmed : undefined
}

const isZero = (code: string): boolean => Number(code) === 0

const requestIdKeys = ['RequestId', 'requestId', 'request_id', 'requestid', 'ReqId', 'reqId'] as const
const traceIdKeys = ['TraceId', 'traceId', 'trace_id'] as const

function findFirst(body: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = toNonEmptyText(readOwn(body, key))
    if (value !== undefined) return value
  }
  return undefined
}

/** Reads the request id and the trace id of a body, or of another object in it where the first has none. */
const readIds = (body: JsonObject, other: JsonObject = body): Pick<Envelope, 'requestId' | 'traceId'> => ({
  requestId: findFirst(body, requestIdKeys) ?? findFirst(other, requestIdKeys),
  traceId: findFirst(body, traceIdKeys) ?? findFirst(other, traceIdKeys),
})

/** A failure whose field names are common, so that only the host tells whose it is. */
const toFailure = (body: JsonObject, dialect: Dialect, code: string, message: string): Envelope => ({
  dialect,
  certainty: 'by-host',
  code,
  message,
  ...readIds(body),
})

/** `{"Response":{"Error":{"Code","Message"},"RequestId"}}` */
const api3: Reader = (body) => {
  const response = toObject(readOwn(body, 'Response'))
  if (!response) return undefined
  return readErrorObject(response) ?? null
}

/**
 * `{"Error":{"Code","Message"},"RequestId"}`: the answer of gateways that refuse a request before its product gets it.
 */
const api3Top: Reader = (body) => readErrorObject(body)

/** Reads the `Error` of an object: of `Response`, or of the whole body. */
function readErrorObject(parent: JsonObject): Envelope | undefined {
  const error = toObject(readOwn(parent, 'Error'))
  const code = error && readOwn(error, 'Code')
  if (!error || typeof code !== 'string' || code === '') return undefined
  return {
    dialect: 'api3',
    certainty: readIds(parent).requestId !== undefined ? 'certain' : 'by-host',
    code,
    message: toText(readOwn(error, 'Message')),
    ...readIds(parent, error),
  }
}

/**
 * `{"code":4420,"message":"(10250)qps throttling","codeDesc":"…"}`; `code` is a number or a string, and may be alone.
 */
const legacy: Reader = (body) => {
  const code = parseIntegerCode(readOwn(body, 'code'))
  if (code === undefined) return undefined
  if (isZero(code)) return null
  const codeDesc = toNonEmptyText(readOwn(body, 'codeDesc'))
  const { text, moduleCode, symbol } = parseModuleMessage(
    toText(readOwn(body, 'message')) || toText(readOwn(body, 'errmsg')),
  )
  return {
    dialect: 'legacy',
    certainty: codeDesc !== undefined || moduleCode !== undefined ? 'if-listed' : 'by-host',
    code,
    message: text,
    moduleCode,
    symbol,
    codeDesc,
    ...(Object.hasOwn(body, 'data') && { data: body.data }),
    ...readIds(body),
  }
}

const namedCode = /^[A-Z][A-Za-z0-9_.]{1,127}$/
const successWord = /^(?:ok|success|succeed|succeeded|successful)$/i

/** `{"code":"EXCEED_TOKEN_QUOTA_LIMIT","message":"…"}` */
const cloudbase: Reader = (body) => {
  const code = readOwn(body, 'code')
  const message = readOwn(body, 'message')
  if (typeof code !== 'string' || typeof message !== 'string' || !namedCode.test(code)) return undefined
  if (successWord.test(code)) return null
  return toFailure(body, 'cloudbase', code, message)
}

/** `{"ActionStatus":"FAIL","ErrorCode":60018,"ErrorInfo":"…"}`; some answers have no ActionStatus. */
const im: Reader = (body) => {
  const code = parseIntegerCode(readOwn(body, 'ErrorCode'))
  const status = readOwn(body, 'ActionStatus')
  if (code === undefined) return undefined
  const info = readOwn(body, 'ErrorInfo')
  if (typeof status !== 'string' && typeof info !== 'string') return undefined
  if (isZero(code) && status !== 'FAIL') return null
  return toFailure(body, 'im', code, toText(info))
}

/** `{"ret":-1,"retcode":-1,"message":"…","errmsg":"…"}`: live broadcasting sends code and text in two fields each. */
const lvb: Reader = (body) => {
  const code = parseIntegerCode(readOwn(body, 'retcode')) ?? parseIntegerCode(readOwn(body, 'ret'))
  const message = readOwn(body, 'errmsg') ?? readOwn(body, 'message')
  if (code === undefined || typeof message !== 'string') return undefined
  if (isZero(code)) return null
  return toFailure(body, 'lvb', code, message)
}

/** `{"result":1014,"errmsg":"…","ext":""}` */
const sms: Reader = (body) => {
  const code = parseIntegerCode(readOwn(body, 'result'))
  const message = readOwn(body, 'errmsg')
  if (code === undefined || typeof message !== 'string') return undefined
  if (isZero(code)) return null
  return toFailure(body, 'sms', code, message)
}

/** `{"status":{"code":"1","message":"…"}}`, where 1 is success and 0 does not occur. */
const dnspod: Reader = (body) => {
  const status = toObject(readOwn(body, 'status'))
  const code = status && parseIntegerCode(readOwn(status, 'code'))
  if (!status || code === undefined) return undefined
  if (code === '1' || isZero(code)) return null
  const message = toText(readOwn(status, 'message'))
  return toFailure(body, 'dnspod', code, message)
}

/** `{"errorcode":"SpeedQuotaExceed","errormessage":"…"}` */
const cls: Reader = (body) => {
  const code = toNonEmptyText(readOwn(body, 'errorcode'))
  if (code === undefined) return undefined
  const message = readOwn(body, 'errormessage')
  if (typeof message !== 'string') return undefined
  if (code === '0' || successWord.test(code)) return null
  return toFailure(body, 'cls', code, message)
}

/** A dialect of a code and a text, each in one of a few fields. */
interface FlatDialect {
  readonly dialect: Dialect
  readonly certainty?: Certainty
  /** The fields of the code; the first that has one decides. */
  readonly codes: readonly string[]
  /** The fields of the text. One of them must be there, because the names of the codes are common. */
  readonly texts: readonly string[]
  /** Reads a code. Default: an integer or its decimal text. */
  readonly read?: (value: unknown) => string | undefined
}

/** The statuses of maps have three digits; 200 is not among them, and is the success of other APIs. */
const parseMapStatus = (value: unknown): string | undefined =>
  typeof value === 'number' && value !== 200 ? /^(?:0|[1-9]\d\d)$/.exec(String(value))?.[0] : undefined

const flatDialects: readonly FlatDialect[] = [
  // `{"errorCode":1,"errorMessage":"…","requestId":"…","statusCode":430}`: SCF lists the status, and not the code.
  { dialect: 'scf', codes: ['errorCode'], texts: ['errorMessage'], read: toNonEmptyText },
  // `{"ret_code":10101,"err_msg":"…"}`, `{"retCode":1008003,"errMsg":"…"}`: TPNS, and XG before it.
  { dialect: 'tpns', codes: ['ret_code', 'retCode'], texts: ['err_msg', 'errMsg', 'msg'] },
  // `{"errorcode":-1101,"errormsg":"…"}`
  { dialect: 'youtu', codes: ['errorcode'], texts: ['errormsg'] },
  // `{"status":311,"message":"…"}`
  { dialect: 'tencent-map', certainty: 'by-service', codes: ['status'], texts: ['message'], read: parseMapStatus },
]

/** SCF's status of an invocation, by which its codes are listed. */
const readInvocationStatus = (body: JsonObject): string | undefined => {
  const status = parseIntegerCode(readOwn(body, 'statusCode'))
  return Number(status) >= 400 ? status : undefined
}

const flat =
  ({ dialect, certainty = 'by-host', codes, texts, read = parseIntegerCode }: FlatDialect): Reader =>
  (body) => {
    const values = codes.map((key) => readOwn(body, key))
    const code = values.map(read).find((value) => value !== undefined)
    const message = texts.map((key) => readOwn(body, key)).find((value) => typeof value === 'string')
    if (code === undefined || typeof message !== 'string') return undefined
    if (isZero(code) || successWord.test(code)) return null
    const told = (dialect === 'scf' && readInvocationStatus(body)) || code
    return { ...toFailure(body, dialect, told, message), certainty }
  }

/** Only the failures of a dialect: a success in it says nothing of other fields. */
const failuresOf =
  (read: Reader): Reader =>
  (body) =>
    read(body) ?? undefined

/**
 * The readers in order of precedence; the first that does not return undefined decides. A field named `code` outranks
 * fields with the same content (the `retcode` of CDN and live broadcasting), but not the failure of IM, whose
 * gateways add numbers of their own. The body of a model endpoint comes last.
 */
const readers: readonly Reader[] = [
  api3,
  failuresOf(im),
  legacy,
  cloudbase,
  api3Top,
  im,
  lvb,
  sms,
  dnspod,
  cls,
  ...flatDialects.map(flat),
  readModelError,
]

/** Finds the failure that a parsed body reports; undefined for a success or an unknown body. Never throws. */
export function readObject(body: unknown): Envelope | undefined {
  const fields = toObject(body)
  if (!fields) return undefined
  try {
    for (const read of readers) {
      const reading = read(fields)
      if (reading !== undefined) return reading ?? undefined
    }
  } catch {
    // A getter or a proxy has thrown: the body is not an envelope.
  }
  return undefined
}
