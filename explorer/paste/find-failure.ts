import { httpFault, type TransportFault, transportFault } from '../../src/engine/recovery/transport-fault.ts'
import { findEnvelopes } from '../../src/envelope/embedded.ts'
import { type Envelope, readText } from '../../src/envelope/index.ts'
import { readSdkText } from './read-sdk-text.ts'

/** What a pasted text contains. */
export type Finding =
  | { readonly kind: 'nothing' }
  /** A body without a failure. */
  | { readonly kind: 'success' }
  | { readonly kind: 'envelope'; readonly envelope: Envelope; readonly found: 'body' | 'inside' | 'sdk-text' }
  | { readonly kind: 'transport'; readonly fault: TransportFault }

/** At most this many characters are read: enough for any response, and few enough not to block the page. */
const mostCharacters = 1_000_000

const transportCode =
  /\b(ECONNRESET|ECONNREFUSED|ECONNABORTED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ERR_NETWORK)\b/

const statusLine = /^(?:< ?)?HTTP\/[\d.]{1,4} (\d{3})\b/

/** Splits a whole HTTP response (`curl -i`) into status and body; any other text is a body. */
function readHttp(text: string): { readonly body: string; readonly status?: number } {
  const status = statusLine.exec(text)?.[1]
  if (status === undefined) return { body: text }
  const [, body = ''] = text.replaceAll('\r\n', '\n').split(/\n\n([\s\S]*)/, 2)
  return { body: body.trim(), status: Number(status) }
}

function findTransport(text: string, status: number | undefined): Finding | undefined {
  if (status !== undefined && status >= 400) return { kind: 'transport', fault: httpFault(status, undefined) }
  const code = transportCode.exec(text)?.[1]
  const fault = code === undefined ? undefined : transportFault({ code, isAxiosError: true }, false)
  return fault && { kind: 'transport', fault }
}

/**
 * Finds the failure in a response body, a whole HTTP response, a log line that contains a body, or the text of an SDK's
 * exception, in this order.
 *
 * @param givenStatus the HTTP status, used if the text does not start with one
 */
export function findFailure(pasted: string, givenStatus?: number): Finding {
  const { body, status = givenStatus } = readHttp(pasted.slice(0, mostCharacters).toWellFormed().trim())
  if (body === '' && status === undefined) return { kind: 'nothing' }
  const whole = readText(body)
  if (whole.envelope) return { kind: 'envelope', envelope: whole.envelope, found: 'body' }
  const [inside] = findEnvelopes(whole.parsed ?? body)
  if (inside) return { kind: 'envelope', envelope: inside, found: 'inside' }
  const envelope = whole.parsed === undefined ? readSdkText(body) : undefined
  if (envelope) return { kind: 'envelope', envelope, found: 'sdk-text' }
  const transport = findTransport(body, status)
  if (transport) return transport
  return whole.parsed !== undefined || status !== undefined ? { kind: 'success' } : { kind: 'nothing' }
}
