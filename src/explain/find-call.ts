import { describeRequest } from '../request/describe.ts'
import { findService } from '../request/host.ts'
import type { KnownCodes } from './known-codes.ts'
import type { Call } from './question.ts'

// All repetitions are bounded, so that the time is linear in the length of the text.

/** Finds `https://kms.api.qcloud.com/v2/index.php?Action=ListKey` among the tokens of a text. */
const findUrl = (text: string): string | undefined =>
  text.split(/[\s"'<>,;\\()]+/).find((token) => /^https?:\/\//i.test(token))

/** Finds the product of the first of Tencent Cloud's hosts. */
const findHost = (text: string): string | undefined =>
  text
    .split(/[^A-Za-z0-9.-]+/)
    .filter((token) => token.length <= 253 && token.includes('.'))
    .map((hostname) => findService(hostname))
    .find((service) => service !== undefined)

/** Finds a permission, `cvm:DescribeInstances` or `name/cos:GetObject`: a product, and an action of it. */
function findPermission(text: string, known: KnownCodes): Call {
  for (const token of text.split(/[^A-Za-z0-9:.-]+/)) {
    const [product = '', action = ''] = token.split(':').slice(-2)
    if (!/^[A-Z][a-z]{1,40}[A-Z][A-Za-z0-9]{1,80}$/.test(action) || !/^[a-z]/.test(product)) continue
    const service = known.findProduct(product)
    if (service !== undefined) return { service, action }
  }
  return {}
}

/** Forms in which texts name a product, the surest first; each has the product in its first group. */
const productForms: readonly RegExp[] = [
  // This package's own errors: `[kms Encrypt, request id r-1, 3 attempts]`.
  /\[([a-z][a-z0-9-]{1,40}) [A-Za-z][\w.]{1,80}(?:\]|, (?:request id|\d+ attempts|gave up))/g,
  // Fields of a log, and of this package's errors as JSON.
  /\b(?:service|product|service_?name|module)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?([a-z][a-z0-9-]{1,40})\b/gi,
  // The credential scope of TC3: `2026-01-02/cvm/tc3_request`.
  /\d{4}-\d\d-\d\d\/([a-z][a-z0-9-]{1,40})\/tc3_request/g,
  // Modules of the official SDKs: `tencentcloud/tke/v20180525/…`, `com.tencentcloudapi.cvm.v20170312`, `TencentCloud\Cvm\V2017…`.
  /\btencentcloud(?:api)?[./\\]{1,2}(?:services[./\\]{1,2})?([a-z][a-z0-9]{1,40})[./\\]{1,2}v20\d{6}\b/gi,
  /\btencentcloud-sdk-(?:nodejs|python|java|go|php|dotnet)-([a-z][a-z0-9]{1,40})\b/gi,
  // Resources: `qcs::cvm:gz:uin/…`.
  /\bqcs::([a-z][a-z0-9-]{1,40}):/g,
]

/** SDKs of products that have one of their own. */
const ownSdks: readonly (readonly [form: RegExp, service: string])[] = [
  [
    /\bqcloud[._]cos\b|\bcos-(?:nodejs|go|js|java|php)-sdk\b|\bcos-sdk-v5\b|\bCos(?:Service|Client)(?:Error|Exception)\b/i,
    'cos',
  ],
  [/\btencentcloud[./]cls\b|\btencentcloud-cls-sdk\b/i, 'cls'],
  [/\btencentcloud[./]vod[./]upload\b|\bvod-(?:node|go|java|php|js)-sdk\b/i, 'vod'],
]

/** Forms in which texts name an action, the surest first. */
const actionForms: readonly RegExp[] = [
  /\[[a-z][a-z0-9-]{1,40} ([A-Za-z][\w.]{1,80})(?:\]|, (?:request id|\d+ attempts|gave up))/,
  /\b(?:X-TC-)?Action\\?["']?\s{0,4}[:=：]\s{0,4}\\?["']?([A-Za-z][A-Za-z0-9]{1,80})/i,
  /\bapi\[([A-Z][A-Za-z0-9]{1,80})\]/,
  /\b[Cc]lient\)?\.([A-Z][a-z]+[A-Z][A-Za-z0-9]{1,80})(?:WithContext)?\(/,
]

/**
 * Ways to say which action was called. Each has the action in its first group: a name with two capitals, because one of one
 * word could be anything, or one that begins with a verb of most actions.
 */
const spokenActions: readonly RegExp[] = [
  // `接口：DescribeInstances`, `接口 Encrypt 返回`
  /(?:接口名?称?|方法名?)\s{0,2}[:：=为是]?\s{0,2}["'“「【(（<`]?([A-Z][a-z]+(?:[A-Z0-9][A-Za-z0-9]{1,80}|[a-z]))(?![\w.])/g,
  /(?<![A-Za-z])(?:[Aa]ction|API)[\s:：=]{1,4}["'“「【(（<\x60]?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]{1,80})(?![\w.])/g,
  /(?:操作|调用了?|请求|执行)[\s的:：=]{0,4}["'“「【(（<\x60]?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]{1,80})(?![\w.])/g,
  // `调用 kms 的 API Encrypt`, `调用 cvm DescribeInstances`
  /(?:调用了?|请求|执行)\s?(?:[a-z][a-z0-9]{1,20}\s?)?的?(?:API|接口)[\s:：=]{0,4}["'“「【(（<\x60]?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]{1,80})(?![\w.])/g,
  /(?:调用了?|请求|执行)\s?[a-z][a-z0-9]{1,20}\s["'“「【(（<\x60]?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]{1,80})(?![\w.])/g,
  /\b(?:[Cc]all(?:ing|ed|s)?|[Ii]nvok(?:ing|ed|e)|[Ee]xecut(?:ing|ed|e)|[Rr]equest(?:ing|ed)?)(?: to| for)?(?: the)?(?: API| action| [a-z][a-z0-9]{1,20})?[ :.]["'“「【(（<\x60]?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]{1,80})(?![\w.])/g,
  // `DescribeInstances 接口返回`, `RunInstances failed`
  /(?<![\w.])["'“「【(（<\x60]?([A-Z][a-z]+[A-Z0-9][A-Za-z0-9]{1,80})["'”」】)）>\x60]?\s{0,2}(?:接口|API\b)/g,
  /(?<![\w.])((?:Describe|Get|List|Query|Search|Check|Inqui|Create|Add|Delete|Remove|Modify|Update|Set|Run|Start|Stop|Reboot|Reset|Terminate|Send|Pull|Push|Submit|Apply|Bind|Unbind|Attach|Detach|Associate|Disassociate|Allocate|Release|Enable|Disable|Upload)[a-z]{0,3}[A-Z][A-Za-z0-9]{1,80})(?:\(\))?["'”」】)）>\x60]?\s{0,2}(?:调用|请求|返回|失败|报错|超时|failed|returned|returns|threw|throws|timed out|responded)/g,
]

/** Words that stand where an action could. */
const noActions =
  /^(?:Tencent|QCloud|Java|Node|Type|Open|Git|Http|Https|Post|Error|Code|Message|Response|Request|True|False|Null)/
const beginsWithVerb =
  /^(?:Describe|Get|List|Query|Search|Check|Inqui|Create|Add|Delete|Remove|Modify|Update|Set|Run|Start|Stop|Reboot|Reset|Terminate|Send|Pull|Push|Submit|Apply|Bind|Unbind|Attach|Detach|Associate|Disassociate|Allocate|Release|Enable|Disable|Upload)[a-z]{0,3}[A-Z]/
/** Fields and products that are called or requested as actions are. */
const isOtherName = /(?:Ids?|ID|Sig|Key|Token|SQL|DB|Base|Pod|One|Script|DryRun)$/
const isCodeName = /(?:Error|Exception|Failure|Failed|Fail|Exceeded|Exceed|NotFound|Denied|Invalid|Expired|Expire)$/

/** Finds the action that a text says in words was called. */
function findSpokenAction(text: string, known: KnownCodes): string | undefined {
  for (const form of spokenActions) {
    for (const [, name = ''] of text.matchAll(form)) {
      const isOther = noActions.test(name) || isCodeName.test(name) || known.find(name) !== undefined
      if (!isOther && (beginsWithVerb.test(name) || !isOtherName.test(name))) return name
    }
  }
  return undefined
}

function findNamedProduct(text: string, known: KnownCodes): string | undefined {
  for (const form of productForms) {
    for (const match of text.matchAll(form)) {
      const service = known.findProduct(match[1] ?? '')
      if (service !== undefined) return service
    }
  }
  return ownSdks.find(([form]) => form.test(text))?.[1]
}

/** Finds the product and the action that a text names: in a URL, a host, a field, a module's path, a permission. */
export function findCall(text: string, known: KnownCodes): Call {
  const url = findUrl(text)
  const described = url === undefined ? undefined : describeRequest({ url })
  const permitted = findPermission(text, known)
  const service = described?.service ?? findHost(text) ?? findNamedProduct(text, known) ?? permitted.service
  const named = actionForms.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined)
  const action = described?.action ?? named ?? permitted.action ?? findSpokenAction(text, known)
  return { ...(service !== undefined && { service }), ...(action !== undefined && { action }) }
}
