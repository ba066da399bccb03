import axios, { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { copyOf } from '../axios/snapshot.ts'
import { addressOf, type SdkClient, type SdkRequestOptions } from './official-client.ts'
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
  for (const name in req) entries.push([name, copyOf(Reflect.get(req, name))])
  return Object.fromEntries(entries)
}

/** A request of the official client, written as one of axios: what the retry scope, and who reads an error, looks at. */
export function toAxiosConfig(
  client: SdkClient,
  { action, req, options }: { readonly action: string; readonly req: unknown; readonly options: SdkRequestOptions },
  callOptions: SdkCallOptions,
): InternalAxiosRequestConfig {
  const { httpProfile = {} } = client.profile
  const { region, apiVersion, path } = client
  return {
    url: path,
    baseURL: addressOf(client),
    method: httpProfile.reqMethod ?? 'POST',
    headers: new AxiosHeaders({
      ...httpProfile.headers,
      ...options.headers,
      'X-TC-Action': action,
      'X-TC-Version': apiVersion,
      ...(region && { 'X-TC-Region': region }),
    }),
    data: copyParams(req),
    ...(options.signal && { signal: options.signal }),
    // The SDK says which answers are failures. They come as text, and are parsed where axios' own would be.
    validateStatus: () => false,
    transformResponse: [axios.defaults.transformResponse ?? []].flat(),
    tencentCloud: callOptions,
  }
}
