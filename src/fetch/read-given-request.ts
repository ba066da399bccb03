// Loaded with the first call that is given a Request.
import { type ReadRequest, takesBody } from './fetch-request.ts'
import { readBody } from './request-body.ts'

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
 * Reads a Request, and the init beside it.
 *
 * @param read reads an address and an init
 */
export async function readGivenRequest(
  input: Request,
  init: RequestInit,
  read: (url: string, init: RequestInit) => ReadRequest,
): Promise<ReadRequest> {
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
