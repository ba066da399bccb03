import { type ReadRequest, toFields } from './fetch-request.ts'
import { toData } from './request-body.ts'

const isRequest = (input: string | URL | Request): input is Request =>
  typeof input === 'object' && input !== null && typeof Reflect.get(input, 'arrayBuffer') === 'function'

/** The signal that a call with this input and init obeys. */
export const signalOf = (input: string | URL | Request, { signal }: RequestInit): AbortSignal | undefined =>
  (signal === undefined && isRequest(input) ? input.signal : signal) ?? undefined

/**
 * Reads what fetch was called with.
 *
 * @throws TypeError for an invalid request, as fetch does; the signal's reason if it aborts while the body is read
 */
export async function readRequest(input: string | URL | Request, init: RequestInit): Promise<ReadRequest> {
  if (!isRequest(input)) return read(input, init)
  const { readGivenRequest } = await import('./read-given-request.ts')
  return readGivenRequest(input, init, read)
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
