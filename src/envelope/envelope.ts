/**
 * The formats of response bodies in which Tencent Cloud reports a failure. `model`: the `error` object of model endpoints,
 * which other providers send too. `unread`: it looks like one of them, but the
 * code that reads it could not be loaded.
 */
export type Dialect =
  | 'api3'
  | 'legacy'
  | 'cloudbase'
  | 'im'
  | 'lvb'
  | 'sms'
  | 'dnspod'
  | 'cls'
  | 'cos'
  | 'model'
  | 'scf'
  | 'tpns'
  | 'youtu'
  | 'tencent-map'
  | 'unread'

/**
 * How certain it is that the body is Tencent Cloud's, judged without the host.
 *
 * - `certain`: no other API has this format (`Response.Error.Code` and a RequestId)
 * - `if-listed`: certain if the catalog lists the code (the body has a `codeDesc` or a `(module)` message)
 * - `by-host`: the field names are common; a failure only on a host that is known to be Tencent Cloud's
 * - `by-service`: they are so common that only the product of that name has a failure in this form
 */
export type Certainty = 'certain' | 'if-listed' | 'by-host' | 'by-service'

/** The failure that a response body reports, in the same form for every dialect. */
export interface Envelope {
  readonly dialect: Dialect
  readonly certainty: Certainty
  /** The public code as a string: `'4420'`, `'RequestLimitExceeded'`. */
  readonly code: string
  /** The server's text without `(module code)` and `SYMBOL`; may be empty. */
  readonly message: string
  /** The number in parentheses at the beginning of a legacy message: `'10250'`. */
  readonly moduleCode?: string | undefined
  /** The name that the legacy API sends with the public code: `'InvalidParameter'`. */
  readonly codeDesc?: string | undefined
  /** The upper-case name that some modules put before the text: `'EC_CDN_USER_EXIST'`. */
  readonly symbol?: string | undefined
  readonly requestId?: string | undefined
  readonly traceId?: string | undefined
  /** Of a `model` body: something else stands beside the failure, so that under an accepted status it is a success. */
  readonly besideContent?: boolean | undefined
  /** It came after something of the answer, so that a repeat would generate that a second time. */
  readonly isLate?: boolean | undefined
  /** The body's `data`, which a partial success has. */
  readonly data?: unknown
}

/** The result of reading a text body. */
export interface TextReading {
  /** The JSON value; absent if the text is not a JSON object. */
  readonly parsed?: unknown
  /** The failure that the body reports, if any. */
  readonly envelope?: Envelope | undefined
}
