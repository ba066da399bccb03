import { isNodeStream, isWebStream } from './streams.ts'

/** Calls a function after a stream was collected, because a web stream has no event for its end. */
const collected = new FinalizationRegistry<() => void>((call) => call())

/**
 * Calls a function when a response's stream has ended, or at once for what is no open stream. A stream of Node's tells
 * when it ends or closes; of a web stream it is known after it was collected, when its caller can read no more of it.
 */
export function onStreamEnd(stream: unknown, ended: () => void): void {
  const isNode = isNodeStream(stream)
  const isOpen = isNode ? !stream.destroyed && !stream.readableEnded : isWebStream(stream)
  if (!isOpen) ended()
  else collected.register(Object(stream), ended)
  if (isOpen && isNode) for (const event of ['end', 'close']) stream.on(event, ended)
}
