import { modelHostRules } from './model-hosts.ts'
import { type CloudApi, type HostRule, hostRules, legacyRegions, serviceAliases } from './tencent-hosts.ts'

/** The address of a request. Names are in lower case, without a trailing dot. */
export interface RequestTarget {
  /** `https://kms.api.qcloud.com`, followed by the port unless it is the scheme's default. */
  readonly origin: string
  /** The hostname, followed by the port unless it is the scheme's default. */
  readonly host: string
  readonly hostname: string
  /** The path without the query, at least `/`. */
  readonly path: string
}

const absoluteUrl = /^(?:[a-z][a-z\d+\-.]*:)?\/\//i

/**
 * Region names of API 3.0: https://cloud.tencent.com/document/api/213/15692. Names of buckets, which end in the digits
 * of an account, do not match.
 */
const regionName = /^(?:af|ap|au|eu|me|na|sa)-[a-z]+(?:-(?:[a-z][a-z\d]*|\d))*$/

function combine(baseURL: string, url: string): string {
  if (url === '') return baseURL
  let end = baseURL.length
  while (end > 0 && baseURL[end - 1] === '/') end--
  let start = 0
  while (url[start] === '/') start++
  return `${baseURL.slice(0, end)}/${url.slice(start)}`
}

/**
 * Builds the URL as axios does before it appends `params`: `baseURL` is put in front of `url`, unless that is absolute
 * or protocol-relative and `allowAbsoluteUrls` is not false. The rule of `buildFullPath` and `combineURLs` in axios
 * 1.21.
 */
export function toFullUrl(url: unknown, baseURL?: unknown, allowAbsoluteUrls?: boolean): string {
  const requested = typeof url === 'string' ? url : url instanceof URL ? url.href : ''
  if (typeof baseURL !== 'string' || baseURL === '') return requested
  return !absoluteUrl.test(requested) || allowAbsoluteUrls === false ? combine(baseURL, requested) : requested
}

function parse(url: string): URL | undefined {
  // `https:host` would pass as an absolute URL, but axios refuses it.
  if (!/^\s*(?:[a-z][a-z\d+\-.]*:)?\/\//i.test(url)) return undefined
  try {
    // A protocol-relative URL has the page's scheme in a browser; elsewhere Tencent Cloud is called over https.
    return new URL(url, 'https://localhost')
  } catch {
    return undefined
  }
}

/** The number of results that a memo keeps. When it is full, all of them are dropped. */
const maxResults = 256

/** Characters. The result of a longer key is computed each time: such keys are rare and would stay in memory. */
const maxKeyLength = 512

/** Memoizes a pure function; its memory is bounded by the two constants above. */
function memoize<T>(compute: (key: string) => T): (key: string) => T {
  const results = new Map<string, { readonly value: T }>()
  return (key) => {
    const known = results.get(key)
    if (known) return known.value
    const value = compute(key)
    if (key.length > maxKeyLength) return value
    if (results.size >= maxResults) results.clear()
    results.set(key, { value })
    return value
  }
}

// Memoized, because parsing a URL is slow and a client calls few URLs.
const parseAddress = memoize((url: string): RequestTarget | undefined => {
  const parsed = parse(url)
  const hostname = parsed && withoutTrailingDot(parsed.hostname.toLowerCase())
  if (!parsed || !hostname) return undefined
  const host = parsed.port === '' ? hostname : `${hostname}:${parsed.port}`
  return { origin: `${parsed.protocol}//${host}`, host, hostname, path: parsed.pathname || '/' }
})

/** Parses the address of a request; undefined for a relative URL and one that cannot be parsed. Never throws. */
export function parseTarget(url: unknown, baseURL?: unknown, allowAbsoluteUrls?: boolean): RequestTarget | undefined {
  const fullUrl = toFullUrl(url, baseURL, allowAbsoluteUrls)
  const end = fullUrl.search(/[?#]/)
  return parseAddress(end < 0 ? fullUrl : fullUrl.slice(0, end))
}

function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

function normalize(hostname: string): string {
  const colon = hostname.lastIndexOf(':')
  return withoutTrailingDot((colon < 0 ? hostname : hostname.slice(0, colon)).toLowerCase())
}

/** Reads the labels of the hostname before the rule's domain; undefined if the rule does not match. */
function readLabels(hostname: string, rule: HostRule): string[] | undefined {
  if (hostname === rule.domain) return rule.match === 'below' ? undefined : []
  if (rule.match === 'exact' || !hostname.endsWith(rule.domain)) return undefined
  const dot = hostname.length - rule.domain.length - 1
  return dot > 0 && hostname[dot] === '.' ? hostname.slice(0, dot).split('.') : undefined
}

const allRules: readonly HostRule[] = [...hostRules, ...modelHostRules]

/**
 * Finds the first rule that matches a hostname, and the labels before the rule's domain; undefined for hosts of others
 * and of customers.
 */
const findRule = memoize((hostname: string): { rule: HostRule; labels: string[] } | undefined => {
  const name = normalize(hostname)
  for (const rule of allRules) {
    const labels = readLabels(name, rule)
    if (labels) return rule.ofCustomers ? undefined : { rule, labels }
  }
  return undefined
})

/** Splits the first label of a legacy host: `kms-gz` into `kms` and `ap-guangzhou`. */
function splitLegacyLabel(label: string): { name: string; region?: string } {
  const dash = label.lastIndexOf('-')
  const region = dash > 0 ? legacyRegions.get(label.slice(dash + 1)) : undefined
  return region === undefined ? { name: label } : { name: label.slice(0, dash), region }
}

/**
 * Does the host serve one of Tencent Cloud's own APIs? Letter case, a port and a trailing dot do not matter. Of hosts that
 * share it with others only some paths do.
 *
 * @param path default: one that does
 */
export function isTencentCloudHost(hostname: string, path?: string): boolean {
  const rule = findRule(hostname)?.rule
  return rule !== undefined && (path ?? rule.path ?? '').startsWith(rule.path ?? '')
}

/** Finds which of the two cloud APIs a host serves; undefined for other hosts and for products with their own API. */
export function findApi(hostname: string): CloudApi | undefined {
  return findRule(hostname)?.rule.api
}

const legacyPath = /\/v2\/index\.php$/

/**
 * Finds the cloud API whose answer a request must get: by its host and its path. Undefined where an answer may have any
 * form.
 */
export function findOwedAnswer({ hostname, path }: RequestTarget): CloudApi | undefined {
  const api = findApi(hostname)
  return (api === 'api3' ? path === '/' : legacyPath.test(path)) ? api : undefined
}

/** Is the JSON on that host the content of a bucket, and not an answer? */
export function holdsObjects(hostname: string): boolean {
  return findService(hostname) === 'cos' && findRule(hostname)?.rule.objectsOn?.test(normalize(hostname)) === true
}

/** Is it an address of the legacy API? Its path shows it, too, where a gateway has a host of its own. */
export const isLegacyApi = ({ hostname, path }: Pick<RequestTarget, 'hostname' | 'path'>): boolean =>
  findApi(hostname) === 'legacy' || legacyPath.test(path)

/**
 * Finds the service of a Tencent Cloud host, by the name that API 3.0 has for it, if any: `kms`. Undefined for other
 * hosts.
 *
 * @param path tells the services apart that share a host
 */
export function findService(hostname: string, path = '/'): string | undefined {
  const found = findRule(hostname)
  if (!found) return undefined
  const { rule, labels } = found
  const byPath = rule.byPath?.find(([pattern]) => pattern.test(path))
  if (byPath) return byPath[1]
  if (rule.service !== undefined) return labels.find((label) => rule.labels?.includes(label)) ?? rule.service
  const { name } = splitLegacyLabel(labels[0] ?? '')
  return serviceAliases.get(name) ?? (name || undefined)
}

/** The patterns of paths that contain the action. */
const actionPaths = {
  path: /^\/([A-Za-z]{1,64}\.[A-Za-z]{1,64})\/?$/,
  'path-end': /^\/v\d\/\w{1,64}\/(\w{1,64})\/?$/,
} as const

/** Finds the action for a host that expects it elsewhere than in `Action`. `field` reads the request's parameters. */
export function findAction(
  { hostname, path }: RequestTarget,
  field: (name: string) => string | undefined,
): string | undefined {
  const place = findRule(hostname)?.rule.actionIn
  if (place === undefined) return undefined
  return place === 'interface' ? field('interface') : actionPaths[place].exec(path)?.[1]
}

/** Finds the region in the name of a Tencent Cloud host, as API 3.0 writes it: `ap-guangzhou`. */
export function findRegion(hostname: string): string | undefined {
  const found = findRule(hostname)
  if (!found) return undefined
  const named = found.labels.findLast((label) => regionName.test(label))
  return named ?? (found.rule.service === undefined ? splitLegacyLabel(found.labels[0] ?? '').region : undefined)
}

function matchesHostname(hostname: string, pattern: string): boolean {
  const wanted = withoutTrailingDot(pattern)
  if (!wanted.startsWith('*.')) return hostname === wanted
  return hostname.length > wanted.length - 1 && hostname.endsWith(wanted.slice(1))
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

function matchesString(target: RequestTarget, pattern: string): boolean {
  const wanted = pattern.trim().toLowerCase()
  if (wanted.includes('://')) return parseTarget(wanted)?.origin === target.origin
  const colon = wanted.lastIndexOf(':')
  // An IPv6 address has colons of its own, in brackets.
  if (colon < 0 || wanted.endsWith(']')) return matchesHostname(target.hostname, wanted)
  const scheme = target.origin.slice(0, target.origin.indexOf('//'))
  const port = target.host.slice(target.hostname.length + 1) || defaultPorts[scheme]
  return wanted.slice(colon + 1) === port && matchesHostname(target.hostname, wanted.slice(0, colon))
}

/**
 * Does the target match one of the patterns? A string with `://` is an origin, one with a port a host and its port, any
 * other a hostname; `*.example.com` matches every name below example.com. A RegExp is tested against the host, followed
 * by the port unless it is the scheme's default.
 */
export function matchesHost(target: RequestTarget | undefined, patterns: readonly (string | RegExp)[]): boolean {
  if (!target) return false
  return patterns.some((pattern) => {
    if (typeof pattern === 'string') return matchesString(target, pattern)
    // A global or sticky RegExp would otherwise start where its last match ended.
    pattern.lastIndex = 0
    const matches = pattern.test(target.host)
    pattern.lastIndex = 0
    return matches
  })
}
