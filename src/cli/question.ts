/** What somebody wants to have explained. */
export interface Question {
  readonly code: string
  readonly moduleCode?: string | undefined
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly serverMessage?: string | undefined
  readonly requestId?: string | undefined
}

/** `4400`, `-503` */
export const isNumber = (text: string): boolean => /^-?\d{1,12}$/.test(text)

/** `InternalError`, `ResourceNotFound.Instance`, by its looks. */
export const isName = (text: string): boolean =>
  text.length <= 256 && /^[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*\.?$/.test(text)
