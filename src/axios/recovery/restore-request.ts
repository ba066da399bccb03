import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { copyOf, type PristineRequest } from '../snapshot.ts'

/** `final` as it was before the interceptors: a fresh copy, to be sent through them once more. */
export function restoreRequest(
  { url, baseURL, headers, params, data, transforms }: PristineRequest,
  { url: _url, baseURL: _baseURL, ...rest }: InternalAxiosRequestConfig,
): InternalAxiosRequestConfig {
  return {
    ...rest,
    ...(url !== undefined && { url }),
    ...(baseURL !== undefined && { baseURL }),
    ...transforms,
    headers: new AxiosHeaders(headers),
    params: copyOf(params),
    data: copyOf(data),
  }
}
