/** The request of one attempt with fetch. */
export interface FetchRequest {
  /** Absolute. */
  readonly url: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly data: unknown
  /** False for a signed request: its signature is valid for one URL, and must not be sent to another. */
  readonly mayRedirect: boolean
}

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

const isEmpty = (data: unknown): boolean => data === undefined || data === null || data === ''

/** Can a request of that method have a body? */
export const takesBody = (method: string): boolean => !/^(?:get|head)$/i.test(method)

/**
 * The init of one attempt.
 *
 * @param rest the other fields of the call's init
 */
export function toInit(
  { method, headers, data, mayRedirect }: FetchRequest,
  rest: RequestInit,
  signal: AbortSignal | undefined,
): RequestInit {
  const init: RequestInit = { ...rest, method, headers: { ...headers } }
  // The data comes from an init or was encoded for a signature, so that fetch accepts it.
  if (!isEmpty(data) && takesBody(method)) init.body = data as BodyInit
  if (signal) init.signal = signal
  if (!mayRedirect && rest.redirect !== 'error') init.redirect = 'manual'
  return init
}

/** Header fields by their names in lower case. */
export const toFields = (headers: Headers | Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(new Headers(headers))

/** Appends parameters to the query of a URL, and leaves the existing query unchanged. */
export function withQuery(url: string, params: Readonly<Record<string, string>>): string {
  const hash = url.indexOf('#')
  const address = hash < 0 ? url : url.slice(0, hash)
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(params)}`
}
