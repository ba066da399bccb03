import type { InternalAxiosRequestConfig } from 'axios'
import { isPlainObject } from '../check/check.ts'

/** Does axios' transformRequest encode such data: a plain object, an array, URLSearchParams? */
export function isEncodable(data: unknown): boolean {
  return data instanceof URLSearchParams || Array.isArray(data) || isPlainObject(data)
}

/** Encodes a request's data in place, as axios does before it calls an adapter. */
export function encodeData(config: InternalAxiosRequestConfig): void {
  for (const transform of [config.transformRequest ?? []].flat()) {
    config.data = transform.call(config, config.data, config.headers)
  }
}
