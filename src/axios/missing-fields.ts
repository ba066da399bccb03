import type { InternalAxiosRequestConfig } from 'axios'
import type { Client } from '../engine/client.ts'
import { findMissingFields } from '../engine/missing-fields.ts'
import { EncodedRequest } from './snapshot.ts'

/** A request with the public parameters that the call's options name. */
interface FilledRequest {
  readonly config: InternalAxiosRequestConfig
  readonly unsigned: EncodedRequest
}

/**
 * Adds to a copy of a request what the options of its call name and it does not. Undefined if nothing is missing.
 *
 * @throws TypeError that names the choices, if the version is missing and the product has several
 */
export async function addMissingFields(request: EncodedRequest, client: Client): Promise<FilledRequest | undefined> {
  const missing = await findMissingFields(request.shape, request.options, client)
  if (!missing) return undefined
  const config = request.copy()
  if (missing.place === 'headers') config.headers.set({ ...missing.fields })
  else config.params = withFields(config.params, missing.fields)
  if (missing.body) {
    config.data = missing.body
    config.headers.setContentType('application/json')
  }
  return { config, unsigned: new EncodedRequest(config) }
}

function withFields(params: unknown, fields: Readonly<Record<string, string>>): unknown {
  if (!(params instanceof URLSearchParams)) return { ...Object(params), ...fields }
  for (const [name, value] of Object.entries(fields)) params.set(name, value)
  return params
}
