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

export const isBlob = (value: unknown): value is Blob => typeof Blob !== 'undefined' && value instanceof Blob
