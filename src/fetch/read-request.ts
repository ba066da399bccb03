import { takesBody, toFields } from './fetch-request.ts'
import { readBody, toData } from './request-body.ts'

/** The request of a call, in the parts from which its attempts are made. */
export interface ReadRequest {
  /** Absolute. */
  readonly url: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly data: unknown
  readonly signal: AbortSignal | undefined
  /** The other fields of the init, including those that only the given fetch knows. */
  readonly rest: RequestInit
}

/** The fields of a Request that an init can have; `cf` is Cloudflare's. Not every runtime has all of them. */
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

/** The init that describes a Request, without its body. */
function initOf(request: Request): RequestInit {
  const fields = shown.map((name): [string, unknown] => [name, Reflect.get(request, name)])
  // Empty fields are defaults (except an empty referrer), and Cloudflare throws on fields that it does not know.
  const said = fields.filter(([name, value]) => (value !== '' && value !== false) || name === 'referrer')
  const init = defined(Object.fromEntries(said))
  // Only a browser's own navigation has the mode 'navigate'. By the standard, a Request made from it is 'same-origin'.
  if (init.mode === 'navigate') init.mode = 'same-origin'
  return { ...init, method: request.method, headers: [...request.headers], signal: request.signal }
}

const hasBody = (request: Request): boolean => request.body !== null && takesBody(request.method)

/**
 * Reads what fetch was called with.
 *
 * @throws TypeError for an invalid request, as fetch does; the signal's reason if it aborts while the body is read
 */
export async function readRequest(input: string | URL | Request, init: RequestInit): Promise<ReadRequest> {
  if (!isRequest(input)) return read(input, init)
  const merged = { ...initOf(input), ...defined(init) }
  if (init.body !== undefined && init.body !== null) return read(input.url, merged)
  const request = read(input.url, merged)
  if (!hasBody(input)) return request
  if (!takesBody(request.method)) throw new TypeError('axios-tencentcloud: a GET or HEAD request cannot have a body')
  // A Request does not show what its body was made from. The body is read, so that it can be sent again.
  const reading = readBody(input, new Headers(merged.headers).get('content-type'))
  return { ...request, data: await untilAborted(request.signal, reading) }
}

/** Waits for a body until the signal aborts. */
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
  // Without an AbortSignal, because the Request would keep listening to it.
  const request = new Request(url, { ...init, signal: signal instanceof AbortSignal ? null : (signal ?? null) })
  const headers = toFields(request.headers)
  // It has a boundary that only this Request would have used.
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
