// Loaded with the pacing.
import type { PacedCall } from '../pacing/pacing-key.ts'
import type { TokenEstimate } from '../pacing/tokens.ts'
import { readKeyDigest, readModelBody, readModelName } from '../request/index.ts'
import {
  type Describable,
  describeCall,
  isModelHost,
  isTrusted,
  readAccount,
  type TrustedHosts,
} from './describe-call.ts'

/** Estimates the tokens of a call to a model endpoint, by its body, its path and its product. */
type EstimateTokens = (
  body: Readonly<Record<string, unknown>>,
  path: string,
  service: string | undefined,
) => TokenEstimate | undefined

/**
 * Finds the limits of a call; undefined if calls to its host are not paced.
 *
 * @param estimateTokens undefined: no limit of tokens is configured
 */
export function findLimits(
  call: Describable,
  hosts: TrustedHosts,
  estimateTokens?: EstimateTokens,
): PacedCall | undefined {
  const description = describeCall(call, hosts)
  const { target, service, action, region } = description
  if (!isTrusted(target, hosts)) return undefined
  const own = readAccount(call.options) ?? hosts.settings.pacing?.account ?? description.secretId
  const paced = { account: own, host: target?.host, service, action, region }
  if (!isModelHost(description, hosts)) return paced
  // Each model has limits of its own, and each key is an account of its own.
  const body = readModelBody(call.data, call.request.data)
  const tokens = estimateTokens?.(body, target?.path ?? '', service)
  return { ...paced, account: own ?? readKeyDigest(call.request, body), model: readModelName(body), tokens }
}
