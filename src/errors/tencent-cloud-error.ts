import { AxiosError } from 'axios'
import { kindByClass } from '../catalog/entry.ts'
import type { Disposition, ErrorClassName, ErrorKind, Text, ThrottledBy } from '../catalog/index.ts'
import type { TimeSpent } from '../retry/attempt.ts'
import type { Attempt, GiveUpReason } from '../retry/index.ts'
import type { TencentCloudErrorDetails } from './error-details.ts'

/** The key of the brand. All copies of this package in a process share it, so that `instanceof` works across them. */
const brand = Symbol.for('axios-tencentcloud.error')

/** The key under which `util.inspect` looks for a custom inspection. */
const customInspect = Symbol.for('nodejs.util.inspect.custom')

/** The details that become enumerable properties, and that a log line needs too. */
const logFields = [
  'retry',
  'mayHaveRun',
  'service',
  'action',
  'region',
  'httpStatus',
  'requestId',
  'traceId',
  'retryAfterMs',
  'timeSpent',
] as const

/** The details that become enumerable properties. */
const shownFields = [
  ...logFields,
  'serverMessage',
  'moduleCode',
  'codeDesc',
  'symbol',
  'version',
  'limitKind',
  'delivered',
  'meaning',
  'remedy',
  'attempts',
  'body',
] as const

/** The details that become accessors which are not enumerable, because they may contain what should not be logged. */
const hiddenFields = ['config', 'request', 'response', 'data'] as const

/** Lists the names of a class and its ancestors up to TencentCloudError. */
function listClassNames(errorClass: typeof TencentCloudError): readonly string[] {
  const names: string[] = []
  for (let at: unknown = errorClass; typeof at === 'function' && at !== AxiosError; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'errorName')) names.push(String(Reflect.get(at, 'errorName')))
  }
  return names
}

/** What {@link TencentCloudError.toJSON} is asked for. */
export interface ToJsonOptions {
  /**
   * All fields, with the texts in both languages, every attempt, and the stack.
   *
   * @default false
   */
  readonly full?: boolean
}

function toJSON(this: TencentCloudError, options?: ToJsonOptions | string): Record<string, unknown> {
  const { name, message, stack, cause, code, kind, reason, attempts, remedy, language } = this
  const because = cause instanceof Error ? { cause: cause.message } : {}
  if (typeof options === 'object' && options.full) return { ...this, name, message, ...because, stack }
  return {
    name,
    message,
    code,
    kind,
    reason,
    ...Object.fromEntries(logFields.map((field) => [field, this[field]]).filter(([, value]) => value !== undefined)),
    attempts: attempts.length,
    ...(remedy && { remedy: remedy[language] }),
    ...because,
  }
}

/**
 * A failed call to Tencent Cloud. Catch it, or one of its subclasses, with `instanceof`. It is an AxiosError, so that
 * `axios.isAxiosError` and existing handlers still work.
 *
 * Its printed forms (`String`, `JSON.stringify`, `util.inspect`, also with `showHidden`, `stack`, `cause`) contain no
 * secret of the request. `config`, `request`, `response` and `data` are not enumerable, and are not printed.
 */
export class TencentCloudError extends AxiosError {
  /** The name of the class, written out so that it survives a minifier. */
  static readonly errorName: ErrorClassName = 'TencentCloudError'

  /**
   * The public code: `'4420'`, `'RequestLimitExceeded'`; for a TransportError the code of axios, such as
   * `'ECONNRESET'`.
   */
  declare readonly code: string
  /** The kind of failure, one for each class: `'unknown'` for this class itself. */
  declare readonly kind: ErrorKind
  /** The code's disposition: whether and how a repeat can succeed. */
  declare readonly retry: Disposition
  /** The server's text, without module code and symbol; at most 2,000 characters. */
  declare readonly serverMessage: string
  /** The number in parentheses at the beginning of a legacy message: `'10250'`. */
  declare readonly moduleCode?: string
  /** The name that is sent with a legacy code: `'InternalError'`. */
  declare readonly codeDesc?: string
  /** The upper-case name that some legacy modules put before the text: `'EC_CDN_USER_EXIST'`. */
  declare readonly symbol?: string
  /** The id that Tencent Cloud's support asks for. */
  declare readonly requestId?: string
  /** A second id, if the product or the SDK has one. */
  declare readonly traceId?: string
  /** The product: `'kms'`. */
  declare readonly service?: string
  /** The action: `'Encrypt'`. */
  declare readonly action?: string
  /** The region that the request or its host named. */
  declare readonly region?: string
  /** The API version that the request named. */
  declare readonly version?: string
  /** The HTTP status; absent if no response came. */
  declare readonly httpStatus?: number
  /**
   * The HTTP status if it is 400 or more, as in axios' own errors. Web frameworks answer with the `status` of an error
   * that was not caught, and most failures of Tencent Cloud have 200.
   */
  declare readonly status?: number
  /** What a throttle counts: calls in a period, calls in flight, or tokens in a minute; absent if that is not known. */
  declare readonly limitKind?: ThrottledBy
  /** What the code means, in English and Chinese. */
  declare readonly meaning?: Text
  /** What to do about it, in English and Chinese. */
  declare readonly remedy?: Text
  /** All attempts, in order, each with the decision after it and the reason; empty if nothing was sent. */
  declare readonly attempts: readonly Attempt[]
  /** Why the call was not tried again: the reason of its last attempt, or the reason for which no attempt was made. */
  declare readonly reason: GiveUpReason
  /** The wait that the server asked for in its last answer, in milliseconds; absent if it asked for none. */
  declare readonly retryAfterMs?: number
  /** Where the time of the call went. */
  declare readonly timeSpent?: TimeSpent
  /** Could the service have executed the call, in any of its attempts? */
  declare readonly mayHaveRun: boolean
  /** The language of the remedy in `toJSON()`: the client's option `errorLanguage`. Not enumerable. */
  declare readonly language: keyof Text
  /**
   * A plain object for a log line: name, message, code, kind, retry, reason, mayHaveRun, service, action, region,
   * httpStatus, requestId, traceId, retryAfterMs, timeSpent, the number of attempts, the remedy in one language, and the
   * message of the cause. `toJSON({ full: true })` has all fields except config, request, response and data.
   * `JSON.stringify` calls it with a string, and so gets the short form.
   */
  declare toJSON: (options?: ToJsonOptions | string) => Record<string, unknown>

  static {
    // On the prototype, as in axios, although the types of axios declare a property. Not enumerable, because pino copies
    // enumerable properties of the prototype too.
    Object.defineProperty(TencentCloudError.prototype, 'toJSON', { value: toJSON, writable: true, configurable: true })
  }

  /** Does not change the texts in `details`: remove secrets before, as `createError` does. */
  constructor(details: TencentCloudErrorDetails) {
    super(buildMessage(details), details.code)
    const { language = 'en', inspect, reason = 'not-retryable', response, cause } = details
    const set = (name: PropertyKey, value: unknown, enumerable: boolean) =>
      Object.defineProperty(this, name, { value, enumerable, writable: true, configurable: true })

    const { errorName } = new.target
    set(brand, listClassNames(new.target), false)
    set('name', errorName, false)
    set('isAxiosError', true, false)
    // Accessors, because `%o` and `showHidden` print data properties that are not enumerable.
    for (const name of hiddenFields) {
      let value: unknown = details[name]
      const hidden = { get: () => value, set: (next: unknown) => (value = next), configurable: true }
      if (name === 'data' ? value !== undefined : value) Object.defineProperty(this, name, hidden)
    }
    if (response && response.status >= 400) set('status', response.status, true)
    set('kind', kindByClass[errorName], true)
    set('reason', reason, true)
    for (const name of shownFields) if (details[name] !== undefined) set(name, details[name], true)
    set('language', language, false)
    if (inspect) set(customInspect, inspect, false)
    if (cause !== undefined) set('cause', cause, false)
  }

  /**
   * Compares brands, so that errors of another copy of this package count. Your own subclasses are compared as usual.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!Object.hasOwn(this, 'errorName')) return Function.prototype[Symbol.hasInstance].call(this, value)
    const names: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, brand) : undefined
    return Array.isArray(names) && names.includes(this.errorName)
  }
}

function buildMessage(details: TencentCloudErrorDetails): string {
  const { reason = 'not-retryable' } = details
  const code = details.moduleCode === undefined ? details.code : `${details.code}/${details.moduleCode}`
  const context = [
    [details.service, details.action].filter(Boolean).join(' '),
    details.requestId && `request id ${details.requestId}`,
    details.attempts.length > 1 && `${details.attempts.length} attempts`,
    details.explanation ?? (reason !== 'not-retryable' && `gave up: ${reason}`),
  ].filter(Boolean)
  const head = details.serverMessage === '' ? code : `${code}: ${details.serverMessage}`
  const where = context.length > 0 ? ` [${context.join(', ')}]` : ''
  return `${head}${where}${details.advice === undefined ? '' : ` ${details.advice}`}`
}
