import { isNodeStream } from '../envelope/streams.ts'
import type { NodeReadable } from '../streams/node-stream.ts'

type Chunks = AsyncIterator<Uint8Array | string>

/** The body of an event stream, and its first read. */
export interface BegunBody {
  readonly body: NodeReadable
  readonly chunks: Chunks
  readonly first: ReturnType<Chunks['next']>
}

const isReadable = (value: unknown): value is NodeReadable =>
  isNodeStream(value) && typeof Reflect.get(value, Symbol.asyncIterator) === 'function'

/**
 * Begins to read the body of an event stream, if it is a stream of Node.js: if its connection breaks while the code that
 * judges it is loaded, what had arrived would be lost.
 */
export function beginBody(body: unknown): BegunBody | undefined {
  if (!isReadable(body)) return undefined
  const chunks = body[Symbol.asyncIterator]()
  const first = chunks.next()
  first.catch(() => {})
  return { body, chunks, first }
}
