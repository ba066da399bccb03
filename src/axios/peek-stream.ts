import { AxiosError } from 'axios'
import { isNodeStream, isWebStream, type NodeStream } from '../envelope/streams.ts'

/** Bytes of a stream that are read to look for an envelope, which has less than 2 kB. */
const peekBytes = 65_536

/** The first bytes of a stream, and the complete stream. */
interface Peeked {
  readonly head: Uint8Array
  /** True if `head` is the whole body. */
  readonly complete: boolean
  readonly stream: unknown
  /** The error with which it failed before the head was complete; `stream` fails with the same error after the head. */
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

/**
 * Reads the first bytes of a stream and puts them back. Undefined if the value is not a stream.
 *
 * @param stopped ends the reading; what was read until then is put back
 */
export function peekStream(stream: unknown, stopped: Promise<void>): Promise<Peeked> | undefined {
  if (isNodeStream(stream)) return peekNodeStream(stream, stopped)
  if (isWebStream(stream)) return peekWebStream(stream, stopped)
  return undefined
}

const brokenOffEarly = (): Error =>
  Object.assign(new Error('the connection closed before the body was complete'), { code: 'ECONNRESET' })

async function peekNodeStream(stream: NodeStream, stopped: Promise<void>): Promise<Peeked> {
  const chunks: Uint8Array[] = []
  let size = 0
  // The stream may have ended or failed while this module was loaded. No event reports that any more.
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
      stopped.then(settle(() => resolve(false)))
    })
  const ended = readableEnded || failure !== undefined || (await untilRead())
  const head = concat(chunks, size)
  if (!ended) {
    if (size > 0) stream.unshift(head)
    return { head, complete: false, stream }
  }
  async function* again() {
    if (size > 0) yield head
    if (failure) throw failure.error
  }
  // `unshift` fails on a Node.js stream that has ended, so a new stream is made. Only Node.js gets here.
  const { Readable } = process.getBuiltinModule('node:stream')
  return { head, complete: !failure, stream: Readable.from(again(), { objectMode: false }), failure }
}

/**
 * Gives a browser's error for a broken body, a TypeError "network error" without a cause, the code ERR_NETWORK. The
 * errors of other runtimes have a code or a cause.
 */
function brokenOff(error: unknown): unknown {
  if (!(error instanceof TypeError) || error.cause !== undefined) return error
  return AxiosError.from(error, AxiosError.ERR_NETWORK)
}

async function peekWebStream(stream: ReadableStream<Uint8Array>, stopped: Promise<void>): Promise<Peeked> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let complete = false
  let failure: Peeked['failure']
  // A read that had no answer when the reading was stopped. Its bytes follow the head.
  let pending: ReturnType<typeof reader.read> | undefined
  while (size < peekBytes && !complete && !failure) {
    pending = reader.read()
    try {
      const read = await Promise.race([pending, stopped])
      if (!read) break
      pending = undefined
      const { done, value } = read
      if (value) {
        chunks.push(value)
        size += value.length
      }
      complete = done
    } catch (error) {
      pending = undefined
      failure = { error: brokenOff(error) }
    }
  }
  // If it fails, the next reader gets the failure; until then it must not count as unhandled.
  pending?.catch(() => {})
  const head = concat(chunks, size)
  const whole = new ReadableStream<Uint8Array>({
    start(controller) {
      if (size > 0) controller.enqueue(head)
      if (complete) controller.close()
    },
    async pull(controller) {
      const next = pending ?? reader.read()
      pending = undefined
      const { done, value } = await next
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { head, complete, stream: whole, failure }
}
