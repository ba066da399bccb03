import { httpFault, type TransportFault, transportFault } from '../../src/engine/recovery/transport-fault.ts'
import { findEnvelopes } from '../../src/envelope/embedded.ts'
import { type Envelope, readText } from '../../src/envelope/index.ts'
import { readHttp } from './read-http.ts'
import { readSdkText } from './read-sdk-text.ts'

/** What a pasted text turned out to be. */
export type Finding =
  | { readonly kind: 'nothing' }
  /** A body without a failure in it. */
  | { readonly kind: 'success' }
  | { readonly kind: 'envelope'; readonly envelope: Envelope; readonly found: 'body' | 'inside' | 'sdk-text' }
  | { readonly kind: 'transport'; readonly fault: TransportFault }

/** Enough for any response, and too little to hold up the page. */
const mostCharacters = 1_000_000

const transportCode =
  /\b(ECONNRESET|ECONNREFUSED|ECONNABORTED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ERR_NETWORK)\b/

function transportOf(text: string, status: number | undefined): Finding | undefined {
  if (status !== undefined && status >= 400) return { kind: 'transport', fault: httpFault(status, undefined) }
  const code = transportCode.exec(text)?.[1]
  const fault = code === undefined ? undefined : transportFault({ code, isAxiosError: true }, false)
  return fault && { kind: 'transport', fault }
}

/**
 * Finds the failure in a response body, a whole HTTP response, a log line with a body in it, or the text of an SDK's
 * exception; in that order.
 *
 * @param givenStatus the HTTP status, where the text does not begin with one
 */
export function findFailure(pasted: string, givenStatus?: number): Finding {
  const { body, status = givenStatus } = readHttp(pasted.slice(0, mostCharacters).trim())
  if (body === '' && status === undefined) return { kind: 'nothing' }
  const whole = readText(body)
  if (whole.envelope) return { kind: 'envelope', envelope: whole.envelope, found: 'body' }
  const [inside] = findEnvelopes(whole.parsed ?? body)
  if (inside) return { kind: 'envelope', envelope: inside, found: 'inside' }
  const envelope = whole.parsed === undefined ? readSdkText(body) : undefined
  if (envelope) return { kind: 'envelope', envelope, found: 'sdk-text' }
  const transport = transportOf(body, status)
  if (transport) return transport
  return whole.parsed !== undefined || status !== undefined ? { kind: 'success' } : { kind: 'nothing' }
}
