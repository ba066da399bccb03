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
 * Applies the instance's transformResponse to a failing response, as axios would. If a transform throws, the data stays
 * as it is: the transform's error must not replace the typed error.
 */
export function transformFailure(response: AxiosResponse, config: InternalAxiosRequestConfig): void {
  try {
    response.data = transform(response, config, config.transformResponse)
  } catch {
    // Untransformed data is better than none.
  }
}

/**
 * Keeps axios from transforming data twice. axios runs transformResponse once, on the data that an adapter ends with;
 * for that run it is replaced by a function that returns transformed data unchanged.
 *
 * @param done the transformed data. Code that wraps the adapter may call it again and pass on other data, which is
 * transformed
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
