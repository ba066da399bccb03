import type { Dialect } from './read-request.ts'

/** The fields that an action returns. */
export type Data = Readonly<Record<string, unknown>>

/** An answer before the headers that every answer carries are added. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number
  /** Added to those that every answer carries; one of the same name goes before. */
  readonly headers: Readonly<Record<string, string>>
  /** Text is sent as UTF-8, bytes as they are. */
  readonly body: string | Uint8Array
}

/** What a client is to experience: an answer, an answer whose body stops early, or a connection that breaks. */
export type Outcome =
  | {
      readonly kind: 'answer'
      /** The whole of it. */
      readonly response: Response
    }
  | {
      readonly kind: 'truncated'
      /** The whole of it, with the Content-Length of the whole. */
      readonly response: Response
      /** Bytes of the body that arrive before the connection breaks. */
      readonly arrivingBytes: number
    }
  | { readonly kind: 'reset' }

export const jsonType = { 'content-type': 'application/json' }

/** A success in the envelope of its dialect, HTTP 200. */
export const successAnswer = (dialect: Dialect, data: Data, requestId: string): Answer => {
  const envelope =
    dialect === 'api3'
      ? { Response: { ...data, RequestId: requestId } }
      : { code: 0, message: '', codeDesc: 'Success', ...data }
  return { status: 200, headers: jsonType, body: JSON.stringify(envelope) }
}

const bodilessStatuses = new Set([204, 205, 304])

/** The answer as a Response, with its Content-Length; its own headers win over `commonHeaders`. */
export const toResponse = ({ status, headers: own, body }: Answer, commonHeaders: Answer['headers']): Response => {
  const headers = new Headers(commonHeaders)
  for (const [name, value] of Object.entries(own)) headers.set(name, value)
  if (bodilessStatuses.has(status)) return new Response(null, { status, headers })
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
  if (!headers.has('content-length')) headers.set('content-length', String(bytes.byteLength))
  return new Response(bytes, { status, headers })
}
