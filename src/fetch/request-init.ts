import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { uriOf } from '../axios/uri-of.ts'

/** The address of a request, with the params that were added to it. */
export const urlOf = (config: InternalAxiosRequestConfig): string =>
  config.params === undefined ? (config.url ?? '') : uriOf(config)

const isEmpty = (data: unknown): boolean => data === undefined || data === null || data === ''

/** Header fields as they are sent. */
function headersOf(headers: AxiosHeaders): Record<string, string> {
  const fields = Object.entries(AxiosHeaders.from(headers).toJSON())
  return Object.fromEntries(fields.map(([name, value]): [string, string] => [name, String(value)]))
}

/**
 * The init of one attempt.
 *
 * @param rest of the init that the call was made with
 */
export function initOf(config: InternalAxiosRequestConfig, rest: RequestInit): RequestInit {
  const { method = 'GET', headers, data, signal, maxRedirects } = config
  const init: RequestInit = { ...rest, method, headers: headersOf(headers) }
  if (!isEmpty(data) && !/^(?:get|head)$/i.test(method)) init.body = data
  if (signal instanceof AbortSignal) init.signal = signal
  if (maxRedirects === 0 && rest.redirect !== 'error') init.redirect = 'manual'
  return init
}
