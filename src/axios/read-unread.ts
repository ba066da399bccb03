import { AxiosError, AxiosHeaders, type AxiosResponse, isAxiosError } from 'axios'
import type { Envelope } from '../envelope/envelope.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { maxEnvelopeBytes, readBytes } from '../envelope/index.ts'
import { isBlob } from '../envelope/streams.ts'
import { peekStream } from './peek-stream.ts'

/** The envelope that a response's body contains, and the data to pass on. */
export interface ResponseReading {
  readonly envelope?: Envelope | undefined
  /** The body to pass on: parsed if axios would parse it anyway, else unchanged. */
  readonly data: unknown
  /** The body's first characters, if it is text and the status was refused. */
  readonly excerpt?: string
}

const contentType = (response: AxiosResponse): string =>
  String(AxiosHeaders.from(response.headers as Record<string, string>).get('content-type') ?? '').toLowerCase()

/** Is the beginning of the stream read? For JSON it is; for a refused status, every type but an event stream is. */
function mayPeek(response: AxiosResponse, refused: boolean): boolean {
  const type = contentType(response)
  return /[/+]json\b/.test(type) || (refused && !type.startsWith('text/event-stream'))
}

/** Wraps the error of a broken body in an AxiosError, as axios does when it reads the body itself. */
function asAxiosError(error: unknown, { config, request }: AxiosResponse): unknown {
  return error instanceof Error && !isAxiosError(error) ? AxiosError.from(error, undefined, config, request) : error
}

/**
 * Looks for a failure in a Blob or stream, and passes it on complete.
 *
 * @throws AxiosError if an accepted stream fails while its beginning is read
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
  // An envelope fits into the head; a longer body is data.
  const envelope = peeked.complete ? readBytes(peeked.head).envelope : undefined
  return { envelope, data: peeked.stream, excerpt: toExcerpt(peeked.head) }
}
