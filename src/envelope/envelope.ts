/** The families of response bodies in which Tencent Cloud reports a failure. */
export type Dialect = 'api3' | 'legacy' | 'cloudbase' | 'im' | 'lvb' | 'sms' | 'dnspod' | 'cls' | 'cos'

/**
 * How surely the body is Tencent Cloud's, judged without knowing the host.
 *
 * - `certain`: no other API answers like this (`Response.Error.Code` beside a RequestId)
 * - `if-listed`: certain when the catalog lists the code (a `codeDesc` or a `(module)` message stands beside it)
 * - `by-host`: common field names; a failure only on a host that is known to be Tencent Cloud's
 */
export type Certainty = 'certain' | 'if-listed' | 'by-host'

/** What a response body says about a failure, the same for every dialect. */
export interface Envelope {
  readonly dialect: Dialect
  readonly certainty: Certainty
  /** The public code as a string: `'4420'`, `'RequestLimitExceeded'`. */
  readonly code: string
  /** The server's text without its `(module code)` and `SYMBOL`; may be empty. */
  readonly message: string
  /** The number in the parentheses that open a legacy message: `'10250'`. */
  readonly moduleCode?: string
  /** The legacy API's named twin of the public code: `'InvalidParameter'`. */
  readonly codeDesc?: string
  /** The upper-case name that some modules put before the text: `'EC_CDN_USER_EXIST'`. */
  readonly symbol?: string
  readonly requestId?: string
  readonly traceId?: string
  /** The payload beside the failure; partial successes carry one. */
  readonly data?: unknown
}
