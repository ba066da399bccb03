import type { ErrorClassName, Text } from './entry.ts'
import { describeByWords } from './sentences/describe-by-words.ts'
import { findIdForm } from './sentences/id-forms.ts'
import { remedies } from './sentences/remedies.ts'
import { splitName } from './split-name.ts'

/** Each class as a clause, for a sentence about a failure. */
const clauses: Readonly<Record<ErrorClassName, Text>> = {
  InvalidParameterError: { en: 'a parameter of the request was not accepted', zh: '请求参数未被接受' },
  AuthenticationError: { en: 'the caller could not be verified', zh: '无法确认调用者身份' },
  RequestExpiredError: { en: 'the signature has expired', zh: '签名已过期' },
  AuthorizationError: { en: 'the caller lacks a permission', zh: '调用者缺少权限' },
  ReplayAttackError: { en: 'the request was taken for a replay', zh: '请求被判定为重放' },
  ThrottlingError: { en: 'too many requests in a short time', zh: '短时间内请求过多' },
  QuotaExceededError: { en: 'a quota is used up', zh: '配额已用尽' },
  UnsupportedError: { en: 'this is not supported', zh: '该操作不受支持' },
  ResourceNotFoundError: { en: 'something that the request names does not exist', zh: '请求所指的对象不存在' },
  ResourceConflictError: {
    en: 'the request conflicts with what is there or under way',
    zh: '请求与现有资源或进行中的操作冲突',
  },
  ResourceStateError: { en: 'the resource is in the wrong state', zh: '资源状态不符合要求' },
  ResourceInsufficientError: { en: 'resources are not enough', zh: '资源不足' },
  ResourceOperationError: { en: 'the operation failed', zh: '操作失败' },
  BillingError: { en: 'billing stands in the way', zh: '费用或开通状态不满足要求' },
  PurchaseError: { en: 'the purchase failed', zh: '购买失败' },
  InsufficientBalanceError: { en: 'the balance is not enough', zh: '余额不足' },
  AccountArrearsError: { en: 'the account is in arrears', zh: '账户已欠费' },
  QualificationError: { en: 'the account is not qualified', zh: '账号资质不满足要求' },
  PaymentError: { en: 'the payment failed', zh: '支付失败' },
  PartialSuccessError: { en: 'only a part succeeded', zh: '仅部分成功' },
  DryRunError: { en: 'it was a dry run', zh: '这是一次预检（DryRun）' },
  ContentRefusedError: { en: 'the content was refused', zh: '内容未通过审核' },
  InternalServerError: { en: 'the service failed', zh: '服务端内部出错' },
  ServiceUnavailableError: { en: 'the service is not available now', zh: '服务暂不可用' },
  TransportError: { en: 'no usable answer arrived', zh: '未收到可用的响应' },
  HttpError: { en: 'the answer was an HTTP error', zh: '响应为 HTTP 错误' },
  NetworkError: { en: 'the connection failed', zh: '网络连接失败' },
  TimeoutError: { en: 'the answer took too long', zh: '等待响应超时' },
  StreamError: { en: 'the event stream broke off', zh: '事件流中断' },
  TencentCloudError: { en: 'the request failed', zh: '请求失败' },
}

/** At most this many characters of a code are shown. Listed codes have up to 120; the bound is for hostile input. */
const maxLength = 256

/** The words after the first dot, which say more than the prefix; without a dot, all words. */
function wordsAfterPrefix(code: string): string {
  const dot = code.indexOf('.')
  const own = dot > 0 ? splitName(code.slice(dot + 1)) : []
  return (own.length > 0 ? own : splitName(code)).join(' ')
}

const isNumber = (code: string): boolean => /^-?\d+$/.test(code)

/** The class and the words of the name: what can be said of a name that the grammar does not know. */
function describeByClass(code: string, errorClass: ErrorClassName): Text {
  const { en, zh } = clauses[errorClass]
  const shown = code.length > maxLength ? `${code.slice(0, maxLength)}…` : code
  const words = isNumber(code) ? '' : wordsAfterPrefix(code)
  return words === ''
    ? { en: `${shown}: ${en}.`, zh: `${shown}：${zh}。` }
    : { en: `${shown}: ${en}; the name says: ${words}.`, zh: `${shown}：${zh}，错误名的字面意思是“${words}”。` }
}

/**
 * Describes a code by its name alone: `FailedOperation.DiskNotAttached` as `The disk is not attached.` Where the
 * grammar of names does not know a word, the class and the words are told: `FailedOperation.FooBar: the operation
 * failed; the name says: foo bar.` Pure, and safe for any string.
 *
 * @param service the product whose code it is: some words mean something else there
 */
export function describeName(code: string, errorClass: ErrorClassName, service?: string): Text {
  const sentence = code.length > maxLength || isNumber(code) ? undefined : describeByWords(code, service)
  return sentence?.meaning ?? describeByClass(code, errorClass)
}

/**
 * What helps by what the name says; undefined where the name does not show it.
 *
 * @param service the product whose code it is: its IDs have a form of their own
 */
export function suggestByName(code: string, service?: string): Text | undefined {
  const sentence = code.length > maxLength || isNumber(code) ? undefined : describeByWords(code, service)
  if (!sentence?.remedy) return undefined
  const idForm =
    sentence.remedy === 'form' || sentence.remedy === 'value' ? findIdForm(sentence.about, service) : undefined
  return idForm ?? remedies[sentence.remedy]
}
