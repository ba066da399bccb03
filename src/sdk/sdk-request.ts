import axios, { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { copyValue } from '../request/copy-value.ts'
import type { RequestShape } from '../request/request-shape.ts'
import { type SdkClient, type SdkRequestOptions, toAddress } from './official-client.ts'
import type { SdkCallOptions } from './options.ts'

/**
 * Does the argument have parameters? Buffers and streams are sent as they are, and the SDK takes no array as
 * parameters.
 */
const hasParams = (req: unknown): req is object =>
  typeof req === 'object' &&
  req !== null &&
  !Array.isArray(req) &&
  !ArrayBuffer.isView(req) &&
  typeof Reflect.get(req, 'pipe') !== 'function'

/**
 * Copies a request's parameters. The SDK replaces streams among them by Buffers: in the copy, which can then be sent
 * again, and not in the caller's object.
 */
function copyParams(req: unknown): unknown {
  if (!hasParams(req)) return req
  const entries: [string, unknown][] = []
  // Inherited parameters too, because the SDK sends those.
  for (const name in req) entries.push([name, copyValue(Reflect.get(req, name))])
  return Object.fromEntries(entries)
}

/** A request of the official client. */
export interface SdkRequest extends RequestShape {
  readonly headers: Readonly<Record<string, string>>
}

/** Converts a request of the official client to the form that the engine reads. */
export function toSdkRequest(
  client: SdkClient,
  { action, req, options }: { readonly action: string; readonly req: unknown; readonly options: SdkRequestOptions },
): SdkRequest {
  const { httpProfile = {} } = client.profile
  const { region, apiVersion, path } = client
  return {
    url: path,
    baseURL: toAddress(client),
    method: httpProfile.reqMethod ?? 'POST',
    headers: {
      ...httpProfile.headers,
      ...options.headers,
      'X-TC-Action': action,
      'X-TC-Version': apiVersion,
      ...(region && { 'X-TC-Region': region }),
    },
    data: copyParams(req),
  }
}

/** Converts a request of the official client to an axios config, as an error shows it. */
export function toShownConfig(
  { url, baseURL, method, headers, data }: SdkRequest,
  { signal }: SdkRequestOptions,
  options: SdkCallOptions,
): InternalAxiosRequestConfig {
  return {
    ...(url !== undefined && { url }),
    ...(baseURL !== undefined && { baseURL }),
    ...(method !== undefined && { method }),
    headers: new AxiosHeaders({ ...headers }),
    data,
    ...(signal && { signal }),
    // The SDK decides which responses are failures.
    validateStatus: () => false,
    transformResponse: [axios.defaults.transformResponse ?? []].flat(),
    tencentCloud: options,
  }
}
