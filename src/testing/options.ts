import { checkHeaders, checkOptions, checkType } from './check.ts'
import type { FakeCredentials } from './credentials.ts'
import { KnownCredentials } from './credentials.ts'

/** Options of {@link createFakeTencentCloud}; all optional. */
export interface FakeTencentCloudOptions {
  /** The fake's clock in epoch milliseconds, used for the log and the Date header. Default: `Date.now`. */
  readonly now?: () => number
  /**
   * Waits before a delayed answer: resolves after `ms` milliseconds, or settles as soon as `signal` aborts.
   * Default: a timer.
   */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Headers of every answer; headers of a fault replace them. Default: none. */
  readonly responseHeaders?: Readonly<Record<string, string>>
  /** Whether pages of any origin may call the fake: grants preflights and lets answers be read. Default: false. */
  readonly cors?: boolean
  /**
   * The keys that requests must be signed with, by TC3-HMAC-SHA256, HmacSHA256 or HmacSHA1. Any other request is
   * refused and runs nothing. Default: undefined, signatures are not checked.
   */
  readonly credentials?: readonly FakeCredentials[]
  /**
   * Whether to refuse, with 4500 or InvalidRequest.ReplayAttack, a nonce that the same SecretId has used in the last
   * five minutes, or within the tolerance for Timestamps if that is longer. Default: true.
   */
  readonly nonceMemory?: boolean
  /**
   * Refuses a request whose Timestamp is more than this many seconds from `now()`, with 4200 (with `credentials`: 4500,
   * except for the account API) or AuthFailure.SignatureExpire. Default: undefined, any Timestamp is accepted; with
   * `credentials` the documented tolerance: 7,200 for the legacy account API, 300 for all others.
   */
  readonly timestampToleranceSeconds?: number
}

type Undefaulted = 'credentials' | 'timestampToleranceSeconds'

export interface Settings extends Required<Omit<FakeTencentCloudOptions, Undefaulted>> {
  readonly credentials: KnownCredentials | undefined
  readonly timestampToleranceSeconds: number | undefined
}

/** Waits with a timer; resolves early when the signal aborts. */
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

/** Fills in the defaults. Throws a TypeError that names an unknown option or one of the wrong type. */
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
