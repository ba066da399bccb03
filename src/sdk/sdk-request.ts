import axios, { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { copyValue } from '../request/copy-value.ts'
import type { RequestShape } from '../request/index.ts'
import { type SdkClient, type SdkRequestOptions, toAddress } from './official-client.ts'
import type { SdkCallOptions } from './options.ts'

/** Node's Buffers and streams are sent as they are, and lists are none of the SDK's parameters. */
const hasParams = (req: unknown): req is object =>
  typeof req === 'object' &&
  req !== null &&
  !Array.isArray(req) &&
  !ArrayBuffer.isView(req) &&
  typeof Reflect.get(req, 'pipe') !== 'function'

/**
 * A copy of a request's parameters. The SDK reads streams among them into Buffers, and puts these in their place: into
 * the copy, which can then be sent again, while its caller's object stays as it is.
 */
function copyParams(req: unknown): unknown {
  if (!hasParams(req)) return req
  const entries: [string, unknown][] = []
  // Inherited ones too, as the SDK sends those.
  for (const name in req) entries.push([name, copyValue(Reflect.get(req, name))])
  return Object.fromEntries(entries)
}

/** A request of the official client. */
export interface SdkRequest extends RequestShape {
  readonly headers: Readonly<Record<string, string>>
}

/** A request of the official client, as the engine looks at it. */
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

/** A request of the official client as an error shows it: as one of axios. */
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
    // The SDK says which answers are failures.
    validateStatus: () => false,
    transformResponse: [axios.defaults.transformResponse ?? []].flat(),
    tencentCloud: options,
  }
}
