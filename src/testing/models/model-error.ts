import type { Frame } from '../answer.ts'
import type { LoggedRequest } from '../log.ts'

/** A failure of a model endpoint, before it has the form of a service. */
export interface ModelFailure {
  readonly code: string
  readonly message: string
  readonly type: string | undefined
  readonly requestId: string
}

type Caller = Pick<LoggedRequest, 'service' | 'protocol'> & Partial<Pick<LoggedRequest, 'dialect'>>

/** The statuses of Anthropic's types (https://docs.anthropic.com/en/api/errors). */
const typeStatuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
}

/**
 * Statuses of codes whose first three digits are another number. TokenHub's are documented
 * (https://cloud.tencent.com/document/product/1823/131595), those of lkeap and hunyuan seen in public reports. No source
 * has the status of 20034 and 20059: 429 and 400 are guesses.
 */
const codeStatuses: Readonly<Record<string, number>> = {
  '401006': 400,
  '401007': 402,
  '401008': 402,
  '403004': 402,
  '1001': 400,
  '2000': 500,
  '20031': 403,
  '20034': 429,
  '20057': 500,
  '20059': 400,
  EXCEED_TOKEN_QUOTA_LIMIT: 429,
  EXCEED_CONCURRENT_REQUEST_LIMIT: 429,
}

/** The status that a code or a type comes with; 400 for one that is not known. */
export const toModelStatus = (code: string): number =>
  codeStatuses[code] ?? typeStatuses[code] ?? (/^[45]\d{5}$/.test(code) ? Number(code.slice(0, 3)) : 400)

/** TokenHub's types by status; a type of the gateway for any other. */
const tokenHubTypes: Readonly<Record<number, string>> = {
  402: 'permission_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  451: 'content_filter_error',
  502: 'upstream_error',
}

const toAnthropicType = (code: string): string => {
  if (code in typeStatuses) return code
  const status = toModelStatus(code)
  return Object.keys(typeStatuses).find((type) => typeStatuses[type] === status) ?? tokenHubTypes[status] ?? 'api_error'
}

type Form = (failure: ModelFailure) => object

const anthropic: Form = ({ code, message, type, requestId }) => ({
  type: 'error',
  error: { type: type ?? toAnthropicType(code), message, reqid: requestId },
})

const tokenHub: Form = ({ code, message, type, requestId }) => ({
  error: {
    message,
    message_zh: message,
    code,
    type: type ?? tokenHubTypes[toModelStatus(code)] ?? 'gateway_error',
    source: 'gateway',
    request_id: requestId,
  },
})

const toRuntimeError = ({ code, message, type = 'runtime_error' }: ModelFailure) => ({
  message,
  type,
  param: null,
  code,
})

const idBeside: Form = (failure) => ({ id: failure.requestId, error: toRuntimeError(failure) })

/** The bodies of services in the protocols of OpenAI. A service that is not listed answers as TokenHub. */
const forms: Readonly<Record<string, Form>> = {
  lkeap: idBeside,
  yuanqi: idBeside,
  hunyuan: (failure) => ({ error: { id: failure.requestId, ...toRuntimeError(failure) } }),
  cloudbase: ({ code, message, requestId }) => ({ code, message, requestId }),
}

/** The body of a failure, in the form of the service and of the protocol of the request. */
export const toErrorBody = ({ service = '', protocol }: Caller, failure: ModelFailure): string => {
  const form = protocol === 'anthropic' ? anthropic : (forms[service] ?? tokenHub)
  return JSON.stringify(form(failure))
}

/**
 * The event of a failure inside a stream. In the protocol of OpenAI it has no name, in Responses no id; in API 3.0 its code is
 * a number, and the id is in a header.
 */
export const toErrorFrame = (caller: Caller, failure: ModelFailure): Frame => {
  const { code, message } = failure
  if (!caller.protocol && caller.dialect === 'api3') {
    const data = JSON.stringify({ ErrorMsg: { Msg: message, Code: Number(code) } })
    return { text: `data: ${data}\n\n`, tokens: 0, waitMs: 0 }
  }
  const isResponses = caller.protocol === 'responses'
  const data = isResponses
    ? JSON.stringify({ type: 'error', code, message, param: null })
    : toErrorBody(caller, failure)
  const name = isResponses || caller.protocol === 'anthropic' ? 'event: error\n' : ''
  return { text: `${name}data: ${data}\n\n`, tokens: 0, waitMs: 0 }
}

/** The code with which a service refuses a key that it does not know. */
export const unknownKeyCode = ({ service }: Caller): string => (service === 'lkeap' ? 'not_authorized' : '401002')

/** What a limit of a model endpoint counts. */
type Counted = 'rate' | 'in-flight' | 'tokens'

const throttles: Readonly<Record<string, Readonly<Record<Counted, string>>>> = {
  lkeap: { rate: '20034', 'in-flight': '20034', tokens: '20034' },
  cloudbase: {
    rate: 'EXCEED_CONCURRENT_REQUEST_LIMIT',
    'in-flight': 'EXCEED_CONCURRENT_REQUEST_LIMIT',
    tokens: 'EXCEED_CONCURRENT_REQUEST_LIMIT',
  },
}
const tokenHubThrottles: Readonly<Record<Counted, string>> = {
  rate: '429002',
  'in-flight': '429005',
  tokens: '429003',
}

/** The code with which a service refuses a call over a limit. */
export const toThrottleCode = ({ service = '' }: Caller, counted: Counted): string =>
  (throttles[service] ?? tokenHubThrottles)[counted]
