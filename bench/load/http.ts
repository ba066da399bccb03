import { Agent } from 'node:http'
import axios, { AxiosError, type AxiosInstance } from 'axios'
import type { SideOptions } from './sides.ts'

/** What every side calls with: connections are kept, and there are as many as it wants. */
export const createHttp = ({ url, adapter }: SideOptions): AxiosInstance =>
  axios.create({
    baseURL: url,
    proxy: false,
    maxRedirects: 0, // this and the next save a third of the CPU time of a request
    decompress: false,
    httpAgent: new Agent({ keepAlive: true }),
    ...(adapter && { adapter }),
  })

/**
 * The API reports its failures with HTTP 200, so packages that know nothing of Tencent Cloud would take them for
 * successes. This one interceptor, the same for all of them, rejects instead; `code` is the API's.
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

/** All calls are reads: whatever is not their own fault can be tried again. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof AxiosError && (isThrottle(error) || error.code === 'InternalError' || !error.response)
