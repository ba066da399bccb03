import { takesBody, toFields } from './fetch-request.ts'
import { readBody, toData } from './request-body.ts'

/** A call as it was asked for, in the parts of which attempts are made. */
export interface ReadRequest {
  /** Absolute. */
  readonly url: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly data: unknown
  readonly signal: AbortSignal | undefined
  /** Everything else of the init, what only the given fetch knows included. */
  readonly rest: RequestInit
}

/** What of a Request shows and can be said in an init; `cf` is Cloudflare's. Runtimes leave some of them out. */
const shown = [
  'mode',
  'credentials',
  'cache',
  'redirect',
  'referrer',
  'referrerPolicy',
  'integrity',
  'keepalive',
  'cf',
] as const

const isRequest = (input: string | URL | Request): input is Request =>
  typeof input === 'object' && input !== null && typeof Reflect.get(input, 'arrayBuffer') === 'function'

/** The signal that a call with this input and init obeys. */
export const signalOf = (input: string | URL | Request, { signal }: RequestInit): AbortSignal | undefined =>
  (signal === undefined && isRequest(input) ? input.signal : signal) ?? undefined

const defined = (init: RequestInit): RequestInit =>
  Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined))

/** An init that says what a Request does, its body aside. */
function initOf(request: Request): RequestInit {
  const fields = shown.map((name): [string, unknown] => [name, Reflect.get(request, name)])
  // Empty ones are defaults (an empty referrer is not), and Cloudflare throws at fields that it does not know.
  const said = fields.filter(([name, value]) => (value !== '' && value !== false) || name === 'referrer')
  const init = defined(Object.fromEntries(said))
  // Only a browser's own navigation has this mode; made into another Request it becomes this one by the standard.
  if (init.mode === 'navigate') init.mode = 'same-origin'
  return { ...init, method: request.method, headers: [...request.headers], signal: request.signal }
}

const hasBody = (request: Request): boolean => request.body !== null && takesBody(request.method)

/**
 * Reads what fetch was called with.
 *
 * @throws TypeError as fetch does for what makes no request; the signal's reason when it aborts meanwhile
 */
export async function readRequest(input: string | URL | Request, init: RequestInit): Promise<ReadRequest> {
  if (!isRequest(input)) return read(input, init)
  const merged = { ...initOf(input), ...defined(init) }
  if (init.body !== undefined && init.body !== null) return read(input.url, merged)
  const request = read(input.url, merged)
  if (!hasBody(input)) return request
  if (!takesBody(request.method)) throw new TypeError('axios-tencentcloud: a GET or HEAD request cannot have a body')
  // What a Request was made of does not show, so its body is read, and can be sent again.
  const reading = readBody(input, new Headers(merged.headers).get('content-type'))
  return { ...request, data: await untilAborted(request.signal, reading) }
}

/** Waits for a body, but not beyond the signal. */
function untilAborted<T>(signal: AbortSignal | undefined, reading: Promise<T>): Promise<T> {
  if (!signal) return reading
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function read(url: string | URL, init: RequestInit): ReadRequest {
  const { method: _method, headers: given, body, signal, ...rest } = init
  // Without the signal, if it is one: the Request would go on listening to it.
  const request = new Request(url, { ...init, signal: signal instanceof AbortSignal ? null : (signal ?? null) })
  const headers = toFields(request.headers)
  // With a boundary that only this Request would have used.
  if (body instanceof FormData && !new Headers(given).has('content-type')) delete headers['content-type']
  return {
    url: request.url,
    method: request.method,
    headers,
    data: toData(body, request),
    signal: signal ?? undefined,
    rest,
  }
}
