/** API 3.0, or the legacy API ("v2"). */
export type CloudApi = 'api3' | 'legacy'

/** Hosts that Tencent Cloud's own APIs answer on. */
export interface HostRule {
  readonly domain: string
  /** `exact`: the domain itself; `below`: any name under it. */
  readonly match: 'exact' | 'below'
  /** The cloud API that it serves, with that API's signatures; absent where a product has an API and signatures of its own. */
  readonly api?: CloudApi
  /** The service; absent where the first label names it (`cvm.tencentcloudapi.com`). */
  readonly service?: string
  /**
   * Where the action stands, if not in `Action`: the path is it (`/Record.Create`), or ends with it
   * (`/v5/tlssmssvr/sendsms`), or a parameter has it.
   */
  readonly actionIn?: 'path' | 'path-end' | 'interface'
  /** Labels that name another service on the same domain (`bucket-1250000000.ci.ap-beijing.myqcloud.com`). */
  readonly labels?: readonly string[]
}

/**
 * The first rule that fits decides. Names under which customers publish content or code of their own (function URLs,
 * API gateway) are left out on purpose: what those answer is not Tencent Cloud's.
 */
export const hostRules: readonly HostRule[] = [
  // API 3.0: https://cloud.tencent.com/document/api/213/15692, with its regional, internal and international names.
  { domain: 'tencentcloudapi.com', match: 'below', api: 'api3' },
  { domain: 'tencentcloudapi.cn', match: 'below', api: 'api3' },
  { domain: 'tencentcloudapi.com.cn', match: 'below', api: 'api3' },
  // API 2.0 ("v2/index.php"), public and from within the cloud: https://cloud.tencent.com/document/product/406/5853
  { domain: 'api.qcloud.com', match: 'below', api: 'legacy' },
  { domain: 'api.tencentyun.com', match: 'below', api: 'legacy' },
  // CMQ since it moved to TDMQ, public (`cmq-gz.public…`) and internal: https://www.tencentcloud.com/document/product/1111/46415
  { domain: 'tencenttdmq.com', match: 'below', api: 'legacy' },
  { domain: 'cmq.tencentyun.com', match: 'below', api: 'legacy', service: 'cmq' },
  // Object storage: https://cloud.tencent.com/document/product/436/6224; `ci` is the image processing beside it.
  { domain: 'myqcloud.com', match: 'below', service: 'cos', labels: ['ci'] },
  { domain: 'tencentcos.cn', match: 'below', service: 'cos', labels: ['ci'] },
  // Log service, public and internal: https://cloud.tencent.com/document/product/614/18940
  { domain: 'cls.tencentcs.com', match: 'below', service: 'cls' },
  { domain: 'cls.tencentyun.com', match: 'below', service: 'cls' },
  // Chat (IM) in China and abroad: https://cloud.tencent.com/document/product/269/1519. The SMS API of old shares qq.com.
  { domain: 'yun.tim.qq.com', match: 'exact', service: 'sms', actionIn: 'path-end' },
  { domain: 'tim.qq.com', match: 'below', service: 'im', actionIn: 'path-end' },
  { domain: 'im.qcloud.com', match: 'below', service: 'im', actionIn: 'path-end' },
  // DNSPod's own API, in China and abroad, with codes of its own: https://docs.dnspod.cn/api/
  { domain: 'dnsapi.cn', match: 'exact', service: 'dnspod-legacy', actionIn: 'path' },
  { domain: 'api.dnspod.com', match: 'exact', service: 'dnspod-legacy', actionIn: 'path' },
  // Live broadcasting before API 3.0: https://cloud.tencent.com/document/product/267/8862
  { domain: 'fcgi.video.qcloud.com', match: 'exact', service: 'lvb', actionIn: 'interface' },
  // The OpenAI-compatible faces of Hunyuan: https://cloud.tencent.com/document/product/1729/111007
  { domain: 'api.hunyuan.cloud.tencent.com', match: 'exact', service: 'hunyuan' },
]

/**
 * Region codes that end the first label of an API 2.0 host (`kms-gz`), with the region's name in API 3.0: the
 * `RegionShortName` of Redis' `DescribeProductInfo`; KMS spells the financial regions out (`shanghaijr`). `ec` are edge zones.
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

/** First labels of hosts that are not the name of their service, the region code removed. */
export const serviceAliases: ReadonlyMap<string, string> = new Map([
  ['cmq-queue', 'cmq'],
  ['cmq-topic', 'cmq'],
  ['cmq-nameserver', 'cmq'],
  ['cmq-nameserver-vpc', 'cmq'],
  ['lb', 'clb'],
  ['scaling', 'as'],
])
