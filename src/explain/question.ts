/** What was called, as far as it is known. */
export interface Call {
  readonly service?: string | undefined
  readonly action?: string | undefined
}

/** The code to explain, and what is known of its call. */
export interface Question extends Call {
  readonly code: string
  readonly moduleCode?: string | undefined
  readonly serverMessage?: string | undefined
  readonly requestId?: string | undefined
  readonly traceId?: string | undefined
  /** The format of the answer that was copied. */
  readonly dialect?: string | undefined
  /** The HTTP status that the text tells. */
  readonly httpStatus?: number | undefined
}

/** Where a code was found: typed alone, in a body, in a body inside a longer text, in other words, or by its message. */
export type Place = 'typed' | 'body' | 'inside' | 'text' | 'message'

/** What a text asks about. */
export type Subject =
  | { readonly kind: 'code'; readonly question: Question; readonly place: Place }
  /** A failure without a code of Tencent Cloud: `ECONNRESET`, HTTP 502. */
  | ({ readonly kind: 'transport'; readonly code?: string; readonly httpStatus?: number } & Call)
  /** A word of this package: a reason, a class, a disposition, one of its own codes. */
  | { readonly kind: 'term'; readonly term: string }
  /** A whole body without a failure. */
  | { readonly kind: 'success' }
  | { readonly kind: 'nothing' }

/** Matches `4400`, `-503`. */
export const isNumber = (text: string): boolean => /^-?\d{1,12}$/.test(text)

/** Has the form of a named code: `InternalError`, `ResourceNotFound.Instance`. */
export const isName = (text: string): boolean =>
  text.length <= 256 && /^[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*\.?$/.test(text)
