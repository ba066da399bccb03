import type { Disposition, ErrorClassName, Text } from '../catalog/entry.ts'
import type { Explanation, Unexplained } from './explain-code.ts'
import type { Repeatability } from './repeatability.ts'

/** A failure without a code of Tencent Cloud: `ECONNRESET`, HTTP 502. */
export interface ExplainedFault {
  /** Tells the forms of an explanation apart. */
  readonly subject: 'transport'
  /** The code of the system or of axios; `HTTP 502` for a status. */
  readonly code: string
  /** The HTTP status, if the failure is one. */
  readonly httpStatus?: number
  /** The product that the text or the question names. */
  readonly service?: string
  /** The action that the text or the question names. */
  readonly action?: string
  /** The class of errors that is thrown. */
  readonly class: ErrorClassName
  /** The `kind` of that class. */
  readonly kind: 'transport'
  /** The disposition: whether and how a repeat can succeed. */
  readonly retry: Disposition
  /** Could the service have executed the call? */
  readonly mayHaveRun: boolean
  /** What it means, in English and Chinese. */
  readonly meaning: Text
  /** What to do about it, in English and Chinese. */
  readonly remedy: Text
  /** Whether a call may be repeated: one of the action, else of each kind. */
  readonly repeatability: readonly Repeatability[]
}

/** A word of this package: a reason, a disposition, a class, or a code of its own. */
export interface ExplainedTerm {
  /** Tells the forms of an explanation apart. */
  readonly subject: 'term'
  /** The word: `could-duplicate`. */
  readonly code: string
  /** What it means, in English and Chinese. */
  readonly meaning: Text
  /** What to do about it, in English and Chinese. */
  readonly remedy?: Text
}

/** What a text is explained by. `subject` tells which. */
export type Explained = Explanation | ExplainedFault | ExplainedTerm | Unexplained

/** What is known besides the text. It outranks what the text says. */
export interface ExplainOptions {
  /** The product's short name: `kms`. */
  readonly service?: string | undefined
  /** The action: the answer is about it alone. */
  readonly action?: string | undefined
  /** The HTTP status of the answer. */
  readonly httpStatus?: number | undefined
}
