import { describeRequest, type RequestDescription } from '../request/index.ts'
import type { CallState } from './call-state.ts'
import type { EncodedRequest } from './snapshot.ts'

/**
 * What the call is, read off a request of it and, where its body shows nothing, the data it was made of.
 *
 * @param signed the request with its signature, if it was signed after it was encoded
 */
export function describeCall(call: CallState, encoded: EncodedRequest, signed = encoded): RequestDescription {
  const { service = call.attachment.settings.service, action, idempotent } = encoded.options
  const { shape } = signed
  const given = { service, action, idempotent }
  const description = describeRequest(shape, given)
  return description.action === undefined ? describeRequest({ ...shape, data: call.data }, given) : description
}

/** All the actions that a call's request names, and the data that its body was made of: an encoded form may not show them. */
export function actionsOf({ data }: CallState, { options, shape }: EncodedRequest, description: RequestDescription) {
  if (options.action !== undefined) return [options.action]
  return [...description.actions, ...describeRequest({ ...shape, data }).actions]
}
