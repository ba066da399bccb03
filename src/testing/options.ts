import { checkHeaders, checkOptions, checkType } from './check.ts'
import type { FakeCredentials } from './credentials.ts'
import { KnownCredentials } from './credentials.ts'

/** Options of {@link createFakeTencentCloud}. All are optional; a wrong one throws a TypeError that names it. */
export interface FakeTencentCloudOptions {
  /**
   * Gives the time of the fake in epoch milliseconds, for the log, the Date header, limits and the check of Timestamps.
   *
   * @default Date.now
   */
  readonly now?: () => number
  /**
   * Waits before a delayed answer: resolves after `ms` milliseconds, or settles as soon as `signal` aborts.
   *
   * @default a timer
   */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /**
   * Headers of every answer. Headers of a fault replace them.
   *
   * @default {}
   */
  readonly responseHeaders?: Readonly<Record<string, string>>
  /**
   * May pages of any origin call the fake? If so, it grants preflights and lets answers be read.
   *
   * @default false
   */
  readonly cors?: boolean
  /**
   * The keys that requests must be signed with, by TC3-HMAC-SHA256, HmacSHA256 or HmacSHA1. Any other request is refused
   * and runs nothing.
   *
   * @default undefined: signatures are not checked
   * @example
   * ```ts
   * const fake = createFakeTencentCloud({ credentials: [{ secretId: 'AKIDexample', secretKey: 'example' }] })
   * ```
   */
  readonly credentials?: readonly FakeCredentials[]
  /**
   * The keys that model endpoints accept, as a Bearer token or in `x-api-key`. Any other is refused with 401 and runs
   * nothing.
   *
   * @default undefined: any key is accepted, and none is needed
   */
  readonly apiKeys?: readonly string[]
  /**
   * Is a nonce refused, with 4500 or InvalidRequest.ReplayAttack, that the same SecretId has used in the last five
   * minutes, or within the tolerance for Timestamps if that is longer?
   *
   * @default true
   */
  readonly nonceMemory?: boolean
  /**
   * Refuses a request whose Timestamp is more than this many seconds from `now()`, with 4200 (with `credentials`: 4500,
   * except for the account API) or AuthFailure.SignatureExpire.
   *
   * @default undefined: any Timestamp is accepted; with `credentials`, the documented tolerance is checked: 7,200 seconds
   * for the legacy account API, 300 for all others
   */
  readonly timestampToleranceSeconds?: number
}

type Undefaulted = 'apiKeys' | 'credentials' | 'timestampToleranceSeconds'

export interface Settings extends Required<Omit<FakeTencentCloudOptions, Undefaulted>> {
  readonly apiKeys: ReadonlySet<string | undefined> | undefined
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

const known = [
  'now',
  'sleep',
  'responseHeaders',
  'cors',
  'credentials',
  'apiKeys',
  'nonceMemory',
  'timestampToleranceSeconds',
]

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
  const { apiKeys, credentials } = options
  if (apiKeys !== undefined && !(Array.isArray(apiKeys) && apiKeys.every((key) => typeof key === 'string'))) {
    throw new TypeError(`${where}: "apiKeys" must be a list of strings`)
  }
  return {
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
    responseHeaders: options.responseHeaders ?? {},
    cors: options.cors ?? false,
    apiKeys: apiKeys && new Set(apiKeys),
    credentials: credentials === undefined ? undefined : new KnownCredentials(where, credentials),
    nonceMemory: options.nonceMemory ?? true,
    timestampToleranceSeconds: tolerance,
  }
}
