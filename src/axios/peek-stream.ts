import { AxiosError } from 'axios'
import { isNodeStream, isWebStream, type NodeStream } from '../envelope/streams.ts'

/** How much of a stream is read before it is judged; an envelope is under 2 kB. */
const peekBytes = 65_536

/** A stream's head, and the stream from its beginning. */
interface Peeked {
  readonly head: Uint8Array
  /** True when `head` is all there is. */
  readonly complete: boolean
  readonly stream: unknown
  /** With what it failed before its head was complete; `stream` then fails so after the head. */
  readonly failure?: { readonly error: unknown } | undefined
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

/** Reads the first bytes of a stream and gives it back whole. Undefined when it is no stream. */
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
  let failure: Peeked['failure'] = destroyed && !readableEnded ? { error: errored ?? brokenOffEarly() } : undefined
  const untilRead = () =>
    new Promise<boolean>((resolve) => {
      const settle = (act: () => void) => () => {
        for (const [event, listener] of listeners) stream.off(event, listener)
        act()
      }
      const fail = (error: unknown) => {
        failure = { error }
        settle(() => resolve(true))()
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
        ['error', fail],
        ['close', () => fail(brokenOffEarly())],
      ]
      for (const [event, listener] of listeners) stream.on(event, listener)
    })
  const ended = readableEnded || failure !== undefined || (await untilRead())
  const head = concat(chunks, size)
  if (!ended) {
    stream.unshift(head)
    return { head, complete: false, stream }
  }
  async function* again() {
    if (size > 0) yield head
    if (failure) throw failure.error
  }
  // A Node stream that has ended takes nothing back. Only Node has such streams, so only Node gets here.
  const { Readable } = process.getBuiltinModule('node:stream')
  return { head, complete: !failure, stream: Readable.from(again(), { objectMode: false }), failure }
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
  let failure: Peeked['failure']
  while (size < peekBytes && !complete && !failure) {
    try {
      const { done, value } = await reader.read()
      if (value) {
        chunks.push(value)
        size += value.length
      }
      complete = done
    } catch (error) {
      failure = { error: brokenOff(error) }
    }
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
  return { head, complete, stream: whole, failure }
}
