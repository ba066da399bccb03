// The public API domains. Legacy API ("API 2.0"): api.qcloud.com, and api.tencentyun.com inside the cloud's network.
// API 3.0: tencentcloudapi.com, with a region, `internal` or `intl` between the service and the domain.
const hostPattern =
  /^([a-z0-9-]+)\.((?:[a-z0-9-]+\.)*)(?:api\.(?:qcloud|tencentyun)|tencentcloudapi)\.(?:com\.cn|com|cn)(?::\d+)?$/

/** The hosts of model endpoints, by service. Sources: documents of TokenHub (1823), lkeap (1772), hunyuan (1729), CloudBase. */
const modelHosts: readonly (readonly [service: string, host: RegExp])[] = [
  ['tokenhub', /^tokenhub(?:-intl)?\.(?:tencentmaas\.(?:com|cn)|tencentcloudmaas\.(?:com|tech))(?::\d+)?$/],
  ['lkeap', /^api\.lkeap\.(?:cloud\.tencent|tencentcloud)\.com(?::\d+)?$/],
  ['hunyuan', /^api\.hunyuan\.cloud\.tencent\.com(?::\d+)?$/],
  ['adp', /^api\.adp\.cloud\.tencent\.com(?::\d+)?$/],
  ['yuanqi', /^yuanqi\.tencent\.com(?::\d+)?$/],
  ['cloudbase', /^[a-z0-9-]+\.api\.tcloudbasegateway\.com(?::\d+)?$/],
]

/** Matches any URL on a host of model endpoints. A test compares it with the hosts above. */
export const modelUrl =
  /^https?:\/\/(?:tokenhub(?:-intl)?\.(?:tencentmaas\.(?:com|cn)|tencentcloudmaas\.(?:com|tech))|api\.lkeap\.(?:cloud\.tencent|tencentcloud)\.com|api\.(?:hunyuan|adp)\.cloud\.tencent\.com|yuanqi\.tencent\.com|[a-z0-9-]+\.api\.tcloudbasegateway\.com)(?::\d+)?\//i

/** Matches any URL on Tencent Cloud's API domains. Without capturing groups, as path matchers require. */
export const tencentCloudUrl =
  /^https?:\/\/(?:[a-z0-9-]+\.)+(?:api\.(?:qcloud|tencentyun)|tencentcloudapi)\.(?:com\.cn|com|cn)(?::\d+)?(?:\/|$)/i

// The short region names of the legacy API, which follow the service: kms-gz.api.qcloud.com.
const legacyRegionSuffix =
  /-(bj|bjjr|ca|cd|cgoec|cq|csec|de|fzec|gz|gzopen|hfeec|hk|hzec|in|jkt|jnec|jp|kr|nj|qy|ru|sao|sg|sh|shanghaijr|sheec|shenzhenjr|shjr|sjwec|szjr|szsycft|szx|th|tpe|tsn|use|usw|whec|xbec|xiyec)$/

// A first path segment such as v2 is not a service: the legacy API's own path is /v2/index.php.
const pathVersion = /^v\d+$/
const serviceSegment = /^[a-z][a-z0-9-]*$/

/** The service in a Tencent Cloud host name (`kms` for `kms-gz.api.tencentyun.com`), else undefined. */
export const findService = (host: string): string | undefined => {
  const lowerCased = host.toLowerCase()
  const label = hostPattern.exec(lowerCased)?.[1]
  return label?.replace(legacyRegionSuffix, '') ?? modelHosts.find(([, host]) => host.test(lowerCased))?.[0]
}

// Matches `ap-guangzhou`; the other labels in that place, `internal` and `intl`, have no hyphen.
const regionLabel = /^[a-z]+-[a-z0-9-]+$/

/** The region in a Tencent Cloud host name, as written (`ap-guangzhou`, or the short `gz`), else undefined. */
export const findRegion = (host: string): string | undefined => {
  const [, label = '', others = ''] = hostPattern.exec(host.toLowerCase()) ?? []
  return others.split('.').find((other) => regionLabel.test(other)) ?? legacyRegionSuffix.exec(label)?.[1]
}

/** The service that the first segment of a path names (`kms` for `/kms/v2/index.php`), else undefined. */
export const findPathService = (path: string): string | undefined => {
  const segment = path.split('/', 2)[1] ?? ''
  return serviceSegment.test(segment) && !pathVersion.test(segment) ? segment : undefined
}
