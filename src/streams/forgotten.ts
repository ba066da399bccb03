import type { GuardedStream } from './guarded-stream.ts'

/** Ends a stream whose response was garbage-collected: else it would keep its connection, and its place among the calls in flight. */
const forgotten = new FinalizationRegistry<GuardedStream>((guarded) =>
  guarded.cancel(new Error('the stream was not read to its end')),
)

/** Ends the guarded stream when the stream that hands it on was collected. */
export function endWhenForgotten<Stream extends object>(stream: Stream, guarded: GuardedStream): Stream {
  forgotten.register(stream, guarded)
  return stream
}
