// Loaded with the first request that lacks what the options of its call say.
import type { Client } from '../engine/client.ts'
import { namesFields } from '../engine/may-be-changed.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import { type FetchRequest, toFields, withQuery } from './fetch-request.ts'

/** Adds what the options of the call name and its request does not. */
async function addMissingFields(
  request: FetchRequest,
  options: TencentCloudCallOptions,
  client: Client,
): Promise<FetchRequest> {
  const { findMissingFields } = await import('../engine/missing-fields.ts')
  const missing = await findMissingFields(request, options, client)
  if (!missing) return request
  if (missing.place === 'params') return { ...request, url: withQuery(request.url, missing.fields) }
  const added = missing.body ? { ...missing.fields, 'Content-Type': 'application/json' } : missing.fields
  return {
    ...request,
    headers: { ...request.headers, ...toFields(added) },
    data: missing.body ?? request.data,
  }
}

/**
 * Adds a ClientToken if the action accepts one. If the code for it cannot be loaded, that for retries cannot either.
 */
async function addClientToken(
  request: FetchRequest,
  options: TencentCloudCallOptions,
  client: Client,
): Promise<FetchRequest> {
  const token = crypto.randomUUID()
  const loaded = await import('./client-token.ts').catch(() => undefined)
  const patch = await loaded?.findTokenPatch(request, client, options, token)
  if (!patch) return request
  if ('params' in patch) return { ...request, url: withQuery(request.url, { ClientToken: token }) }
  const headers = patch.isJson ? { ...request.headers, 'content-type': 'application/json' } : request.headers
  return { ...request, data: patch.data, headers }
}

/**
 * Completes a request: adds the public parameters that the options of its call name.
 *
 * @param injects also add a ClientToken?
 */
export async function completeRequest(
  request: FetchRequest,
  options: TencentCloudCallOptions,
  client: Client,
  injects: boolean,
): Promise<FetchRequest> {
  const complete = namesFields(options) ? await addMissingFields(request, options, client) : request
  return injects ? addClientToken(complete, options, client) : complete
}
