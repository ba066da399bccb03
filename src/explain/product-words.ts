/** Words by which people call a product, beside its id and its name in the catalog. */
export const productWords: readonly (readonly [service: string, ...words: string[]])[] = [
  ['as', '伸缩组'],
  ['cam', 'CAM 访问管理', 'API 密钥管理'],
  ['cbs', 'CBS', '云盘'],
  ['cdb', '云数据库 MySQL', 'TencentDB MySQL', '腾讯云 MySQL'],
  ['cdn', '内容分发', '腾讯云 CDN'],
  ['cfs', '云文件存储'],
  ['ci', '数据万象', 'Cloud Infinite'],
  ['ckafka', '消息队列 Kafka', '云 Kafka', '腾讯云 Kafka'],
  ['clb', 'CLB', '腾讯云负载均衡'],
  ['cls', '云日志服务', '日志服务 CLS'],
  ['cmq', '消息队列 CMQ', 'CMQ 队列'],
  ['cos', 'COS', '对象存储', 'Object Storage', 'COS 存储桶'],
  ['cvm', 'CVM', '云服务器', '云主机'],
  ['dnspod', '云解析', '域名解析', 'DNS 解析 DNSPod'],
  ['es', 'Elasticsearch 服务', '腾讯云 ES'],
  ['faceid', '人脸核身', '实名核身', '慧眼'],
  ['hunyuan', '混元', '混元大模型'],
  ['iai', '人脸识别', '人脸检测', '人脸比对', '人脸搜索'],
  ['im', '即时通信', '即时通讯', '云通信 IM', '腾讯云 IM', 'Instant Messaging'],
  ['kms', '密钥管理', '密钥管理服务', '密钥管理系统'],
  ['lighthouse', '轻量服务器', '轻量云服务器', '轻量应用服务器'],
  ['live', '云直播', '直播服务', '标准直播', '腾讯云直播'],
  ['lke', '大模型知识引擎'],
  ['lkeap', '知识引擎原子能力'],
  ['monitor', '云监控', '可观测平台', 'Cloud Monitor'],
  ['ocr', '文字识别', '证件识别', '身份证识别', '印刷体识别'],
  ['postgres', '云数据库 PostgreSQL'],
  ['scf', 'SCF', '云函数', 'Serverless 云函数', 'Cloud Function'],
  ['ses', '邮件推送', '邮件服务 SES'],
  ['sms', 'SMS', '短信', '短信服务', '短信验证码'],
  ['soe', '智聆', '口语评测'],
  ['ssl', 'SSL 证书'],
  ['sts', '临时密钥服务', '安全凭证服务'],
  ['tbp', '智能对话平台'],
  ['tcb', '云开发', 'CloudBase'],
  ['tcr', '镜像仓库'],
  ['tencent-map', '腾讯地图', '腾讯位置服务', 'Tencent Map'],
  ['teo', 'EdgeOne', '边缘安全加速'],
  ['tke', 'TKE', '容器服务', 'TKE 集群'],
  ['tmt', '机器翻译', '翻译君'],
  ['tpns', '移动推送', '腾讯移动推送'],
  ['trtc', '实时音视频', 'TRTC'],
  ['vms', '语音消息', '语音通知', '语音验证码'],
  ['vod', '云点播', '点播服务', '视频点播'],
  ['vpc', '私有网络'],
  ['xinge', '信鸽', '信鸽推送'],
  ['youtu', '优图', '腾讯优图'],
  ['yuanqi', '腾讯元器', '元器智能体'],
]

/**
 * Ids and names that are words of their own, or abbreviations of something else as well. They name a product only where a
 * product is named: `腾讯云 tag`, `product: live`, `batch: InternalError`. Ids of one or two letters are all of this kind.
 */
export const ordinaryWords: ReadonlySet<string> = new Set(
  (
    'account acp advisor afc ags alb ame ams ape api apis apm asw batch bda billing bma bri cam captcha car cat cdc cds cfg chc ' +
    'cii cim cme cms config csip dbs domain drm ecc ecm eis emr ess evt fmu gme hai hcm iap image ims ioa iot irp iss lighthouse ' +
    'live lowcode mall mariadb market memcached mmps mna mongodb monitor mps mqtt mrs msp npp omics organization partners portal ' +
    'postgres pts redis region rum sdk ses soe sqlserver ssl sts svp tag tat tds tem tia trp tse tsi vdb wav wsa wss 标签 验证码 内容安全'
  ).split(' '),
)

/** Words that hardly ever mean the product of that name, even behind `腾讯云`: only a field or `产品` before them names it. */
export const genericWords: ReadonlySet<string> = new Set(
  'account api apis config domain image market organization partners portal region sdk'.split(' '),
)
