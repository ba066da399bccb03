import { AxiosError, AxiosHeaders, type AxiosResponse, isAxiosError } from 'axios'
import type { Envelope } from '../envelope/envelope.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { maxEnvelopeBytes, readBytes } from '../envelope/index.ts'
import { isBlob } from '../envelope/streams.ts'
import { peekStream } from './peek-stream.ts'

/** What a response's body says, and what to hand on as its data. */
export interface ResponseReading {
  readonly envelope?: Envelope | undefined
  /** The body for whoever comes next: parsed if axios would parse it anyway, else as it came. */
  readonly data: unknown
  /** The body's first characters, if it is text and the status was refused. */
  readonly excerpt?: string
}

const contentType = (response: AxiosResponse): string =>
  String(AxiosHeaders.from(response.headers as Record<string, string>).get('content-type') ?? '').toLowerCase()

/** Streams that are peeked: JSON, and for a refused status any text but a stream of events. */
function mayPeek(response: AxiosResponse, refused: boolean): boolean {
  const type = contentType(response)
  return /[/+]json\b/.test(type) || (refused && !type.startsWith('text/event-stream'))
}

/** As axios rejects with what breaks off while it reads a body itself. */
function asAxiosError(error: unknown, { config, request }: AxiosResponse): unknown {
  return error instanceof Error && !isAxiosError(error) ? AxiosError.from(error, undefined, config, request) : error
}

/**
 * Looks for a failure in a Blob or stream, and hands it on whole.
 *
 * @throws AxiosError when the beginning of an accepted stream cannot be read to its end
 */
export async function readUnread(response: AxiosResponse, refused: boolean): Promise<ResponseReading> {
  const data: unknown = response.data
  if (isBlob(data)) {
    if (data.size > maxEnvelopeBytes) return { data }
    const bytes = new Uint8Array(await data.arrayBuffer())
    return { envelope: readBytes(bytes).envelope, data, excerpt: toExcerpt(bytes) }
  }
  const peeked = mayPeek(response, refused) ? await peekStream(data) : undefined
  if (!peeked) return { data }
  if (peeked.failure && !refused) throw asAxiosError(peeked.failure.error, response)
  // An envelope fits into the head; a head that is cut off is data.
  const envelope = peeked.complete ? readBytes(peeked.head).envelope : undefined
  return { envelope, data: peeked.stream, excerpt: toExcerpt(peeked.head) }
}
