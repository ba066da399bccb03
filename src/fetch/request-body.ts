import { toBytes } from '../envelope/decode-text.ts'
import { isWebStream } from '../envelope/streams.ts'
import { copyValue } from '../request/copy-value.ts'

const textTypes = /^(?:text\/|application\/(?:x-www-form-urlencoded|json|[\w.-]{1,64}\+json))/i

/**
 * Decodes a body of a text type, so that its fields can be read. Bytes that are not valid UTF-8 would change, so they
 * stay bytes.
 */
function textOrBytes(bytes: Uint8Array, contentType: string | null): string | Uint8Array {
  if (!contentType || !textTypes.test(contentType)) return bytes
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes
  }
}

/**
 * Reads the body of a Request that has not been read before; undefined for an empty one.
 *
 * @param contentType the type that will be sent: an init's replaces the Request's, and fetch would add one to a text
 * without
 */
export async function readBody(request: Request, contentType: string | null): Promise<string | Uint8Array | undefined> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  return bytes.length > 0 ? textOrBytes(bytes, contentType) : undefined
}

const isReadOnce = (body: object): boolean => isWebStream(body) || Symbol.asyncIterator in body

/**
 * The body that the attempts of a call share: text, or a copy of the bytes, Blob or FormData, because the caller may
 * change the original. A stream stays a stream, which can be sent once.
 *
 * @param request made from the same init
 */
export function toData(body: unknown, request: Request): unknown {
  if (body === undefined || body === null) return undefined
  if (body instanceof FormData) return copyValue(body)
  // `slice` drops the type, because the headers have it, unless the caller set another.
  if (body instanceof Blob) return body.slice(0, body.size)
  const bytes = toBytes(body)
  if (bytes) return textOrBytes(bytes.slice(), request.headers.get('content-type'))
  return typeof body === 'object' && isReadOnce(body) ? request.body : String(body)
}
