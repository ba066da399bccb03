import { AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig, isAxiosError } from 'axios'
import { type ReadLimits, readInTime } from '../engine/read-in-time.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { maxEnvelopeBytes, readBytes } from '../envelope/index.ts'
import { discardStream, isBlob } from '../envelope/streams.ts'
import { peekStream } from './peek-stream.ts'
import type { ResponseReading } from './response-reading.ts'

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
 * Looks for a failure in a Blob or stream, for a limited time, and passes it on complete. A stream that ends or fails
 * later, or has not begun in that time, is judged by its status.
 *
 * @throws AxiosError if an accepted stream fails while its beginning is read; the cancellation's reason
 */
export async function readUnread(
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
  refused: boolean,
  limits: ReadLimits,
): Promise<ResponseReading> {
  let { data }: { data?: unknown } = response
  if (!refused && (typeof data === 'string' || contentType(response).startsWith('text/event-stream'))) {
    const { readEventStream } = await import('./event-stream.ts')
    return (await readEventStream(response, config, limits)) ?? { data }
  }
  try {
    return await readInTime(limits, async (stopped) => {
      if (isBlob(data)) return readBlob(data, stopped)
      const peeked = mayPeek(response, refused) ? await peekStream(data, stopped) : undefined
      if (!peeked) return { data }
      data = peeked.stream
      if (peeked.failure && !refused) throw asAxiosError(peeked.failure.error, response)
      // An envelope fits into the head; a longer body is data.
      const envelope = peeked.complete ? readBytes(peeked.head).envelope : undefined
      return { envelope, data, excerpt: toExcerpt(peeked.head) }
    })
  } catch (error) {
    discardStream(data)
    throw error
  }
}

async function readBlob(data: Blob, stopped: Promise<void>): Promise<ResponseReading> {
  const buffer = data.size > maxEnvelopeBytes ? undefined : await Promise.race([data.arrayBuffer(), stopped])
  if (!buffer) return { data }
  const bytes = new Uint8Array(buffer)
  return { envelope: readBytes(bytes).envelope, data, excerpt: toExcerpt(bytes) }
}
