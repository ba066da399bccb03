import {
  findApi,
  isTencentCloudHost,
  parseTarget,
  type RequestShape,
  type RequestTarget,
  readSignatureMaterial,
} from '../../request/index.ts'
import { isTrusted, type TrustedHosts } from '../describe-call.ts'

/**
 * Does the host accept these signatures? Object storage, logs, chat and DNSPod have signatures of their own. A host
 * that is not Tencent Cloud's is treated as a proxy of a cloud API.
 */
export const takesSignature = ({ hostname }: RequestTarget): boolean =>
  !isTencentCloudHost(hostname) || findApi(hostname) !== undefined

/** Does the request have an authorisation already? */
export function isAuthorized(shape: RequestShape): boolean {
  const { authorization, signature } = readSignatureMaterial(shape)
  return authorization !== undefined || signature !== undefined
}

/**
 * May the caller's `sign` function sign a request? Like the signer with `credentials`, it runs for trusted hosts only.
 *
 * @throws TypeError for plain http to a host of Tencent Cloud
 */
export function isForTrustedHost({ url, baseURL, allowAbsoluteUrls }: RequestShape, hosts: TrustedHosts): boolean {
  const target = parseTarget(url, baseURL, allowAbsoluteUrls)
  if (!target || !isTrusted(target, hosts)) return false
  refusePlainHttp(target, hosts)
  return true
}

/**
 * Refuses to sign plain http to one of Tencent Cloud's own names, because the network sees the token and could send the
 * request itself. Other trusted hosts (loopback, a gateway) are reached with the scheme that the caller gave them.
 *
 * @throws TypeError that names the option that allows it
 */
export function refusePlainHttp({ origin, hostname }: RequestTarget, { settings }: TrustedHosts): void {
  if (settings.allowPlainHttp || !origin.startsWith('http:') || !isTencentCloudHost(hostname)) return
  throw new TypeError(
    `axios-tencentcloud: a request to ${origin} is not signed, because plain http shows it and its token to the network; use https, or pass \`allowPlainHttp: true\``,
  )
}
