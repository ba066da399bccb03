import { checkHeaders, checkOptions, checkType } from './check.ts'
import type { FakeCredentials } from './credentials.ts'
import { KnownCredentials } from './credentials.ts'

/** Options of {@link createFakeTencentCloud}; all optional. */
export interface FakeTencentCloudOptions {
  /** The fake's clock, in epoch milliseconds. It stamps the log and the Date header. Default: `Date.now`. */
  readonly now?: () => number
  /**
   * How late answers wait: resolves after `ms` milliseconds, or resolves or rejects as soon as `signal` aborts.
   * Default: a timer.
   */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Headers of every answer; a fault's own headers win over them. Default: none. */
  readonly responseHeaders?: Readonly<Record<string, string>>
  /** Lets pages of any origin call the fake: preflights are granted, and answers may be read. Default: false. */
  readonly cors?: boolean
  /**
   * The keys that requests must be signed with, by TC3-HMAC-SHA256, HmacSHA256 or HmacSHA1; any other request is refused
   * and nothing runs. Default: undefined, signatures are not looked at.
   */
  readonly credentials?: readonly FakeCredentials[]
  /**
   * Refuses a nonce that the same SecretId used in the last five minutes, or within a longer tolerance for Timestamps,
   * with 4500 or InvalidRequest.ReplayAttack. Default: true.
   */
  readonly nonceMemory?: boolean
  /**
   * Refuses a request whose Timestamp is further than this many seconds from `now()`, with 4200 (with `credentials`:
   * 4500, save for the account API) or AuthFailure.SignatureExpire. Default: undefined, any Timestamp will do; with
   * `credentials` what is documented, 7,200 for the legacy account API and 300 for all others.
   */
  readonly timestampToleranceSeconds?: number
}

type Undefaulted = 'credentials' | 'timestampToleranceSeconds'

export interface Settings extends Required<Omit<FakeTencentCloudOptions, Undefaulted>> {
  readonly credentials: KnownCredentials | undefined
  readonly timestampToleranceSeconds: number | undefined
}

/** Waits on a timer, and resolves early when the signal aborts. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
  })

const known = ['now', 'sleep', 'responseHeaders', 'cors', 'credentials', 'nonceMemory', 'timestampToleranceSeconds']

/** Fills in the defaults. Throws a TypeError that names an option which is unknown or of the wrong type. */
export const readOptions = (options: FakeTencentCloudOptions = {}): Settings => {
  const where = 'createFakeTencentCloud'
  checkOptions(where, options, known)
  checkType(where, 'now', options.now, 'function')
  checkType(where, 'sleep', options.sleep, 'function')
  checkHeaders(where, 'responseHeaders', options.responseHeaders)
  checkType(where, 'cors', options.cors, 'boolean')
  checkType(where, 'nonceMemory', options.nonceMemory, 'boolean')
  const tolerance = options.timestampToleranceSeconds
  if (tolerance !== undefined && !(typeof tolerance === 'number' && tolerance >= 0)) {
    throw new TypeError(`${where}: "timestampToleranceSeconds" must be a number, 0 or more`)
  }
  const { credentials } = options
  return {
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
    responseHeaders: options.responseHeaders ?? {},
    cors: options.cors ?? false,
    credentials: credentials === undefined ? undefined : new KnownCredentials(where, credentials),
    nonceMemory: options.nonceMemory ?? true,
    timestampToleranceSeconds: tolerance,
  }
}
