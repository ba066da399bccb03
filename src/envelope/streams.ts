/** What is used of a stream of Node's. */
export interface NodeStream {
  readonly destroyed?: boolean
  readonly errored?: unknown
  readonly readableEnded?: boolean
  read(): Uint8Array | string | null
  unshift(chunk: Uint8Array): void
  on(event: string, listener: (value?: unknown) => void): unknown
  off(event: string, listener: (value?: unknown) => void): unknown
}

const has = (value: unknown, method: string): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function'

export const isNodeStream = (value: unknown): value is NodeStream =>
  has(value, 'read') && has(value, 'unshift') && has(value, 'on')
export const isWebStream = (value: unknown): value is ReadableStream<Uint8Array> => has(value, 'getReader')

/** Is it a stream of either kind? */
export const isStream = (value: unknown): boolean => isNodeStream(value) || isWebStream(value)

/** Ends a stream that will not be read: unread, it would keep its connection. */
export function discardStream(stream: unknown): void {
  if (has(stream, 'destroy')) (stream as { destroy(): void }).destroy()
  else if (isWebStream(stream) && !stream.locked) stream.cancel().catch(() => {})
}

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

export const isBlob = (value: unknown): value is Blob => typeof Blob !== 'undefined' && value instanceof Blob
