import { recordAttempts } from '../engine/attempts-of.ts'
import type { AttemptPlan } from '../engine/ports.ts'

/** The part used here of an EventEmitter of Node.js. */
interface Emitter {
  on(event: string, listener: (value: unknown) => void): unknown
  emit(event: string, ...values: readonly unknown[]): boolean
  listenerCount(event: string): number
}

/** What the SDK returns for an event stream, as it is at run time: an SSEResponseModel. */
interface EventStream extends AsyncIterable<unknown> {
  /** Reads the lines of `stream`, and repeats its errors. */
  readonly readline: Emitter
  /** Emits what the listeners of the model get. */
  readonly eventSource: Emitter
  /** A stream of Node.js. */
  readonly stream: { readonly errored?: Error | null }
}

function isEventStream(value: unknown): value is EventStream {
  const { readline, eventSource, stream, [Symbol.asyncIterator]: iterate }: Partial<EventStream> = Object(value)
  return Boolean(readline?.on && eventSource?.emit && stream && iterate)
}

/**
 * Keeps the failure of an event stream from ending the process. When a connection breaks, the SDK emits `error` on two
 * emitters, and Node.js throws an `error` without a listener, which no `try` of the caller catches. Here it goes to the
 * listeners, if there are any, and to the loop that reads the events, also one that begins later. Both get the error
 * that `explain` makes of it; the events that arrived before come first, and `close` after it, as without this guard.
 *
 * @param explain must not reject
 */
export function guardEventStream(
  model: unknown,
  attempts: AttemptPlan['attempts'],
  explain: (error: unknown) => Promise<unknown>,
): void {
  if (!isEventStream(model)) return
  const { readline, eventSource, stream } = model
  const { emit } = eventSource
  const iterate = model[Symbol.asyncIterator]
  let failure: Promise<unknown> | undefined

  const fail = (error: unknown): void => {
    if (failure) return
    failure = explain(error).then((explained) => {
      if (typeof explained === 'object' && explained !== null) recordAttempts(explained, attempts)
      if (eventSource.listenerCount('error') > 0) Reflect.apply(emit, eventSource, ['error', explained])
      return explained
    })
  }
  const emitInOrder: Emitter['emit'] = (event, ...values) => {
    const emitNow = () => Reflect.apply(emit, eventSource, [event, ...values])
    if (event === 'error') fail(values[0])
    else if (failure) void failure.then(emitNow)
    else return emitNow()
    return true
  }
  async function* iterateUntilFailure(): AsyncGenerator<unknown> {
    // Readline does not tell a loop of an error that came before it began, so the loop would wait forever.
    if (failure) throw await failure
    try {
      yield* { [Symbol.asyncIterator]: () => Reflect.apply(iterate, model, []) }
    } catch (error) {
      throw failure ? await failure : error
    }
  }

  readline.on('error', fail)
  Object.assign(eventSource, { emit: emitInOrder })
  Object.assign(model, { [Symbol.asyncIterator]: iterateUntilFailure })
  // It broke before the SDK listened.
  if (stream.errored) fail(stream.errored)
}
