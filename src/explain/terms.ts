import type { Text } from '../catalog/entry.ts'
import { type ErrorClassName, kindByClass } from '../catalog/entry.ts'
import type { GiveUpReason, RetryReason } from '../retry/attempt.ts'

/** What a word of this package means, and what can be done. */
export interface TermTexts {
  readonly meaning: Text
  readonly remedy?: Text
}

const texts = (en: string, zh: string, remedyEn?: string, remedyZh?: string): TermTexts => ({
  meaning: { en, zh },
  ...(remedyEn !== undefined && remedyZh !== undefined && { remedy: { en: remedyEn, zh: remedyZh } }),
})

/** Why a call was not tried again: `error.reason`. */
const giveUpReasons: Readonly<Record<GiveUpReason, TermTexts>> = {
  'not-retryable': texts(
    'The same request would fail the same way, so it was not sent again.',
    '同样的请求只会得到同样的失败，因此没有重试。',
    'Read `error.meaning` and `error.remedy`.',
    '请看 `error.meaning` 和 `error.remedy`。',
  ),
  'could-duplicate': texts(
    'The call may have run, and a repeat could create, send or pay a second time.',
    '调用可能已经执行，重发可能重复创建、重复发送或重复扣费。',
    "Look whether it ran. Where the API takes a ClientToken, say `clientToken: 'inject'`; where a second run does no harm, `idempotent: true`.",
    "请先确认是否已执行。接口支持 ClientToken 时设置 `clientToken: 'inject'`；重复执行无害时设置 `idempotent: true`。",
  ),
  'could-overwrite': texts(
    'The call may have run, and a repeat could undo what somebody changed since.',
    '调用可能已经执行，重发可能覆盖此后的修改。',
    'Read the state of the resource first, or say `idempotent: true`.',
    '请先查询资源的状态，或设置 `idempotent: true`。',
  ),
  'not-replayable': texts(
    'The body is a stream, and the first attempt has read it.',
    '请求体是流，已被第一次请求读完。',
    'Pass a string, Buffer, Blob or FormData.',
    '请传入字符串、Buffer、Blob 或 FormData。',
  ),
  'cannot-re-sign': texts(
    'A repeat needs a new signature, and nothing makes one: the request was signed before axios saw it.',
    '重试需要新的签名，但请求在交给 axios 之前就已签名，无法重新签名。',
    'Pass `credentials`, sign in a request interceptor of this instance, or pass `sign`.',
    '请传入 `credentials`，或在该实例的请求拦截器中签名，或传入 `sign`。',
  ),
  'clock-unknown': texts(
    'The server takes this machine’s time for wrong, and does not tell its own.',
    '服务器认为本机时间不准，却没有给出自己的时间。',
    'Set the clock right (NTP); in a browser, pass a `clock` that is right.',
    '请校准系统时间（NTP）；在浏览器中请传入准确的 `clock`。',
  ),
  'foreign-clock': texts(
    'The client that signs goes by the machine’s own time, which the server takes for wrong.',
    '负责签名的客户端使用本机时间，而服务器认为该时间不准。',
    'Set the clock right (NTP).',
    '请校准系统时间（NTP）。',
  ),
  'max-attempts': texts(
    'It failed as often as `maxAttempts` allows, or as this failure may be repeated.',
    '失败次数已达 `maxAttempts`，或已达该错误允许的重试次数。',
    'Look at the codes in `error.attempts`: is it an outage?',
    '请查看 `error.attempts` 中的错误码，判断是否为故障。',
  ),
  deadline: texts(
    'The next attempt would not have come within `retry.maxRetryTimeMs` or before `deadlineMs`, or the deadline cut the last one.',
    '下一次请求无法在 `retry.maxRetryTimeMs` 内或 `deadlineMs` 之前开始，或最后一次请求因到期被中止。',
    '`error.timeSpent` tells where the time went. Batches: `retry: { maxRetryTimeMs: Infinity }`.',
    '`error.timeSpent` 说明时间用在哪里。批处理可设置 `retry: { maxRetryTimeMs: Infinity }`。',
  ),
  'queue-full': texts(
    '`pacing.maxQueue` calls wait already.',
    '等待的调用已达 `pacing.maxQueue`。',
    'Send fewer calls, or raise it.',
    '请减少调用，或调大该值。',
  ),
  'budget-exhausted': texts(
    'Too many calls to this host failed lately; repeating them all would make an outage worse.',
    '近期对该主机的调用失败过多，全部重试会加重故障。',
    'Wait for the host. `retry.budget` changes the bound.',
    '请等待服务恢复。上限由 `retry.budget` 设定。',
  ),
  'not-loaded': texts(
    'The part of this package that explains failures could not be loaded.',
    '本包中负责解释失败的部分未能加载。',
    'Is the browser offline, or did the deployment lose its chunks?',
    '请检查浏览器是否离线，或部署是否缺少代码块（chunk）。',
  ),
  'no-credentials': texts(
    'The credentials are malformed, or their provider failed, so that the attempt could not be signed.',
    '凭证格式不正确，或凭证提供者失败，请求无法签名。',
    '`error.cause` is what the provider threw.',
    '`error.cause` 是凭证提供者抛出的错误。',
  ),
  'answer-begun': texts(
    'The answer broke off when its caller had received the beginning of it.',
    '响应在调用方收到一部分之后中断。',
    'Use what arrived, or make a new call.',
    '请使用已收到的部分，或重新调用。',
  ),
  'retry-disabled': texts('Retries are turned off by `retry: false`.', '已用 `retry: false` 关闭重试。'),
  overruled: texts('The `retry.decide` of the caller decided.', '由调用方的 `retry.decide` 决定。'),
}

/** Why a call was tried again: `attempt.reason`. */
const retryReasons: Readonly<Record<Exclude<RetryReason, GiveUpReason>, TermTexts>> = {
  throttled: texts(
    'The request was throttled: it was rejected before it ran, so it was sent again.',
    '请求被限频，执行前即被拒绝，因此已重试。',
  ),
  busy: texts(
    'Another operation was running on the resource, so the call was sent again later.',
    '资源上有其他操作正在进行，因此稍后已重试。',
  ),
  replayed: texts(
    'The service took the request for a replay, so it was signed anew.',
    '请求被判定为重放，因此已重新签名后重试。',
  ),
  expired: texts(
    'The timestamp was refused, so the clock was corrected by the server’s.',
    '时间戳被拒绝，因此已按服务器时间校正后重试。',
  ),
  'credentials-renewed': texts(
    'The credentials were refused, and the provider supplied others.',
    '凭证被拒绝，凭证提供者已给出新的凭证。',
  ),
  'internal-fault': texts(
    'The service reported an internal fault, which is often temporary.',
    '服务端报告内部故障，这类故障往往是暂时的。',
  ),
  unavailable: texts(
    'HTTP 503 came without an envelope: the service may be back soon.',
    '返回不含错误信息的 HTTP 503，服务可能很快恢复。',
  ),
  'in-doubt': texts(
    'It is unknown whether the request ran, and a second run does no harm.',
    '无法确定请求是否已执行，再执行一次也无害。',
  ),
  'not-sent': texts('The request was never sent.', '请求并未发出。'),
}

/** Codes that this package makes itself: `error.code` of a failure without an answer. */
const ownCodes: Readonly<Record<string, TermTexts>> = {
  ERR_PACING_DEADLINE: texts(
    'The call’s turn would not have come before its deadline, so nothing was sent.',
    '在截止时间之前轮不到该调用，因此请求没有发出。',
    'Raise `deadlineMs` or `retry.maxRetryTimeMs`, send fewer calls at a time, or ask for a higher limit.',
    '请调大 `deadlineMs` 或 `retry.maxRetryTimeMs`、降低并发，或申请提高频率限制。',
  ),
  ERR_PACING_QUEUE_FULL: texts(
    'As many calls as `pacing.maxQueue` allows wait already, so nothing was sent.',
    '等待的调用已达 `pacing.maxQueue`，因此请求没有发出。',
    'Send fewer calls, or raise `pacing.maxQueue`.',
    '请减少调用，或调大 `pacing.maxQueue`。',
  ),
  ERR_CREDENTIALS: texts(
    'The credentials are malformed, or their provider failed, so nothing was sent.',
    '凭证格式不正确，或凭证提供者失败，因此请求没有发出。',
    '`error.cause` is what the provider threw.',
    '`error.cause` 是凭证提供者抛出的错误。',
  ),
  ERR_NOT_LOADED: texts(
    'A part of this package could not be loaded, so the answer could not be judged.',
    '本包的一部分未能加载，因此无法判断响应。',
    'Is the browser offline, or did the deployment lose its chunks?',
    '请检查浏览器是否离线，或部署是否缺少代码块（chunk）。',
  ),
  ERR_NO_ENVELOPE: texts(
    'An answer of API 3.0 held no `Response` object, so it is unknown whether the call ran. A read is tried again.',
    'API 3.0 的响应中没有 `Response` 对象，无法确定调用是否执行。查询会重试。',
    'Look at what answered: a proxy, a login page, or an answer that was cut short. `error.body` has its beginning.',
    '请检查是谁返回了该响应：代理、登录页，或被截断的响应。其开头见 `error.body`。',
  ),
  ERR_CANCELED: texts(
    'The call was cancelled by its caller, by a signal or a cancel token.',
    '调用方通过 signal 或 CancelToken 取消了调用。',
  ),
  ERR_INVALID_URL: texts(
    'The URL of the request is not valid, so nothing was sent.',
    '请求的 URL 无效，请求没有发出。',
  ),
  ERR_BAD_OPTION: texts(
    'An option of the request is not valid, so nothing was sent.',
    '请求的选项无效，请求没有发出。',
  ),
  ERR_BAD_OPTION_VALUE: texts(
    'The value of an option is not valid, so nothing was sent.',
    '请求选项的值无效，请求没有发出。',
  ),
  ERR_NOT_SUPPORT: texts(
    'This runtime does not support what the request needs, so nothing was sent.',
    '当前运行环境不支持该请求，请求没有发出。',
  ),
  ERR_FR_MAX_BODY_LENGTH_EXCEEDED: texts(
    'The body of the request is longer than `maxBodyLength`, so it was not sent.',
    '请求体超过 `maxBodyLength`，请求没有发出。',
    'Raise `maxBodyLength`, or send less.',
    '请调大 `maxBodyLength`，或减小请求体。',
  ),
}

/** Dispositions: `error.retry`. Those that are reasons too are explained as those. */
const dispositions: Readonly<Record<string, TermTexts>> = {
  throttle: texts(
    'The request is rejected before it runs: any call may be sent again, slower.',
    '请求在执行前即被拒绝：任何调用都可放慢后重发。',
  ),
  're-sign': texts(
    'The request was taken for a replay: sign again with a new nonce and timestamp, then send it again.',
    '请求被判定为重放：更换随机数和时间戳、重新签名后重发。',
  ),
  clock: texts(
    'The timestamp was refused: correct the clock, sign again, and try once more.',
    '时间戳被拒绝：校正时间、重新签名后再试一次。',
  ),
  transient: texts(
    'A fault that may be temporary: what a repeat does not harm is sent again.',
    '可能是暂时的故障：重发无害的调用会重试。',
  ),
  never: texts('Sending the same request again fails the same way.', '原样重发仍会失败。'),
}

const table: ReadonlyMap<string, TermTexts> = new Map(
  Object.entries({ ...dispositions, ...retryReasons, ...giveUpReasons, ...ownCodes }),
)

const hasOwn = (name: string): name is ErrorClassName => Object.hasOwn(kindByClass, name)

/** The class of an error of this package, whose name it is. */
export const readClass = (word: string): ErrorClassName | undefined => (hasOwn(word) ? word : undefined)

/** Is the word a reason, a disposition, or a code of this package's own? */
export const isTerm = (word: string): boolean => table.has(word)

/** Is the word one that no sentence has, so that it means the same in the middle of a text? */
export const isTelling = (word: string): boolean => isTerm(word) && /[-_]/.test(word)

export const findTermTexts = (term: string): TermTexts | undefined => table.get(term)
