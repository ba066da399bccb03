import { isTencentCloudHost, matchesHost, parseTarget, type RequestTarget } from '../request/index.ts'
import type { Attachment } from './attachment.ts'

/** Does a call go to a host on which everything applies: Tencent Cloud's, the instance's own, or a listed one? */
export function isTrustedHost(target: RequestTarget | undefined, { client, settings }: Attachment): boolean {
  if (!target) return false
  const own = parseTarget('', client.baseURL?.())?.origin
  return target.origin === own || isTencentCloudHost(target.hostname) || matchesHost(target, settings.hosts)
}
