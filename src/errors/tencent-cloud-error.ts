import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { kindByClass } from '../catalog/entry.ts'
import type { Disposition, ErrorClassName, ErrorKind, Text } from '../catalog/index.ts'
import type { TimeSpent } from '../retry/attempt.ts'
import type { Attempt } from '../retry/index.ts'

/** What an error tells about a failed call. */
export interface TencentCloudErrorDetails {
  /** The public code, or axios' own for a TransportError. */
  readonly code: string
  /** The server's own text, or the transport's. */
  readonly serverMessage: string
  /** The disposition of the code. */
  readonly retry: Disposition
  /** Could the service have executed the call, in any of its attempts? */
  readonly mayHaveRun: boolean
  /** All of them, in order; empty when nothing was sent. */
  readonly attempts: readonly Attempt[]
  /** Why it was not tried again. */
  readonly reason?: Attempt['reason'] | undefined
  /** Where the time went. */
  readonly timeSpent?: TimeSpent | undefined
  /** The number in the parentheses that open a legacy message. */
  readonly moduleCode?: string | undefined
  /** The name beside a legacy code. */
  readonly codeDesc?: string | undefined
  /** What Tencent Cloud’s support asks for. */
  readonly requestId?: string | undefined
  /** A second id, where the product or the SDK gives one. */
  readonly traceId?: string | undefined
  /** The product: `kms`. */
  readonly service?: string | undefined
  /** The action: `Encrypt`. */
  readonly action?: string | undefined
  /** The region that the request or its host named. */
  readonly region?: string | undefined
  /** The API version that the request named. */
  readonly version?: string | undefined
  /** Absent when no answer came. */
  readonly httpStatus?: number | undefined
  /** What the code means. */
  readonly meaning?: Text | undefined
  /** What to do about it. */
  readonly remedy?: Text | undefined
  /** The upper-case name that some modules put before the text. */
  readonly symbol?: string | undefined
  /** A sentence for the developer, appended to the message. */
  readonly advice?: string | undefined
  /** The request as axios knows it; kept, not enumerable. So are the next two. */
  readonly config?: InternalAxiosRequestConfig | undefined
  /** The adapter's own request object. */
  readonly request?: unknown
  /** The answer, its data parsed. */
  readonly response?: AxiosResponse | undefined
  /** What failed below: the error of the socket, of the SDK, of a signer. */
  readonly cause?: Error | undefined
  /** The payload beside the failure (PartialSuccessError). */
  readonly data?: unknown
  /** The first characters of a body without an envelope (HttpError). */
  readonly body?: string | undefined
}

/** Shared by every copy of this package in a process, so that `instanceof` holds across them. */
const brand = Symbol.for('axios-tencentcloud.error')

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

/** Not enumerable: an error's own cause is printed by itself, and data may hold what a log should not. */
const hiddenFields = ['cause', 'data'] as const

/** The names of a class and its ancestors up to TencentCloudError. */
function lineage(errorClass: typeof TencentCloudError): readonly string[] {
  const names: string[] = []
  for (let at: unknown = errorClass; typeof at === 'function' && at !== AxiosError; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'errorName')) names.push(String(Reflect.get(at, 'errorName')))
  }
  return names
}

/**
 * A failed Tencent Cloud call. Catch it, or one of its subclasses, with `instanceof`; it is an AxiosError, so
 * `axios.isAxiosError` and what already handled those goes on working.
 *
 * Nothing it prints (`String`, `JSON.stringify`, `util.inspect`, also with `showHidden`, `stack`, `cause`) contains a secret
 * of the request; `config`, `request` and `response` are there, but not enumerable (`inspect` with `getters` shows them).
 */
export class TencentCloudError extends AxiosError {
  /** The class's name, whatever a minifier makes of it. */
  static readonly errorName: ErrorClassName = 'TencentCloudError'

  /** The public code: `'4420'`, `'RequestLimitExceeded'`; for a TransportError axios' own, such as `'ECONNRESET'`. */
  declare readonly code: string
  /** What sort of failure this is; one for each class. */
  declare readonly kind: ErrorKind
  /** What can be done about it: the code's disposition. */
  declare readonly retry: Disposition
  /** The server's text, without module code and symbol. */
  declare readonly serverMessage: string
  /** The number in the parentheses that open a legacy message. */
  declare readonly moduleCode?: string
  /** The name beside a legacy code: `'InternalError'`. */
  declare readonly codeDesc?: string
  /** The upper-case name that some legacy modules put before the text: `'EC_CDN_USER_EXIST'`. */
  declare readonly symbol?: string
  /** What Tencent Cloud's support asks for. */
  declare readonly requestId?: string
  /** A second id, where the product or the SDK gives one. */
  declare readonly traceId?: string
  /** The product: `'kms'`. */
  declare readonly service?: string
  /** The action: `'Encrypt'`. */
  declare readonly action?: string
  /** The region that the request or its host named. */
  declare readonly region?: string
  /** The API version that the request named. */
  declare readonly version?: string
  /** Absent when no answer came. */
  declare readonly httpStatus?: number
  /** What the code means. */
  declare readonly meaning?: Text
  /** What to do about it. */
  declare readonly remedy?: Text
  /** Every attempt, in order, with what was decided after it and why. */
  declare readonly attempts: readonly Attempt[]
  /** Why the call was not tried again: the reason of the last attempt, or why there was none. */
  declare readonly reason?: Attempt['reason']
  /** Where the time went. */
  declare readonly timeSpent?: TimeSpent
  /** Could the service have executed the call, in any of its attempts? */
  declare readonly mayHaveRun: boolean
  /** Everything but config, request, response, cause and data. */
  declare toJSON: () => Record<string, unknown>

  static {
    // On the prototype, as axios has it, though axios' types call it a property.
    TencentCloudError.prototype.toJSON = function toJSON(this: TencentCloudError) {
      return { ...this, name: this.name, message: this.message, stack: this.stack }
    }
  }

  /** Takes its texts as they are: whoever makes an error strikes the secrets out first (`createError` does). */
  constructor(details: TencentCloudErrorDetails) {
    super(messageOf(details), details.code, details.config, details.request, details.response)
    const set = (name: PropertyKey, value: unknown, enumerable: boolean) =>
      Object.defineProperty(this, name, { value, enumerable, writable: true, configurable: true })

    const { errorName } = new.target
    set(brand, lineage(new.target), false)
    set('name', errorName, false)
    set('isAxiosError', true, false)
    // Behind accessors, as `%o` and `showHidden` print what is merely not enumerable.
    for (const name of ['config', 'request', 'response'] as const) {
      let value: unknown = details[name]
      const hidden = { get: () => value, set: (next: unknown) => (value = next), enumerable: false, configurable: true }
      if (value) Object.defineProperty(this, name, hidden)
    }
    set('kind', kindByClass[errorName], true)
    for (const name of shownFields) if (details[name] !== undefined) set(name, details[name], true)
    for (const name of hiddenFields) if (details[name] !== undefined) set(name, details[name], false)
  }

  /** By brand, so that an error of another copy of this package counts; a subclass of yours is compared as usual. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!Object.hasOwn(this, 'errorName')) return Function.prototype[Symbol.hasInstance].call(this, value)
    const names: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, brand) : undefined
    return Array.isArray(names) && names.includes(this.errorName)
  }
}

function messageOf(details: TencentCloudErrorDetails): string {
  const code = details.moduleCode === undefined ? details.code : `${details.code}/${details.moduleCode}`
  const context = [
    [details.service, details.action].filter(Boolean).join(' '),
    details.requestId && `request id ${details.requestId}`,
    details.attempts.length > 1 && `${details.attempts.length} attempts`,
    whyGivenUp(details),
  ].filter(Boolean)
  const head = details.serverMessage === '' ? code : `${code}: ${details.serverMessage}`
  const where = context.length > 0 ? ` [${context.join(', ')}]` : ''
  return `${head}${where}${details.advice === undefined ? '' : ` ${details.advice}`}`
}

function whyGivenUp({ reason, timeSpent }: TencentCloudErrorDetails): string {
  if (reason === undefined || reason === 'not-retryable') return ''
  if (reason !== 'deadline' || !timeSpent) return `gave up: ${reason}`
  const { totalMs, queuedMs, backoffMs, sendingMs } = timeSpent
  return `gave up: deadline, after ${totalMs} ms (queued ${queuedMs}, backoff ${backoffMs}, sending ${sendingMs})`
}

/** Is it an error of this package, of whichever copy? */
export function isTencentCloudError(value: unknown): value is TencentCloudError {
  return value instanceof TencentCloudError
}
