/** One of the two cloud APIs: API 3.0, or the legacy API ("v2"). */
export type CloudApi = 'api3' | 'legacy'

/** A group of hosts that serve one of Tencent Cloud's own APIs. */
export interface HostRule {
  readonly domain: string
  /** `exact`: the domain itself; `below`: any name under it; `from`: both. */
  readonly match: 'exact' | 'below' | 'from'
  /** True where customers publish their own code: what it answers is not Tencent Cloud's. */
  readonly ofCustomers?: true
  /**
   * The cloud API that the hosts serve, which has its own signatures; absent for a product with its own API and
   * signatures.
   */
  readonly api?: CloudApi
  /** The service; absent if the first label names it (`cvm.tencentcloudapi.com`). */
  readonly service?: string
  /** Other services on the same hosts, by the path. */
  readonly byPath?: readonly (readonly [path: RegExp, service: string])[]
  /** The hosts whose JSON is the content of a bucket, and not an answer. */
  readonly objectsOn?: RegExp
  /**
   * The place of the action, if it is not `Action`: the whole path (`/Record.Create`), the end of the path
   * (`/v5/tlssmssvr/sendsms`), or the parameter `interface`.
   */
  readonly actionIn?: 'path' | 'path-end' | 'interface'
  /** Labels that name another service on the same domain (`bucket-1250000000.ci.ap-beijing.myqcloud.com`). */
  readonly labels?: readonly string[]
  /** The beginning of the paths that are the product's; absent if all are. */
  readonly path?: string
}

const everyHost = /^/
const bucketHost = /-\d{5,}\./

/** Text messages, voice messages and chat share their domain. */
const timPaths = [
  [/\/tlssms/, 'sms'],
  [/\/tlsvoice/, 'vms'],
  [/^\/v4\//, 'im'],
] as const

/**
 * The rules; the first that matches decides. docs/hosts.md tells how the failures of each look. Domains where customers
 * publish their own content or code (function URLs, CloudBase, the newer API gateway) are left out on purpose.
 */
export const hostRules: readonly HostRule[] = [
  // CloudBase's own API, below the domain of API 3.0: https://docs.cloudbase.net/api-reference/
  { domain: 'tcb-api.tencentcloudapi.com', match: 'from', service: 'cloudbase' },
  // API 3.0: https://cloud.tencent.com/document/api/213/15692, with its regional, internal and international names.
  { domain: 'tencentcloudapi.com', match: 'below', api: 'api3' },
  { domain: 'tencentcloudapi.cn', match: 'below', api: 'api3' },
  { domain: 'tencentcloudapi.com.cn', match: 'below', api: 'api3' },
  // API 2.0 ("v2/index.php"), public and internal: https://cloud.tencent.com/document/product/406/5853
  { domain: 'api.qcloud.com', match: 'below', api: 'legacy' },
  { domain: 'api.tencentyun.com', match: 'below', api: 'legacy' },
  // CMQ since it moved to TDMQ, public (`cmq-gz.public…`) and internal: https://www.tencentcloud.com/document/product/1111/46415
  { domain: 'tencenttdmq.com', match: 'below', api: 'legacy' },
  { domain: 'cmq.tencentyun.com', match: 'below', api: 'legacy', service: 'cmq' },
  // Functions and servers of customers behind the API gateway, on the domain of the object storage.
  { domain: 'apigateway.myqcloud.com', match: 'below', ofCustomers: true },
  // Image recognition: https://cloud.tencent.com/document/product/460
  { domain: 'recognition.image.myqcloud.com', match: 'exact', service: 'youtu' },
  { domain: 'service.image.myqcloud.com', match: 'exact', service: 'youtu' },
  { domain: 'api.youtu.qq.com', match: 'exact', service: 'youtu' },
  // Object storage before its XML API (`gz.file…/files/v2/`); buckets there have names of their own.
  { domain: 'file.myqcloud.com', match: 'below', service: 'cos', objectsOn: bucketHost },
  // Object storage: https://cloud.tencent.com/document/product/436/6224; `ci` is image processing on the same domain.
  { domain: 'myqcloud.com', match: 'below', service: 'cos', labels: ['ci'], objectsOn: everyHost },
  { domain: 'tencentcos.cn', match: 'below', service: 'cos', labels: ['ci'], objectsOn: everyHost },
  // Log service, public and internal: https://cloud.tencent.com/document/product/614/18940
  { domain: 'cls.tencentcs.com', match: 'below', service: 'cls' },
  { domain: 'cls.tencentyun.com', match: 'below', service: 'cls' },
  // Chat (IM) in China and abroad: https://cloud.tencent.com/document/product/269/1519
  { domain: 'yun.tim.qq.com', match: 'exact', service: 'sms', byPath: timPaths, actionIn: 'path-end' },
  { domain: 'tim.qq.com', match: 'below', service: 'im', byPath: timPaths, actionIn: 'path-end' },
  { domain: 'im.qcloud.com', match: 'below', service: 'im', actionIn: 'path-end' },
  // DNSPod's own API, in China and abroad, which has its own codes: https://docs.dnspod.cn/api/
  { domain: 'dnsapi.cn', match: 'exact', service: 'dnspod-legacy', actionIn: 'path' },
  { domain: 'api.dnspod.com', match: 'exact', service: 'dnspod-legacy', actionIn: 'path' },
  // Live broadcasting before API 3.0: https://cloud.tencent.com/document/product/267/8862
  { domain: 'fcgi.video.qcloud.com', match: 'exact', service: 'lvb', actionIn: 'interface' },
  // Recognition and synthesis of speech without API 3.0: https://cloud.tencent.com/document/product/1093/52097
  { domain: 'asr.cloud.tencent.com', match: 'exact', service: 'asr' },
  { domain: 'tts.cloud.tencent.com', match: 'exact', service: 'tts' },
  { domain: 'aai.cloud.tencent.com', match: 'exact', service: 'asr' },
  { domain: 'aai.qcloud.com', match: 'exact', service: 'asr' },
  // Uploads of VOD from clients, with the legacy format: https://cloud.tencent.com/document/product/266/9757
  { domain: 'vod2.qcloud.com', match: 'exact', service: 'vod' },
  // Mobile push, by region, and before it XG: https://cloud.tencent.com/document/product/548/39060
  { domain: 'api.tpns.tencent.com', match: 'exact', service: 'tpns', actionIn: 'path-end' },
  { domain: 'api.tpns.sh.tencent.com', match: 'exact', service: 'tpns', actionIn: 'path-end' },
  { domain: 'api.tpns.hk.tencent.com', match: 'exact', service: 'tpns', actionIn: 'path-end' },
  { domain: 'api.tpns.sgp.tencent.com', match: 'exact', service: 'tpns', actionIn: 'path-end' },
  { domain: 'openapi.xg.qq.com', match: 'exact', service: 'xinge', actionIn: 'path-end' },
  // Maps: https://lbs.qq.com/service/webService/webServiceGuide/status
  { domain: 'apis.map.qq.com', match: 'exact', service: 'tencent-map' },
  // CODING, whose open API answers as API 3.0 does: https://coding.net/help/openapi
  { domain: 'e.coding.net', match: 'exact', service: 'coding' },
]

/**
 * Region codes at the end of the first label of an API 2.0 host (`kms-gz`), and the region's name in API 3.0. Source:
 * the `RegionShortName` of `DescribeProductInfo` of Redis; KMS spells the financial regions out (`shanghaijr`). Codes
 * that end in `ec` are edge zones.
 */
export const legacyRegions: ReadonlyMap<string, string> = new Map([
  ['bj', 'ap-beijing'],
  ['bjjr', 'ap-beijing-fsi'],
  ['ca', 'na-toronto'],
  ['cd', 'ap-chengdu'],
  ['cgoec', 'ap-zhengzhou-ec'],
  ['cq', 'ap-chongqing'],
  ['csec', 'ap-changsha-ec'],
  ['de', 'eu-frankfurt'],
  ['fzec', 'ap-fuzhou-ec'],
  ['gz', 'ap-guangzhou'],
  ['gzopen', 'ap-guangzhou-open'],
  ['hfeec', 'ap-hefei-ec'],
  ['hk', 'ap-hongkong'],
  ['hzec', 'ap-hangzhou-ec'],
  ['in', 'ap-mumbai'],
  ['jkt', 'ap-jakarta'],
  ['jnec', 'ap-jinan-ec'],
  ['jp', 'ap-tokyo'],
  ['kr', 'ap-seoul'],
  ['nj', 'ap-nanjing'],
  ['qy', 'ap-qingyuan'],
  ['ru', 'eu-moscow'],
  ['sao', 'sa-saopaulo'],
  ['sg', 'ap-singapore'],
  ['sh', 'ap-shanghai'],
  ['shanghaijr', 'ap-shanghai-fsi'],
  ['sheec', 'ap-shenyang-ec'],
  ['shenzhenjr', 'ap-shenzhen-fsi'],
  ['shjr', 'ap-shanghai-fsi'],
  ['sjwec', 'ap-shijiazhuang-ec'],
  ['szjr', 'ap-shenzhen-fsi'],
  ['szsycft', 'ap-shenzhen-sycft'],
  ['szx', 'ap-shenzhen'],
  ['th', 'ap-bangkok'],
  ['tpe', 'ap-taipei'],
  ['tsn', 'ap-tianjin'],
  ['use', 'na-ashburn'],
  ['usw', 'na-siliconvalley'],
  ['whec', 'ap-wuhan-ec'],
  ['xbec', 'ap-xibei-ec'],
  ['xiyec', 'ap-xian-ec'],
])

/** First labels of hosts, without the region code, that differ from the name of the service. */
export const serviceAliases: ReadonlyMap<string, string> = new Map([
  ['cmq-queue', 'cmq'],
  ['cmq-topic', 'cmq'],
  ['cmq-nameserver', 'cmq'],
  ['cmq-nameserver-vpc', 'cmq'],
  ['lb', 'clb'],
  ['scaling', 'as'],
])
