import type { Disposition, ErrorClassName, Text } from '../../src/catalog/index.ts'
import type { Repeat } from '../../src/request/index.ts'
import type { GiveUpReason, RetryReason } from '../../src/retry/index.ts'

/** The dispositions: in English by their names in the API, in Chinese told in words. */
export const dispositionNames: Readonly<Record<Disposition, Text>> = {
  throttle: { en: 'throttle', zh: '限频' },
  're-sign': { en: 're-sign', zh: '重新签名' },
  clock: { en: 'clock', zh: '校正时钟' },
  transient: { en: 'transient', zh: '暂时故障' },
  busy: { en: 'busy', zh: '资源忙' },
  never: { en: 'never', zh: '不重试' },
}

/** The error classes in Chinese words. In English their names say it. */
export const chineseClassNames: Readonly<Record<ErrorClassName, string>> = {
  InvalidParameterError: '参数错误',
  AuthenticationError: '身份验证失败',
  RequestExpiredError: '请求过期',
  AuthorizationError: '没有权限',
  ReplayAttackError: '判为重放',
  ThrottlingError: '限频',
  QuotaExceededError: '配额用尽',
  UnsupportedError: '不支持',
  ResourceNotFoundError: '资源不存在',
  ResourceConflictError: '资源冲突',
  ResourceStateError: '资源状态不符',
  ResourceInsufficientError: '资源不足',
  ResourceOperationError: '操作失败',
  BillingError: '费用问题',
  PurchaseError: '购买失败',
  InsufficientBalanceError: '余额不足',
  AccountArrearsError: '账户欠费',
  QualificationError: '资质不符',
  PaymentError: '支付失败',
  PartialSuccessError: '部分成功',
  DryRunError: '预检通过',
  ContentRefusedError: '内容未过审',
  InternalServerError: '服务内部错误',
  ServiceUnavailableError: '服务不可用',
  TransportError: '没有得到响应',
  HttpError: 'HTTP 错误',
  NetworkError: '网络错误',
  TimeoutError: '超时',
  StreamError: '事件流中断',
  TencentCloudError: '未知错误',
}

/** The dispositions, explained to the reader. */
export const dispositionTexts: Readonly<Record<Disposition, Text>> = {
  throttle: { en: 'Rejected before it ran: wait, then repeat', zh: '执行前即被拒绝：等待后重试' },
  're-sign': { en: 'Taken for a replay: sign again, then repeat', zh: '被判为重放：重新签名后重试' },
  clock: { en: 'Expired: correct the clock and sign again, once', zh: '已过期：校正时钟、重新签名，仅一次' },
  transient: { en: 'A temporary fault: repeat if the call allows it', zh: '暂时故障：可以重复的调用才重试' },
  busy: { en: 'Another operation is running: repeat later', zh: '有其他操作在进行：稍后重试' },
  never: { en: 'A repeat would fail the same way', zh: '重试只会得到同样的错误' },
}

/** The kinds of call, by the effect of a repeat. */
export const repeatTexts: Readonly<Record<Repeat, { readonly name: Text; readonly examples: Text }>> = {
  read: { name: { en: 'Read', zh: '查询' }, examples: { en: 'Describe…, List…, Get…', zh: 'Describe…、List…、Get…' } },
  idempotent: {
    name: { en: 'Idempotent write', zh: '幂等写入' },
    examples: { en: 'with a ClientToken, or idempotent: true', zh: '带 ClientToken，或 idempotent: true' },
  },
  generate: {
    name: { en: 'Call to a large model', zh: '大模型调用' },
    examples: { en: 'ChatCompletions, /chat/completions', zh: 'ChatCompletions、/chat/completions' },
  },
  overwrite: {
    name: { en: 'Overwriting write', zh: '覆盖型写入' },
    examples: { en: 'Modify…, Delete…, Stop…', zh: 'Modify…、Delete…、Stop…' },
  },
  duplicate: {
    name: { en: 'Duplicating write', zh: '会重复生效的写入' },
    examples: { en: 'Create…, Run…, Send…, Pay…', zh: 'Create…、Run…、Send…、Pay…' },
  },
}

/** The reasons why a call is, or is not, sent again. */
export const reasonTexts: Readonly<Record<RetryReason | GiveUpReason, Text>> = {
  throttled: { en: 'it was rejected before it ran', zh: '请求在执行前就被拒绝' },
  busy: { en: 'the other operation will end', zh: '其他操作结束后即可执行' },
  replayed: { en: 'a new signature solves it', zh: '换新签名即可' },
  expired: { en: 'a corrected clock solves it', zh: '校正时钟即可' },
  'credentials-renewed': { en: 'with renewed credentials', zh: '已更新凭证' },
  'internal-fault': { en: 'faults inside a service are often temporary', zh: '服务内部故障往往会自行恢复' },
  unavailable: { en: 'the service may be back soon', zh: '服务可能很快恢复' },
  'in-doubt': { en: 'a second run does no harm', zh: '再执行一次也无害' },
  'not-sent': { en: 'the request was not sent', zh: '请求并未发出' },
  overruled: { en: 'retry.decide overruled the decision', zh: '由用户的 retry.decide 决定' },
  'not-retryable': { en: 'it would fail the same way', zh: '结果不会改变' },
  'could-duplicate': { en: 'a repeat could run it twice', zh: '重发可能导致重复执行' },
  'could-overwrite': { en: 'a repeat could undo a later change', zh: '重发可能覆盖之后的修改' },
  'not-replayable': { en: 'the body is used up', zh: '请求体已读完，无法重发' },
  'cannot-re-sign': { en: 'no new signature can be made', zh: '无法重新签名' },
  'clock-unknown': { en: 'the server’s time is unknown', zh: '服务器未给出时间' },
  'foreign-clock': { en: 'the client that signs it has a wrong clock', zh: '签名方的时钟有误' },
  'max-attempts': { en: 'no attempts are left', zh: '尝试次数已用完' },
  deadline: { en: 'the deadline would pass', zh: '将超过截止时间' },
  'queue-full': { en: 'too many calls are waiting already', zh: '等待的调用已过多' },
  'budget-exhausted': { en: 'too many calls have failed recently', zh: '近期失败过多' },
  'not-loaded': { en: 'a part of the package was not loaded', zh: '部分代码未能加载' },
  'no-credentials': { en: 'there are no usable credentials', zh: '没有可用的凭证' },
  'answer-begun': { en: 'a part of the answer was handed on already', zh: '部分响应已经交给调用方' },
  'retry-disabled': { en: 'retries are turned off', zh: '已关闭重试' },
}

/** What official comments on codes mention. */
export const flagTexts: Readonly<Record<string, Text>> = {
  later: { en: 'try again later', zh: '稍后重试' },
  frequency: { en: 'called too often', zh: '频率过高' },
  busy: { en: 'another operation is running', zh: '有其他操作在进行' },
  timeout: { en: 'a timeout', zh: '超时' },
  internal: { en: 'an internal fault', zh: '内部错误' },
  arrears: { en: 'arrears', zh: '欠费' },
  quota: { en: 'a quota', zh: '配额' },
  notfound: { en: 'something missing', zh: '不存在' },
}
