// Loaded with the pacing.
import type { PacedCall } from '../pacing/pacing-key.ts'
import { readKeyDigest, readModelBody, readModelName } from '../request/index.ts'
import {
  type Describable,
  describeCall,
  isModelHost,
  isTrusted,
  readAccount,
  type TrustedHosts,
} from './describe-call.ts'

/** Finds the limits of a call; undefined if calls to its host are not paced. */
export function findLimits(call: Describable, hosts: TrustedHosts): PacedCall | undefined {
  const description = describeCall(call, hosts)
  const { target, service, action, region } = description
  if (!isTrusted(target, hosts)) return undefined
  const own = readAccount(call.options) ?? hosts.settings.pacing?.account ?? description.secretId
  const paced = { account: own, host: target?.host, service, action, region }
  if (!isModelHost(description, hosts)) return paced
  // Each model has limits of its own, and each key is an account of its own.
  const body = readModelBody(call.data, call.request.data)
  return { ...paced, account: own ?? readKeyDigest(call.request, body), model: readModelName(body) }
}
