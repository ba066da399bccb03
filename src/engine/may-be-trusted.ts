import type { RequestShape } from '../request/request-shape.ts'
import type { TrustedHosts } from './describe-call.ts'

/** Each host of the rules in `request/tencent-hosts.ts` has one of these in its name; a test compares the two. */
export const ownNames = /tencent|tcloud|qcloud|qq\.com|dnsapi|dnspod|coding/

/** The host of a URL, with its port unless that is the scheme's default; empty if it cannot be parsed. */
function parseHost(url: string): string {
  try {
    return new URL(url, 'https://localhost').host.replace(/\.(?=:|$)/, '')
  } catch {
    return ''
  }
}

/** Could a pattern of `hosts` match? Of a text only the name is compared, without its first character, as in `*.a.test`. */
const mayMatch = (pattern: string | RegExp, host: string): boolean =>
  typeof pattern === 'string'
    ? host.includes(parseHost(pattern.includes('//') ? pattern : `//${pattern}`).replace(/^.|:.*/g, ''))
    : host.search(pattern) >= 0

/**
 * Could `isTrusted` say yes of a request? The rules by which that decides are loaded with the signer. This is short
 * enough to be loaded with the package, so that calls to other hosts need no further code and are sent at once. It may
 * say yes of a host that is not trusted, but not no of one that is.
 */
export function mayBeTrusted({ url, baseURL, allowAbsoluteUrls }: RequestShape, hosts: TrustedHosts): boolean {
  const isWhole = allowAbsoluteUrls !== false && /^([a-z][a-z\d+.-]*:)?\/\//i.test(`${url}`)
  const host = parseHost(baseURL && !isWhole ? baseURL : `${url}`)
  return ownNames.test(host) || [hosts.baseURL, ...hosts.settings.hosts].some((own) => own && mayMatch(own, host))
}
