import type { Settings } from '../options/settings.ts'
import type { PacedCall } from '../pacing/pacing-key.ts'
import {
  describeRequest,
  isTencentCloudHost,
  matchesHost,
  parseTarget,
  type RequestDescription,
  type RequestShape,
  type RequestTarget,
} from '../request/index.ts'
import type { Carrier } from './ports.ts'

// A call that succeeds is not described: what reads its request is loaded at the first failure, signature, listener or wait.

/** The part of a carrier that says what its call is. */
export type Describable = Pick<Carrier<unknown>, 'request' | 'data' | 'options'>

/** The part of a client that says where its calls go. */
export interface Home {
  readonly settings: Settings
  /** The address whose origin counts as the caller's own. */
  readonly baseURL: string | undefined
}

/**
 * What a call is, read off a request of it and, where its body shows no action, the data it was made of.
 *
 * @param request default: as it reached this package
 */
export function describeCall(
  { request: given, data, options }: Describable,
  { settings }: Home,
  request: RequestShape = given,
): RequestDescription {
  const { service = settings.service, action, idempotent } = options
  const named = { service, action, idempotent }
  const description = describeRequest(request, named)
  return description.action === undefined ? describeRequest({ ...request, data }, named) : description
}

/** All the actions that the request names, and the data that its body was made of: an encoded form may not show them. */
export function listActions(
  { request, data, options }: Describable,
  description: RequestDescription,
): readonly string[] {
  if (options.action !== undefined) return [options.action]
  return [...description.actions, ...describeRequest({ ...request, data }).actions]
}

/** Which limits hold for a call; undefined where its host is not one to be paced. */
export function findLimits(call: Describable, home: Home): PacedCall | undefined {
  const description = describeCall(call, home)
  const { target, service, action, region } = description
  if (!isTrusted(target, home)) return undefined
  const account = home.settings.pacing?.account ?? description.secretId
  return { account, host: target?.host, service, action, region }
}

/** Does a call go to a host on which everything applies: Tencent Cloud's, the caller's own, or a listed one? */
export function isTrusted(target: RequestTarget | undefined, { settings, baseURL }: Home): boolean {
  if (!target) return false
  const own = parseTarget('', baseURL)?.origin
  return target.origin === own || isTencentCloudHost(target.hostname) || matchesHost(target, settings.hosts)
}

/** The host of a request, with its port, under which its clock offset and its retry budget are kept; empty when it has none. */
export const readHost = ({ url, baseURL, allowAbsoluteUrls }: RequestShape): string =>
  parseTarget(url, baseURL, allowAbsoluteUrls)?.host ?? ''
