import type { PacedCall } from '../../pacing/pacing-key.ts'
import type { CallState } from '../call-state.ts'
import { describeCall } from '../describe-call.ts'
import type { EncodedRequest } from '../snapshot.ts'
import { isTrustedHost } from '../trusted-host.ts'

/** Which limits hold for a call; undefined when its host is not one to be paced. */
export function describePacedCall(call: CallState, encoded: EncodedRequest): PacedCall | undefined {
  const { target, service, action, region, secretId } = describeCall(call, encoded)
  if (!isTrustedHost(target, call.attachment)) return undefined
  const account = call.attachment.settings.pacing?.account ?? secretId
  return { account, host: target?.host, service, action, region }
}
