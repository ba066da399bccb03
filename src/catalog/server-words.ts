// What a server says beside its code. Its words are hints: they never overrule a documented way to repeat a call, and
// what they suggest counts as a guess, after which no call is repeated that could duplicate.
import type { ErrorClassName, Text } from './entry.ts'
import type { Finding } from './finding.ts'
import type { AnswerQuery } from './resolve.ts'
import type { Texts } from './tables.ts'

/** At most this many characters of a message are read. The words that count stand at its beginning. */
const maxLength = 600

/** Classes for which a later repeat is no help, or does harm: failed logins lock accounts. */
const unmoved: ReadonlySet<ErrorClassName> = new Set([
  'AuthenticationError',
  'RequestExpiredError',
  'ReplayAttackError',
  'BillingError',
  'PurchaseError',
  'InsufficientBalanceError',
  'AccountArrearsError',
  'QualificationError',
  'PaymentError',
  'PartialSuccessError',
  'DryRunError',
])

/** The server asks to repeat the call later, or says that another operation runs. */
const later: readonly RegExp[] = [
  /\b(?:try|retry|do it|submit|operate|request) (?:it |this |your request |the request |the operation )?(?:again )?(?:later|in a (?:moment|while|few))\b/,
  /\b(?:try|retry) again (?:later|after a while|in a (?:moment|while|few))\b/,
  /\bplease (?:wait|retry|try again)\b/,
  /\b(?:later|after a while),? (?:please )?(?:retry|try)\b/,
  /\b(?:is|are|being|still|status|state) (?:now |currently |still |in )?(?:attaching|detaching|creating|deleting|updating|upgrading|starting|stopping|restarting|rebooting|resizing|migrating|deploying|isolating|restoring|recovering|initiali[sz]ing|processing|executing|operating|modifying|binding|unbinding|rolling back|rollbacking|publishing|changing|scaling|switching|syncing|synchronizing|terminating|launching)\b/,
  /\b(?:in progress|being processed|in process|not ready|temporarily unavailable|temporarily locked)\b/,
  /\b(?:another|other|previous|last) (?:\w+ )?(?:operation|task|request|activity|job|process|action|flow)s? (?:\w+ )?(?:is|are|has not|not|was|conflict|running|unfinished)/,
  /\b(?:server|service|system|resource|instance|backend|database) (?:is )?(?:too )?busy\b/,
  /(?:请|可)?(?:稍后|稍候|稍等|晚些|过一会儿?|过段时间)(?:请|再|后|片刻|进行|尝试|操作|提交)*(?:重试|再试|尝试|操作|查询|提交|发起|请求|$)/,
  /状态正常(?:时|后|之后)(?:再)?(?:重试|操作)/,
  /(?:完成|结束|就绪)(?:后|之后)(?:请)?(?:再)?(?:重试|操作|试)/,
  /正在(?:执行|处理|创建|删除|销毁|绑定|解绑|挂载|卸载|升级|更新|变更|扩容|缩容|迁移|启动|停止|关机|开机|重启|回滚|恢复|初始化|部署|发布|切换|隔离|修改|操作|运行|进行|同步|调整)/,
  /(?:系统|服务|服务器|资源|实例|数据库|后端)(?:繁忙|忙|正忙)|暂时不可用|暂不可用|操作冲突|任务冲突|有(?:其他|其它|未完成)的?(?:任务|操作)/,
]

/** What has to be done first: a request to try again after it asks for no wait. */
const deed =
  /\b(?:check|correct|modify|recharge|top up|verify|confirm|apply|contact|renew|purchase|change|fix|enable|activate|log ?in|authori[sz]e)\b|检查|核对|修改|更正|改正|充值|续费|确认|更换|开通|申请|联系|授权|登录|登陆|购买|调整|补充/

/** Denials, and periods longer than a program can wait. */
const notNow: readonly RegExp[] = [
  /\b(?:not|no longer|never|isn't|aren't) (?:in progress|in process|running|processing|executing|retry|try again)\b/,
  /\b(?:tomorrow|per day|daily|a day|today|24 hours|this month|per month|monthly)\b/,
  // A repeat may lock the account.
  /\b(?:password|captcha|verification code|too many (?:failed|incorrect|wrong))\b|密码|验证码/,
  /(?:未|没有|不是?)正在|每[天日月]|今[天日]|当[天日]|明[天日]|本月/,
]

/** A cause that the server's words name, and the classes of codes that say the same. */
interface NamedCause {
  /** One is enough; of a list, all must match. */
  readonly words: readonly (RegExp | readonly RegExp[])[]
  readonly classes: readonly ErrorClassName[]
  readonly advice: Text
}

const causes: readonly NamedCause[] = [
  {
    words: [/exceed(?:s|ed|ing)? (?:the )?(?:maximum )?request size/, /use (?:the )?(?:new )?signature method\W+tc3/],
    classes: [],
    advice: {
      en: 'The message names the length of the request as the cause: send it as POST with a JSON body, signed with TC3-HMAC-SHA256, which allows 10 MB.',
      zh: '返回信息指出原因是请求过长：请改用 POST 加 JSON 请求体，并以 TC3-HMAC-SHA256 签名（上限 10 MB）。',
    },
  },
  {
    words: [
      /replay ?attack/,
      [/\bnonce\b/, /\b(?:used|repeated|duplicated?|exists?)\b/],
      /重放|重复的?(?:nonce|随机数)/,
    ],
    classes: ['ReplayAttackError'],
    advice: {
      en: 'The message speaks of a replay: give every request a Nonce, a Timestamp and a signature of its own.',
      zh: '返回信息提到重放：每次请求都要使用新的 Nonce、Timestamp 和签名。',
    },
  },
  {
    words: [
      [/\b(?:request|signature|sign|timestamp|x-date)\b/, /\b(?:expired?|out of date)\b/],
      /clock skew|time ?skew/,
      [/时间戳|签名|请求/, /过期|超时失效|时间误差/],
    ],
    classes: ['RequestExpiredError', 'ReplayAttackError'],
    advice: {
      en: 'The message says that the signature is out of date: check the clock of this machine and its time zone.',
      zh: '返回信息提到签名过期：请检查本机时钟与时区。',
    },
  },
  {
    words: [
      /too (?:frequent|often|many requests|fast)|frequency (?:limit|exceed)|exceeds? the frequency|rate limit|\bqps\b/,
      /频率(?:过高|超|限制|太快)|过于频繁|太频繁|操作频繁|请求过快|限频|限流|并发(?:超|过高|数超)/,
    ],
    classes: ['ThrottlingError', 'QuotaExceededError'],
    advice: {
      en: 'The message complains about the number of calls: send fewer in the same time.',
      zh: '返回信息提到调用过于频繁：请降低调用频率。',
    },
  },
  {
    words: [
      /\barrears?\b|\boverdue\b|insufficient (?:account )?balance|balance (?:is )?(?:not enough|insufficient)/,
      /欠费|余额不足/,
    ],
    classes: [
      'AccountArrearsError',
      'InsufficientBalanceError',
      'BillingError',
      'PaymentError',
      'PurchaseError',
      'QuotaExceededError',
    ],
    advice: {
      en: 'The message names money as the cause: look at the balance and the unpaid bills of the account.',
      zh: '返回信息指出与费用有关：请查看账户余额和未付账单。',
    },
  },
  {
    words: [
      /\b(?:no|not have|without|lacks?) (?:the )?permission|permission denied|not authori[sz]ed to/,
      /(?:没有|无|缺少)(?:相应|操作|访问|该接口|接口)?的?权限|未授权|鉴权失败/,
    ],
    classes: ['AuthorizationError', 'AuthenticationError'],
    advice: {
      en: 'The message says that a permission is missing: have it granted to the caller in CAM.',
      zh: '返回信息提到缺少权限：请在访问管理（CAM）中为调用者授权。',
    },
  },
  {
    words: [
      /\bsold ?out\b|out of stock|(?:insufficient|not enough) (?:resources?|stock|inventory)/,
      /售罄|库存不足|资源不足/,
    ],
    classes: ['ResourceInsufficientError', 'QuotaExceededError', 'InsufficientBalanceError'],
    advice: {
      en: 'The message says that nothing is left to sell: ask for another model or another zone, or try some hours later.',
      zh: '返回信息提到资源售罄：请更换规格或可用区，或过几小时再试。',
    },
  },
]

/** Splits `ReplayAttack` into words, as a message has them. */
const spell = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2')

const isIn = (text: string, pattern: RegExp | readonly RegExp[]): boolean =>
  pattern instanceof RegExp ? pattern.test(text) : pattern.every((one) => one.test(text))

const appendAdvice = ({ meaning, remedy }: Texts, advice: Text): Texts => ({
  ...(meaning && { meaning }),
  remedy: remedy ? { en: `${remedy.en} ${advice.en}`, zh: `${remedy.zh}${advice.zh}` } : advice,
})

const laterAdvice: Text = {
  en: 'The message asks to wait: try again after a while.',
  zh: '返回信息表示需要等待：请稍后再试。',
}

/** Does the sentence ask to wait, and for nothing to be done before? */
function isWait(sentence: string): boolean {
  const at = Math.min(...later.map((pattern) => pattern.exec(sentence)?.index ?? Number.POSITIVE_INFINITY))
  if (at === Number.POSITIVE_INFINITY || notNow.some((pattern) => pattern.test(sentence))) return false
  return !deed.test(sentence.slice(0, at))
}

/** Does the server say that the call may succeed later? */
export const asksToWait = (message: string): boolean =>
  message
    .slice(0, maxLength)
    .toLowerCase()
    .split(/[.;!。；！]/)
    .some(isWait)

/** Finds advice for a cause that the server names and the code does not. */
function findAdvice(errorClass: ErrorClassName, text: string): Text | undefined {
  const isNamed = ({ words, classes }: NamedCause) =>
    !classes.includes(errorClass) && words.some((pattern) => isIn(text, pattern))
  return causes.find(isNamed)?.advice
}

/**
 * Heeds the server's words: a failure that no repeat would mend becomes a guessed `busy` if the server asks to wait,
 * and the remedy tells a cause that the message or the codeDesc names and the code does not.
 */
export function heedWords(finding: Finding, { message = '', codeDesc = '' }: AnswerQuery): Finding {
  if (message === '' && codeDesc === '') return finding
  const { entry } = finding
  const text = `${message.slice(0, maxLength)} ${spell(codeDesc.slice(0, 100))}`.toLowerCase()
  const waits = entry.retry === 'never' && !unmoved.has(entry.class) && asksToWait(message)
  const advice = findAdvice(entry.class, text) ?? (waits ? laterAdvice : undefined)
  if (!advice) return finding
  const { combineTexts = (own) => own } = finding
  return {
    ...finding,
    ...(waits && { entry: { ...entry, retry: 'busy' }, documented: false }),
    texted: finding.texted ?? entry,
    combineTexts: (own, ambiguous) => appendAdvice(combineTexts(own, ambiguous), advice),
  }
}
