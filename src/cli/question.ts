/** The code to explain, and what is known of its call. */
export interface Question {
  readonly code: string
  readonly moduleCode?: string | undefined
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly serverMessage?: string | undefined
  readonly requestId?: string | undefined
  /** The format of the answer that was copied. */
  readonly dialect?: string | undefined
}

/** Matches `4400`, `-503`. */
export const isNumber = (text: string): boolean => /^-?\d{1,12}$/.test(text)

/** Has the form of a named code: `InternalError`, `ResourceNotFound.Instance`. */
export const isName = (text: string): boolean =>
  text.length <= 256 && /^[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*\.?$/.test(text)
