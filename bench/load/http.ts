import { Agent } from 'node:http'
import axios, { AxiosError, type AxiosInstance } from 'axios'
import type { SideOptions } from './side.ts'

/** The axios instance of every side: keep-alive, with an unlimited number of connections. */
export const createHttp = ({ url, adapter }: SideOptions): AxiosInstance =>
  axios.create({
    baseURL: url,
    proxy: false,
    maxRedirects: 0, // this and `decompress` save a third of a request's CPU time
    decompress: false,
    httpAgent: new Agent({ keepAlive: true }),
    ...(adapter && { adapter }),
  })

/**
 * The API reports failures with HTTP 200, which packages without knowledge of Tencent Cloud take for successes. This
 * interceptor, the same for all of them, turns them into rejections; `code` is the code of the API.
 */
export function createRejectingHttp(options: SideOptions): AxiosInstance {
  const http = createHttp(options)
  http.interceptors.response.use((response) => {
    const failure: { Code: string; Message: string } | undefined = response.data?.Response?.Error
    if (!failure) return response
    throw new AxiosError(failure.Message, failure.Code, response.config, response.request, response)
  })
  return http
}

export const isThrottle = (error: unknown): boolean =>
  error instanceof AxiosError && error.code === 'RequestLimitExceeded'

/** Throttles, internal errors and network errors. All calls are reads, so each of these may be retried. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof AxiosError && (isThrottle(error) || error.code === 'InternalError' || !error.response)
