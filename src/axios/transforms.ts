import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'

type Transforms = InternalAxiosRequestConfig['transformResponse']

/** The data of a response after the given transforms, applied as axios does. */
function transform(
  { data, headers, status }: Pick<AxiosResponse, 'data' | 'headers'> & { readonly status?: number | undefined },
  config: InternalAxiosRequestConfig,
  transforms: Transforms | undefined,
): unknown {
  let result: unknown = data
  for (const one of [transforms ?? []].flat()) {
    result = one.call(config, result, headers as InternalAxiosRequestConfig['headers'], status)
  }
  return result
}

/**
 * Applies the instance's transformResponse to a failing response, as axios would, and keeps the data as it is where a
 * transform throws: its error must not replace the typed one.
 */
export function transformFailure(response: AxiosResponse, config: InternalAxiosRequestConfig): void {
  try {
    response.data = transform(response, config, config.transformResponse)
  } catch {
    // The untransformed data says more than nothing.
  }
}

/**
 * axios transforms the data of what an adapter ends with, once. Where the data is transformed already, that once is spent
 * on nothing.
 *
 * @param done the data that was transformed. Code that wraps the adapter of a call may ask it again, and hand on other data
 */
export function skipTransforms(config: InternalAxiosRequestConfig, done: unknown): void {
  const { transformResponse } = config
  config.transformResponse = [
    (data: unknown, headers, status) => {
      if (transformResponse !== undefined) config.transformResponse = transformResponse
      return data === done ? data : transform({ data, headers, status }, config, transformResponse)
    },
  ]
}
