import type { Dialect } from './read-request.ts'

/** The fields that an action returns. */
export type Data = Readonly<Record<string, unknown>>

/** An answer, before the headers common to all answers are added. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number
  /** Headers besides the common ones; one with the same name replaces the common one. */
  readonly headers: Readonly<Record<string, string>>
  /** Text is sent as UTF-8, bytes unchanged. */
  readonly body: string | Uint8Array
}

/** What the client receives: an answer, an answer whose body stops early, or a broken connection. */
export type Outcome =
  | {
      readonly kind: 'answer'
      /** The complete answer. */
      readonly response: Response
    }
  | {
      readonly kind: 'truncated'
      /** The complete answer, with the Content-Length of the complete body. */
      readonly response: Response
      /** Number of bytes of the body that arrive before the connection breaks. */
      readonly arrivingBytes: number
    }
  | { readonly kind: 'reset' }

export const jsonType = { 'content-type': 'application/json' }

/** Creates a success in the envelope of the dialect, with HTTP 200. */
export const successAnswer = (dialect: Dialect, data: Data, requestId: string): Answer => {
  const envelope =
    dialect === 'api3'
      ? { Response: { ...data, RequestId: requestId } }
      : { code: 0, message: '', codeDesc: 'Success', ...data }
  return { status: 200, headers: jsonType, body: JSON.stringify(envelope) }
}

const bodilessStatuses = new Set([204, 205, 304])

/**
 * Converts an answer to a Response with a Content-Length. The answer's own headers replace those of `commonHeaders`.
 */
export const toResponse = ({ status, headers: own, body }: Answer, commonHeaders: Answer['headers']): Response => {
  const headers = new Headers(commonHeaders)
  for (const [name, value] of Object.entries(own)) headers.set(name, value)
  if (bodilessStatuses.has(status)) return new Response(null, { status, headers })
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
  if (!headers.has('content-length')) headers.set('content-length', String(bytes.byteLength))
  return new Response(bytes, { status, headers })
}
