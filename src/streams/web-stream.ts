import { endWhenForgotten } from './forgotten.ts'
import type { GuardedStream, Source } from './guarded-stream.ts'

/** Reads a web stream. */
export function fromWebStream(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader()
  return {
    read: async () => (await reader.read()).value,
    cancel: (reason) => {
      reader.cancel(reason).catch(() => {})
    },
  }
}

/** A web stream of what a guarded stream hands on. It keeps nothing itself: an error would drop what was not read. */
export const toWebStream = (guarded: GuardedStream): ReadableStream<Uint8Array> =>
  endWhenForgotten(
    new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const chunk = await guarded.next()
          if (chunk) controller.enqueue(chunk)
          else controller.close()
        },
        cancel: (reason) => guarded.cancel(reason),
      },
      { highWaterMark: 0 },
    ),
    guarded,
  )
