import { endWhenForgotten } from './forgotten.ts'
import type { GuardedStream, Source } from './guarded-stream.ts'

/** The part used here of a readable stream of Node.js. */
export interface NodeReadable extends AsyncIterable<Uint8Array | string> {
  destroy(error?: Error): unknown
  on(event: 'error', listener: () => void): unknown
}

/**
 * Reads a stream of Node.js.
 *
 * @param chunks default: those of the stream
 */
export function fromNodeStream(
  stream: NodeReadable,
  chunks: AsyncIterator<Uint8Array | string> = stream[Symbol.asyncIterator](),
): Source {
  // Its failure is that of the next read. An 'error' event without a listener would end the process.
  stream.on('error', () => {})
  return {
    async read() {
      const { done, value } = await chunks.next()
      if (done) return undefined
      return typeof value === 'string' ? new TextEncoder().encode(value) : value
    },
    cancel: () => {
      stream.destroy()
    },
  }
}

/** A stream of Node.js of what a guarded stream hands on. It keeps nothing itself: an error would drop what was not read. */
export function toNodeStream(guarded: GuardedStream): unknown {
  const { Readable } = process.getBuiltinModule('node:stream')
  const stream = new Readable({
    highWaterMark: 0,
    read() {
      guarded.next().then(
        (chunk) => this.push(chunk ?? null),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      )
    },
    destroy(error, callback) {
      guarded.cancel(error)
      callback(error)
    },
  })
  return endWhenForgotten(stream, guarded)
}
