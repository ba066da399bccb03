// The public API domains: legacy API ("API 2.0") on api.qcloud.com, and api.tencentyun.com inside the cloud's network;
// API 3.0 on tencentcloudapi.com, with a region, `internal` or `intl` between the service and the domain.
const hostPattern =
  /^([a-z0-9-]+)\.((?:[a-z0-9-]+\.)*)(?:api\.(?:qcloud|tencentyun)|tencentcloudapi)\.(?:com\.cn|com|cn)(?::\d+)?$/

/** Matches a URL on Tencent Cloud's API domains, whatever its path. Without groups, as path matchers want it. */
export const tencentCloudUrl =
  /^https?:\/\/(?:[a-z0-9-]+\.)+(?:api\.(?:qcloud|tencentyun)|tencentcloudapi)\.(?:com\.cn|com|cn)(?::\d+)?(?:\/|$)/i

// The short region names of the legacy API, which stand behind the service: kms-gz.api.qcloud.com.
const legacyRegionSuffix =
  /-(bj|bjjr|ca|cd|cgoec|cq|csec|de|fzec|gz|gzopen|hfeec|hk|hzec|in|jkt|jnec|jp|kr|nj|qy|ru|sao|sg|sh|shanghaijr|sheec|shenzhenjr|shjr|sjwec|szjr|szsycft|szx|th|tpe|tsn|use|usw|whec|xbec|xiyec)$/

// A first path segment that names no service: the legacy API's own path is /v2/index.php.
const pathVersion = /^v\d+$/
const serviceSegment = /^[a-z][a-z0-9-]*$/

/** The service in a Tencent Cloud host name (`kms` for `kms-gz.api.tencentyun.com`), else undefined. */
export const serviceOfHost = (host: string): string | undefined => {
  const label = hostPattern.exec(host.toLowerCase())?.[1]
  return label?.replace(legacyRegionSuffix, '')
}

// `ap-guangzhou`; the other labels that stand there, `internal` and `intl`, have no hyphen.
const regionLabel = /^[a-z]+-[a-z0-9-]+$/

/** The region in a Tencent Cloud host name, as it stands there (`ap-guangzhou`, or the short `gz`), else undefined. */
export const regionOfHost = (host: string): string | undefined => {
  const [, label = '', others = ''] = hostPattern.exec(host.toLowerCase()) ?? []
  return others.split('.').find((other) => regionLabel.test(other)) ?? legacyRegionSuffix.exec(label)?.[1]
}

/** The service that the first segment of a path names (`kms` for `/kms/v2/index.php`), else undefined. */
export const serviceOfPath = (path: string): string | undefined => {
  const segment = path.split('/', 2)[1] ?? ''
  return serviceSegment.test(segment) && !pathVersion.test(segment) ? segment : undefined
}
