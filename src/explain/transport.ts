import { httpFault, type TransportFault, transportFault } from '../engine/recovery/transport-fault.ts'
import type { Token } from './tokens.ts'

/** A failure without a code of Tencent Cloud. */
export interface TransportSubject {
  /** The code of the system or of axios, if the text has one. */
  readonly code?: string
  readonly httpStatus?: number
}

/** What texts say of a connection, and the code that stands for it. The first that a text contains decides. */
const phrases: readonly (readonly [code: string, ...phrases: string[]])[] = [
  [
    'ENOTFOUND',
    'no such host',
    'name or service not known',
    'could not resolve host',
    'unknownhostexception',
    'nodename nor servname',
  ],
  ['EAI_AGAIN', 'temporary failure in name resolution', 'failed to resolve'],
  ['ECONNREFUSED', 'connection refused', 'connectexception'],
  ['EHOSTUNREACH', 'no route to host', 'network is unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect timed out', 'connection timed out', 'connect timeout', 'connecttimeout'],
  ['CERT_HAS_EXPIRED', 'certificate has expired'],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'certificate verify failed',
    'unable to verify the first certificate',
    'x509: certificate',
    'pkix path building failed',
    'self signed certificate',
    'self-signed certificate',
  ],
  [
    'ECONNRESET',
    'connection reset',
    'socket hang up',
    'remotedisconnected',
    'connection aborted',
    'remote end closed connection',
    'unexpected eof',
    'broken pipe',
    'premature close',
  ],
  [
    'ETIMEDOUT',
    'read timed out',
    'read timeout',
    'i/o timeout',
    'context deadline exceeded',
    'client.timeout exceeded',
    'sockettimeoutexception',
    'timeout of ',
    '请求超时',
    '连接超时',
  ],
]

/** Reads a code of the system, of axios, or of an HTTP client. */
export function readTransportCode(word: string): TransportFault | undefined {
  if (!/^(?:E[A-Z]{2,}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/.test(word)) return undefined
  const fault = transportFault({ code: word }, false)
  if (fault) return fault
  // axios' own codes count only on an error of axios, for which every other code is an answer that cannot be read.
  const ofAxios = transportFault({ code: word, isAxiosError: true }, false)
  const anyCode = transportFault({ code: 'ERR_', isAxiosError: true }, false)
  return ofAxios && (ofAxios.kind !== anyCode?.kind || /^ERR_(?:BAD_RESPONSE|FR_TOO_MANY_REDIRECTS)$/.test(word))
    ? ofAxios
    : undefined
}

/** Finds the HTTP status that a text tells as a failure: `HTTP 429`, `status code 502`, `504 Gateway Time-out`. */
export function findHttpStatus(text: string): number | undefined {
  const found =
    /\bHTTP(?:\/[\d.]{1,4})?["']?[ :=]{1,3}(?:status[ :=]{1,3}|code[ :=]{1,3}|error[ :=]{1,3})?([1-5]\d\d)\b/i.exec(
      text,
    ) ??
    /\b(?:http_?)?status(?:_|-| )?(?:code)?\\?["']?(?: is)?[ :=]{1,3}\\?["']?([1-5]\d\d)\b/i.exec(text) ??
    /(?:状态码|http码)[ :：为是=]{0,3}([1-5]\d\d)(?!\d)/i.exec(text) ??
    /\b(4\d\d|5\d\d) (?:Bad Gateway|Gateway Time-?out|Service (?:Temporarily )?Unavailable|Too Many Requests|Internal Server Error|Forbidden|Unauthorized|Not Found|Request Entity Too Large|Client Closed Request)\b/i.exec(
      text,
    )
  return found ? Number(found[1]) : undefined
}

/** Finds a failure of the transport in a text: by a code, by an HTTP status, by what it says of the connection. */
export function findTransport(text: string, tokens: readonly Token[], given?: number): TransportSubject | undefined {
  const httpStatus = given ?? findHttpStatus(text)
  if (httpStatus !== undefined && httpStatus >= 400) return { httpStatus }
  const code = tokens.map((token) => readTransportCode(token.text)?.code).find((found) => found !== undefined)
  if (code !== undefined) return { code }
  const lower = text.slice(0, 20_000).toLowerCase()
  const phrase = phrases.find(([, ...some]) => some.some((one) => lower.includes(one)))
  return phrase && { code: phrase[0] }
}

/** Classifies a failure of the transport. */
export const toFault = ({ code, httpStatus }: TransportSubject): TransportFault | undefined =>
  httpStatus === undefined ? (code === undefined ? undefined : readTransportCode(code)) : httpFault(httpStatus, code)
