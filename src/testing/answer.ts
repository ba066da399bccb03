import type { Dialect } from './read-request.ts'

/** The fields that an action returns. */
export type Data = Readonly<Record<string, unknown>>

/** One event of a stream. */
export interface Frame {
  /** The event as it is sent, with the empty line after it. */
  readonly text: string
  /** Tokens of the answer in it. */
  readonly tokens: number
  /** Milliseconds to wait before it. */
  readonly waitMs: number
}

/** A body that is sent event by event. */
export interface Stream {
  /** The events, in the order in which they are sent. */
  readonly frames: readonly Frame[]
  /** What follows the last event: the end, a broken connection, or nothing until the client gives up. */
  readonly ending: 'end' | 'reset' | 'silence'
}

/** An answer, before the headers common to all answers are added. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number
  /** Headers besides the common ones; one with the same name replaces the common one. */
  readonly headers: Readonly<Record<string, string>>
  /** Text is sent as UTF-8, bytes unchanged. */
  readonly body: string | Uint8Array
  /** Sent instead of `body`, as an event stream. */
  readonly stream?: Stream
}

/** What the client receives: an answer, an answer whose body stops early, a stream, or a broken connection. */
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
  | {
      readonly kind: 'stream'
      /** The answer. Its body comes as it is read; an error of the body is a broken connection. */
      readonly response: Response
    }
  | { readonly kind: 'reset' }

const streamType = { 'content-type': 'text/event-stream; charset=utf-8' }

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

/** Converts an answer with a stream to a Response with the given body. */
export const toStreamResponse = (
  { status, headers: own }: Answer,
  commonHeaders: Answer['headers'],
  body: ReadableStream<Uint8Array>,
): Response => new Response(body, { status, headers: { ...commonHeaders, ...streamType, ...own } })
