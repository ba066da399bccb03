import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { kindByClass } from '../catalog/entry.ts'
import type { Disposition, ErrorClassName, ErrorKind, Text } from '../catalog/index.ts'
import type { TimeSpent } from '../retry/attempt.ts'
import type { Attempt } from '../retry/index.ts'

/** The data of a failed call, from which an error is made. Its fields are documented on {@link TencentCloudError}. */
export interface TencentCloudErrorDetails {
  /** The public code; for a TransportError the code of axios. */
  readonly code: string
  /** The text of the server or, for a TransportError, of the transport. */
  readonly serverMessage: string
  /** The disposition of the code. */
  readonly retry: Disposition
  /** Could the service have executed the call, in any of its attempts? */
  readonly mayHaveRun: boolean
  /** All attempts, in order; empty if nothing was sent. */
  readonly attempts: readonly Attempt[]
  /** Why the call was not tried again. */
  readonly reason?: Attempt['reason'] | undefined
  /** How long the call waited and sent. */
  readonly timeSpent?: TimeSpent | undefined
  /** The number in parentheses at the beginning of a legacy message. */
  readonly moduleCode?: string | undefined
  /** The name that is sent with a legacy code. */
  readonly codeDesc?: string | undefined
  /** The id that Tencent Cloud's support asks for. */
  readonly requestId?: string | undefined
  /** A second id, if the product or the SDK has one. */
  readonly traceId?: string | undefined
  /** The product: `kms`. */
  readonly service?: string | undefined
  /** The action: `Encrypt`. */
  readonly action?: string | undefined
  /** The region that the request or its host named. */
  readonly region?: string | undefined
  /** The API version that the request named. */
  readonly version?: string | undefined
  /** The HTTP status; absent if no response came. */
  readonly httpStatus?: number | undefined
  /** What the code means. */
  readonly meaning?: Text | undefined
  /** What to do about it. */
  readonly remedy?: Text | undefined
  /** The upper-case name that some modules put before the text. */
  readonly symbol?: string | undefined
  /** A sentence for the developer, appended to the message. */
  readonly advice?: string | undefined
  /** The config of axios. Not enumerable in the error. */
  readonly config?: InternalAxiosRequestConfig | undefined
  /** The adapter's own request object. Not enumerable in the error. */
  readonly request?: unknown
  /** The response, with its data parsed. Not enumerable in the error. */
  readonly response?: AxiosResponse | undefined
  /** The underlying error: of the socket, the SDK or a signer. Not enumerable in the error. */
  readonly cause?: Error | undefined
  /** The body's `data` (PartialSuccessError). Not enumerable in the error. */
  readonly data?: unknown
  /** The first 500 characters of a body without an envelope (HttpError). */
  readonly body?: string | undefined
}

/** The key of the brand. All copies of this package in a process share it, so that `instanceof` works across them. */
const brand = Symbol.for('axios-tencentcloud.error')

/** The details that become enumerable properties. */
const shownFields = [
  'retry',
  'serverMessage',
  'moduleCode',
  'codeDesc',
  'symbol',
  'requestId',
  'traceId',
  'service',
  'action',
  'region',
  'version',
  'httpStatus',
  'meaning',
  'remedy',
  'mayHaveRun',
  'reason',
  'attempts',
  'timeSpent',
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

/**
 * A failed call to Tencent Cloud. Catch it, or one of its subclasses, with `instanceof`. It is an AxiosError, so that
 * `axios.isAxiosError` and existing handlers still work.
 *
 * Its printed forms (`String`, `JSON.stringify`, `util.inspect`, also with `showHidden`, `stack`, `cause`) contain no
 * secret of the request. `config`, `request`, `response` and `data` are not enumerable; `inspect` with `getters` shows them.
 */
export class TencentCloudError extends AxiosError {
  /** The name of the class, written out so that it survives a minifier. */
  static readonly errorName: ErrorClassName = 'TencentCloudError'

  /**
   * The public code: `'4420'`, `'RequestLimitExceeded'`; for a TransportError the code of axios, such as
   * `'ECONNRESET'`.
   */
  declare readonly code: string
  /** The kind of failure, one for each class. */
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
  /** What the code means, in English and Chinese. */
  declare readonly meaning?: Text
  /** What to do about it, in English and Chinese. */
  declare readonly remedy?: Text
  /** All attempts, in order, each with the decision after it and the reason; empty if nothing was sent. */
  declare readonly attempts: readonly Attempt[]
  /** Why the call was not tried again: the reason of its last attempt, or the reason for which no attempt was made. */
  declare readonly reason?: Attempt['reason']
  /** How long the call waited and sent. */
  declare readonly timeSpent?: TimeSpent
  /** Could the service have executed the call, in any of its attempts? */
  declare readonly mayHaveRun: boolean
  /** A plain object with all fields except config, request, response, cause and data. */
  declare toJSON: () => Record<string, unknown>

  static {
    // On the prototype, as in axios, although the types of axios declare a property.
    TencentCloudError.prototype.toJSON = function toJSON(this: TencentCloudError) {
      return { ...this, name: this.name, message: this.message, stack: this.stack }
    }
  }

  /** Does not change the texts in `details`: remove secrets before, as `createError` does. */
  constructor(details: TencentCloudErrorDetails) {
    super(buildMessage(details), details.code, details.config, details.request, details.response)
    const set = (name: PropertyKey, value: unknown, enumerable: boolean) =>
      Object.defineProperty(this, name, { value, enumerable, writable: true, configurable: true })

    const { errorName } = new.target
    set(brand, listClassNames(new.target), false)
    set('name', errorName, false)
    set('isAxiosError', true, false)
    // Accessors, because `%o` and `showHidden` print data properties that are not enumerable.
    for (const name of hiddenFields) {
      let value: unknown = details[name]
      const hidden = { get: () => value, set: (next: unknown) => (value = next), enumerable: false, configurable: true }
      if (name === 'data' ? value !== undefined : value) Object.defineProperty(this, name, hidden)
    }
    set('kind', kindByClass[errorName], true)
    for (const name of shownFields) if (details[name] !== undefined) set(name, details[name], true)
    if (details.cause !== undefined) set('cause', details.cause, false)
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
  const code = details.moduleCode === undefined ? details.code : `${details.code}/${details.moduleCode}`
  const context = [
    [details.service, details.action].filter(Boolean).join(' '),
    details.requestId && `request id ${details.requestId}`,
    details.attempts.length > 1 && `${details.attempts.length} attempts`,
    describeReason(details),
  ].filter(Boolean)
  const head = details.serverMessage === '' ? code : `${code}: ${details.serverMessage}`
  const where = context.length > 0 ? ` [${context.join(', ')}]` : ''
  return `${head}${where}${details.advice === undefined ? '' : ` ${details.advice}`}`
}

function describeReason({ reason, timeSpent }: TencentCloudErrorDetails): string {
  if (reason === undefined || reason === 'not-retryable') return ''
  if (reason !== 'deadline' || !timeSpent) return `gave up: ${reason}`
  const { totalMs, queuedMs, backoffMs, sendingMs } = timeSpent
  return `gave up: deadline, after ${totalMs} ms (queued ${queuedMs}, backoff ${backoffMs}, sending ${sendingMs})`
}

/**
 * Is it an error of this package, or of another copy of it?
 *
 * @example
 * ```ts
 * import { isTencentCloudError } from 'axios-tencentcloud'
 *
 * try {
 *   await http.get(url)
 * } catch (error) {
 *   if (!isTencentCloudError(error)) throw error
 *   log.info({ code: error.code, reason: error.reason, mayHaveRun: error.mayHaveRun, requestId: error.requestId })
 * }
 * ```
 */
export function isTencentCloudError(value: unknown): value is TencentCloudError {
  return value instanceof TencentCloudError
}
