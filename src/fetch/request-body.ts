import { toBytes } from '../envelope/read-bytes.ts'
import { isWebStream } from '../envelope/streams.ts'
import { copyValue } from '../request/copy-value.ts'

const textTypes = /^(?:text\/|application\/(?:x-www-form-urlencoded|json|[\w.-]{1,64}\+json))/i

/** A body of text as text, so that its fields can be read; bytes that are no UTF-8 would change, and stay bytes. */
function textOrBytes(bytes: Uint8Array, contentType: string | null): string | Uint8Array {
  if (!contentType || !textTypes.test(contentType)) return bytes
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes
  }
}

/**
 * The body as it stands in a Request, which must not have been read; undefined for an empty one.
 *
 * @param contentType under which it is sent: that of an init replaces the Request's own, and fetch would name one for a text
 * that has none
 */
export async function readBody(request: Request, contentType: string | null): Promise<string | Uint8Array | undefined> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  return bytes.length > 0 ? textOrBytes(bytes, contentType) : undefined
}

const isReadOnce = (body: object): boolean => isWebStream(body) || Symbol.asyncIterator in body

/**
 * The body of a call as its attempts share it: text, bytes, a Blob or a FormData of its own, since the caller may go on
 * writing into what it gave. A stream stays one, and can be sent once.
 *
 * @param request made of the same init
 */
export function toData(body: unknown, request: Request): unknown {
  if (body === undefined || body === null) return undefined
  if (body instanceof FormData) return copyValue(body)
  // Without its type: that stands in the headers, unless the caller wrote another there.
  if (body instanceof Blob) return body.slice(0, body.size)
  const bytes = toBytes(body)
  if (bytes) return textOrBytes(bytes.slice(), request.headers.get('content-type'))
  return typeof body === 'object' && isReadOnce(body) ? request.body : String(body)
}
