import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'

/**
 * Applies the instance's transformResponse to a failing response, as axios would, and keeps the data as it is where a
 * transform throws: its error must not replace the typed one.
 */
export function transformFailure(response: AxiosResponse, config: InternalAxiosRequestConfig): void {
  try {
    let data: unknown = response.data
    for (const transform of [config.transformResponse ?? []].flat()) {
      data = transform.call(config, data, response.headers as InternalAxiosRequestConfig['headers'], response.status)
    }
    response.data = data
  } catch {
    // The untransformed data says more than nothing.
  }
}
