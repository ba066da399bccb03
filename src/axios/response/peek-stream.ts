import { AxiosError } from 'axios'
import { isNodeStream, isWebStream, type NodeStream } from './stream.ts'

/** How much of a stream is read before it is judged; an envelope is under 2 kB. */
const peekBytes = 65_536

/** A stream's head, and the stream from its beginning. */
interface Peeked {
  readonly head: Uint8Array
  /** True when `head` is all there is. */
  readonly complete: boolean
  readonly stream: unknown
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

/**
 * Reads the first bytes of a stream and gives it back whole. Undefined when it is no stream.
 *
 * @throws what the stream fails with before its head is complete
 */
export function peekStream(stream: unknown): Promise<Peeked> | undefined {
  if (isNodeStream(stream)) return peekNodeStream(stream)
  if (isWebStream(stream)) return peekWebStream(stream)
  return undefined
}

const brokenOffEarly = (): Error =>
  Object.assign(new Error('the connection closed before the body was complete'), { code: 'ECONNRESET' })

async function peekNodeStream(stream: NodeStream): Promise<Peeked> {
  const chunks: Uint8Array[] = []
  let size = 0
  // What came of it while this module was loaded, no event tells any more.
  const { destroyed, errored, readableEnded = false } = stream
  if (destroyed && !readableEnded) throw errored ?? brokenOffEarly()
  const untilRead = () =>
    new Promise<boolean>((resolve, reject) => {
      const settle = (act: () => void) => () => {
        for (const [event, listener] of listeners) stream.off(event, listener)
        act()
      }
      const listeners: [string, (value?: unknown) => void][] = [
        [
          'readable',
          () => {
            for (let read = stream.read(); read !== null; read = stream.read()) {
              const chunk = typeof read === 'string' ? new TextEncoder().encode(read) : read
              chunks.push(chunk)
              size += chunk.length
              if (size >= peekBytes) return settle(() => resolve(false))()
            }
          },
        ],
        ['end', settle(() => resolve(true))],
        ['error', (error) => settle(() => reject(error))()],
        ['close', settle(() => reject(brokenOffEarly()))],
      ]
      for (const [event, listener] of listeners) stream.on(event, listener)
    })
  const complete = readableEnded || (await untilRead())
  const head = concat(chunks, size)
  if (!complete) {
    stream.unshift(head)
    return { head, complete, stream }
  }
  // A Node stream that has ended takes nothing back. Only Node has such streams, so only Node gets here.
  const { Readable } = process.getBuiltinModule('node:stream')
  return { head, complete, stream: Readable.from(size > 0 ? [head] : [], { objectMode: false }) }
}

/** A browser's own error for a body that broke off says "network error" and no more; others carry a code or a cause. */
function brokenOff(error: unknown): unknown {
  if (!(error instanceof TypeError) || error.cause !== undefined) return error
  return AxiosError.from(error, AxiosError.ERR_NETWORK)
}

async function peekWebStream(stream: ReadableStream<Uint8Array>): Promise<Peeked> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let complete = false
  while (size < peekBytes && !complete) {
    const { done, value } = await reader.read().catch((error: unknown) => Promise.reject(brokenOff(error)))
    if (value) {
      chunks.push(value)
      size += value.length
    }
    complete = done
  }
  const head = concat(chunks, size)
  const whole = new ReadableStream<Uint8Array>({
    start(controller) {
      if (size > 0) controller.enqueue(head)
      if (complete) controller.close()
    },
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { head, complete, stream: whole }
}
