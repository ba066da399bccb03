import type { TencentCloudCallOptions } from '../options/options.ts'
import type { Settings } from '../options/settings.ts'
import {
  describeRequest,
  isModelPath,
  isModelTarget,
  isTencentCloudHost,
  matchesHost,
  modelServices,
  parseTarget,
  type RequestDescription,
  type RequestShape,
  type RequestTarget,
} from '../request/index.ts'
import type { Carrier } from './ports.ts'

// A call that succeeds is not described: what reads its request is loaded at the first failure, signature, listener or wait.

/** The part of a carrier that describes its call. */
export type Describable = Pick<Carrier<unknown>, 'request' | 'data' | 'options' | 'toReadable'>

/** The part of a client that shows to which hosts its calls go. */
export interface TrustedHosts {
  readonly settings: Settings
  /** The base URL, whose origin is trusted like Tencent Cloud's hosts. */
  readonly baseURL: string | undefined
}

/**
 * Describes a call by a request of it and, if its body shows no action, by the data that the body was made from.
 *
 * @param request default: the request as it reached this package
 */
export function describeCall(
  call: Describable,
  { settings }: TrustedHosts,
  given: RequestShape = call.request,
): RequestDescription {
  const { data, options } = call
  const request = call.toReadable?.(given) ?? given
  const { service, action, region, version, idempotent } = options
  const named = { service, defaultService: settings.service, action, region, version, idempotent }
  const description = describeRequest(request, named)
  return description.action === undefined ? describeRequest({ ...request, data }, named) : description
}

/**
 * All actions that are named by the request or by the data that its body was made from, because an encoded form may not
 * show them.
 */
export function listActions(call: Describable, description: RequestDescription): readonly string[] {
  const { request, data, options } = call
  if (options.action !== undefined) return [options.action]
  return [...description.actions, ...describeRequest({ ...(call.toReadable?.(request) ?? request), data }).actions]
}

const providerNames = new WeakMap<object, string>()
let providers = 0

/**
 * The account of a call with credentials of its own, by which pacing and clock offsets are kept apart; undefined for
 * others. Which account a provider's keys belong to is not known before it was called, so each provider counts as one.
 */
export function readAccount({ credentials }: TencentCloudCallOptions): string | undefined {
  if (typeof credentials !== 'function') return credentials?.secretId
  const known = providerNames.get(credentials)
  if (known !== undefined) return known
  const name = `provider ${++providers}`
  providerNames.set(credentials, name)
  return name
}

/** The key of a call's clock offset: the origin of its request, and its account if that is its own. */
export const readClockKey = (request: RequestShape, options: TencentCloudCallOptions): string =>
  [readOrigin(request), readAccount(options) ?? []].flat().join(' ')

/** Does a call go to a host on which all rules apply: Tencent Cloud's, that of the base URL, or one of `hosts`? */
export function isTrusted(target: RequestTarget | undefined, { settings, baseURL }: TrustedHosts): boolean {
  if (!target) return false
  const own = parseTarget('', baseURL)?.origin
  return (
    target.origin === own || isTencentCloudHost(target.hostname, target.path) || matchesHost(target, settings.hosts)
  )
}

/**
 * Does a call go to a model endpoint: one of Tencent Cloud's; a path of such a protocol on a host that the caller named in
 * `hosts`; or any trusted host, if the service is that of a model endpoint? By its body it could be any provider's.
 */
export const isModelHost = (
  { target, service }: Pick<RequestDescription, 'target' | 'service'>,
  hosts: TrustedHosts,
): boolean =>
  target !== undefined &&
  (isModelTarget(target) ||
    (isModelPath(target.path) && matchesHost(target, hosts.settings.hosts)) ||
    (modelServices.has(service ?? '') && isTrusted(target, hosts)))

/** Does a request go to a host that is not trusted? */
export const isForeign = ({ url, baseURL, allowAbsoluteUrls }: RequestShape, hosts: TrustedHosts): boolean =>
  !isTrusted(parseTarget(url, baseURL, allowAbsoluteUrls), hosts)

/** The origin of a request; empty if there is no host. */
const readOrigin = ({ url, baseURL, allowAbsoluteUrls }: RequestShape): string =>
  parseTarget(url, baseURL, allowAbsoluteUrls)?.origin ?? ''

/** The host of a request, with its port: the key of its retry budget. Empty if there is no host. */
export const readHost = ({ url, baseURL, allowAbsoluteUrls }: RequestShape): string =>
  parseTarget(url, baseURL, allowAbsoluteUrls)?.host ?? ''
