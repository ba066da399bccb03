import { describeRequest, type RequestDescription, type RequestShape } from '../request/index.ts'
import type { CallState } from './call-state.ts'
import type { EncodedRequest } from './snapshot.ts'
import { uriOf } from './uri-of.ts'

/** The request with its params in its URL where a serializer of the user's writes them: it may name them otherwise. */
function readableShape(encoded: EncodedRequest): RequestShape {
  const { shape } = encoded
  if (Reflect.get(shape, 'paramsSerializer') === undefined) return shape
  try {
    return { ...shape, url: uriOf(encoded.copy()), baseURL: undefined, params: undefined }
  } catch {
    // The adapter tells of a serializer that throws.
    return shape
  }
}

/**
 * What the call is, read off a request of it and, where its body shows nothing, the data it was made of.
 *
 * @param signed the request with its signature, if it was signed after it was encoded
 */
export function describeCall(call: CallState, encoded: EncodedRequest, signed = encoded): RequestDescription {
  const { service = call.attachment.settings.service, action, idempotent } = encoded.options
  const shape = readableShape(signed)
  const given = { service, action, idempotent }
  const description = describeRequest(shape, given)
  return description.action === undefined ? describeRequest({ ...shape, data: call.data }, given) : description
}

/** All the actions that a call's request names, and the data that its body was made of: an encoded form may not show them. */
export function actionsOf({ data }: CallState, encoded: EncodedRequest, description: RequestDescription) {
  const { action } = encoded.options
  if (action !== undefined) return [action]
  return [...description.actions, ...describeRequest({ ...readableShape(encoded), data }).actions]
}
