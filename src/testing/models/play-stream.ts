import type { Frame, Stream } from '../answer.ts'

/** What a stream tells while it is sent. */
export interface StreamListener {
  /** Waits; resolves to false when the client has gone or the fake was reset. */
  wait(ms: number, client: AbortSignal): Promise<boolean>
  sent(frame: Frame): void
  /** Called once. */
  ended(how: 'whole' | 'broken' | 'cancelled'): void
}

/**
 * Creates the body of a stream. Each event is made when it is asked for, so that nothing counts as sent that the client
 * could not have got. A fault ends it with an error. The client's signal, or cancelling the body, ends it at once.
 */
export const playStream = (
  { frames, ending }: Stream,
  client: AbortSignal,
  listener: StreamListener,
): ReadableStream<Uint8Array> => {
  const gone = new AbortController()
  const waiting = frames.values()
  let isOver = false
  const end = (how: 'whole' | 'broken' | 'cancelled'): void => {
    if (isOver) return
    isOver = true
    client.removeEventListener('abort', leave)
    gone.abort()
    listener.ended(how)
  }
  const leave = () => end('cancelled')
  client.addEventListener('abort', leave)
  if (client.aborted) leave()

  const breakOff = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    end('broken')
    controller.error(new TypeError('terminated: the stream is broken'))
  }
  return new ReadableStream(
    {
      async pull(controller) {
        const { value: frame, done } = waiting.next()
        if (done && ending === 'end') {
          end('whole')
          return controller.close()
        }
        if (done && ending === 'silence') await listener.wait(Number.POSITIVE_INFINITY, gone.signal)
        if (!frame || isOver) return breakOff(controller)
        if (frame.waitMs > 0 && !(await listener.wait(frame.waitMs, gone.signal))) return breakOff(controller)
        listener.sent(frame)
        controller.enqueue(new TextEncoder().encode(frame.text))
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
}
