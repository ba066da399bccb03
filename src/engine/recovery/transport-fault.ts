import type { Disposition, ErrorClassName } from '../../catalog/index.ts'
import type { Delivery } from '../../retry/index.ts'

/** The kinds of failures without an envelope, each with texts of its own. */
export type FaultKind =
  | 'not-connected'
  | 'connect-timeout'
  | 'distrusted'
  | 'no-tls'
  | 'lost'
  | 'timeout'
  | 'deadline'
  | 'unsendable'
  | 'unreadable'
  | 'http-throttled'
  | 'http-unavailable'
  | 'http-gateway'
  | 'http-refused'
  | 'no-envelope'
  | 'stream-broken'
  | 'stream-empty'

/** What a failure without an envelope means. */
export interface TransportFault {
  readonly class: ErrorClassName
  readonly kind: FaultKind
  /** The code of axios or of the system. */
  readonly code: string
  readonly delivery: Delivery
  readonly disposition: Disposition
}

type Meaning = Omit<TransportFault, 'code'>

const notSent: Meaning = {
  class: 'NetworkError',
  kind: 'not-connected',
  delivery: 'not-sent',
  disposition: 'transient',
}
const timedOutConnecting: Meaning = {
  class: 'TimeoutError',
  kind: 'connect-timeout',
  delivery: 'not-sent',
  disposition: 'transient',
}
const lost: Meaning = { class: 'NetworkError', kind: 'lost', delivery: 'in-doubt', disposition: 'transient' }
const timedOut: Meaning = { class: 'TimeoutError', kind: 'timeout', delivery: 'in-doubt', disposition: 'transient' }
const distrusted: Meaning = { class: 'NetworkError', kind: 'distrusted', delivery: 'not-sent', disposition: 'never' }
// A handshake fails before anything is sent, but the codes also tell of a connection that fails in its middle.
const noTls: Meaning = { class: 'NetworkError', kind: 'no-tls', delivery: 'in-doubt', disposition: 'never' }
const unsendable: Meaning = { class: 'TransportError', kind: 'unsendable', delivery: 'not-sent', disposition: 'never' }
const unreadable: Meaning = { class: 'TransportError', kind: 'unreadable', delivery: 'in-doubt', disposition: 'never' }

const emptyStream: Meaning = {
  class: 'StreamError',
  kind: 'stream-empty',
  delivery: 'in-doubt',
  disposition: 'transient',
}

const truncatedStream: Meaning = { ...emptyStream, kind: 'stream-broken', disposition: 'never' }

/** An accepted response that no API sends: an empty body, HTML, half a JSON text. It may come from a proxy. */
export const noEnvelope: TransportFault = {
  class: 'TransportError',
  kind: 'no-envelope',
  code: 'ERR_NO_ENVELOPE',
  delivery: 'in-doubt',
  disposition: 'transient',
}

// Codes of libuv (errno), Node's TLS and HTTP/2, and undici. If an error and its causes have several, the first counts.
const systemCodes: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: notSent,
  ENOTFOUND: notSent,
  EAI_AGAIN: notSent,
  EHOSTUNREACH: notSent,
  ENETUNREACH: notSent,
  ENETDOWN: notSent,
  ERR_HTTP2_GOAWAY_SESSION: notSent,
  ERR_HTTP2_INVALID_SESSION: notSent,
  UND_ERR_CONNECT_TIMEOUT: timedOutConnecting,
  CERT_HAS_EXPIRED: distrusted,
  CERT_NOT_YET_VALID: distrusted,
  CERT_REVOKED: distrusted,
  CERT_UNTRUSTED: distrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: distrusted,
  SELF_SIGNED_CERT_IN_CHAIN: distrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: distrusted,
  UNABLE_TO_GET_ISSUER_CERT: distrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: distrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: distrusted,
  EPROTO: noTls,
  ERR_STREAM_EMPTY: emptyStream,
  ERR_STREAM_TRUNCATED: truncatedStream,
  ECONNRESET: lost,
  EPIPE: lost,
  ERR_STREAM_PREMATURE_CLOSE: lost,
  ERR_HTTP2_STREAM_ERROR: lost,
  ERR_HTTP2_STREAM_CANCEL: lost,
  ERR_HTTP2_SESSION_ERROR: lost,
  UND_ERR_SOCKET: lost,
  UND_ERR_HEADERS_TIMEOUT: timedOut,
  UND_ERR_BODY_TIMEOUT: timedOut,
  // The carrier of the official SDK has found that there is no answer.
  ERR_NO_ENVELOPE: noEnvelope,
}

// axios' own codes, which are less exact than the system code of a cause.
const axiosCodes: Readonly<Record<string, Meaning>> = {
  ETIMEDOUT: timedOut,
  ECONNABORTED: timedOut,
  ERR_NETWORK: lost,
  ERR_BAD_REQUEST: unsendable,
  ERR_BAD_RESPONSE: unreadable,
  ERR_FR_TOO_MANY_REDIRECTS: unreadable,
}

// Mistakes in the call's own configuration. They are not failures of Tencent Cloud, so axios' error is passed on
// unchanged.
const callerMistakes: ReadonlySet<string> = new Set([
  'ERR_BAD_OPTION',
  'ERR_BAD_OPTION_VALUE',
  'ERR_INVALID_URL',
  'ERR_NOT_SUPPORT',
  'ERR_DEPRECATED',
  'ERR_FR_MAX_BODY_LENGTH_EXCEEDED',
])

const field = (error: object, name: string): unknown => Reflect.get(error, name)

/**
 * axios' own adapters report a body above the caller's `maxBodyLength` with this message, under a code that they use for
 * other failures too; follow-redirects has a code for it. A response above `maxContentLength` is ERR_BAD_RESPONSE: the
 * call may have run, and its answer is unreadable.
 */
const isTooLong = (error: object): boolean =>
  field(error, 'code') === 'ERR_BAD_REQUEST' &&
  field(error, 'message') === 'Request body larger than maxBodyLength limit'

/**
 * A connection that broke in the middle of the body: axios' http adapter before 1.13, without the response, and 1.7 as a
 * limit that was never set; a fetch ("terminated" of undici, "network error" of Chromium), and msw's of every request.
 */
const brokenOff = /^(?:stream has been aborted|maxContentLength size of -1 |network error|terminated)/i

/** Yields an error, its causes, and the errors of an AggregateError (one for each address of a host). */
function* chain(error: unknown, depth = 0): Generator<object> {
  if (typeof error !== 'object' || error === null || depth > 5) return
  yield error
  yield* chain(field(error, 'cause'), depth + 1)
  const parts = field(error, 'errors')
  if (Array.isArray(parts)) for (const part of parts.slice(0, 8)) yield* chain(part, depth + 1)
}

function findMeaning(error: object): Meaning | undefined {
  const code = field(error, 'code')
  if (typeof code !== 'string') return undefined
  if (Object.hasOwn(systemCodes, code)) return systemCodes[code]
  // Whatever the code (no port was free, a firewall of this machine forbade it), the request was not sent.
  if (field(error, 'syscall') === 'connect') return code === 'ETIMEDOUT' ? timedOutConnecting : notSent
  // OpenSSL has hundreds of them.
  return code.startsWith('ERR_SSL_') ? noTls : undefined
}

/**
 * Classifies what an adapter rejected with, other than a refused status or a cancellation.
 *
 * @returns undefined for anything but a transport failure: it is rethrown unchanged
 */
export function transportFault(error: unknown, responseLost: boolean): TransportFault | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const own = field(error, 'code')
  const code = typeof own === 'string' ? own : undefined
  if ((code !== undefined && callerMistakes.has(code)) || isTooLong(error)) return undefined
  for (const link of chain(error)) {
    const meaning = findMeaning(link)
    if (meaning) return { ...meaning, code: code ?? String(field(link, 'code')) }
  }
  if (field(error, 'isAxiosError') !== true) return undefined
  // A status line arrived and the body broke off: axios then reports a bad response.
  if (responseLost || brokenOff.test(String(field(error, 'message'))))
    return { ...lost, code: code ?? 'ERR_BAD_RESPONSE' }
  const meaning = code !== undefined && Object.hasOwn(axiosCodes, code) ? axiosCodes[code] : undefined
  return { ...(meaning ?? unreadable), code: code ?? 'ERR_BAD_RESPONSE' }
}

/**
 * May the request have reached the service although this status came? True for every 5xx: a proxy that gave up waiting
 * (504, 520 to 530) does not know what became of the request. Also for the two statuses of 4xx that tell of a wait that
 * ended: 408 and nginx's 499. Any other 4xx is a refusal. 503 and 429 have rules of their own.
 */
const leavesInDoubt = (status: number): boolean => status >= 500 || status === 408 || status === 499

/** Classifies a status that came without an envelope. */
export function httpFault(status: number, code: string | undefined): TransportFault {
  const base = { class: 'HttpError', code: code ?? (status >= 500 ? 'ERR_BAD_RESPONSE' : 'ERR_BAD_REQUEST') } as const
  if (status === 429) return { ...base, kind: 'http-throttled', delivery: 'answered', disposition: 'throttle' }
  if (status === 503) return { ...base, kind: 'http-unavailable', delivery: 'answered', disposition: 'transient' }
  if (leavesInDoubt(status)) return { ...base, kind: 'http-gateway', delivery: 'in-doubt', disposition: 'transient' }
  return { ...base, kind: 'http-refused', delivery: 'answered', disposition: 'never' }
}
