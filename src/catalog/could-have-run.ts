import type { Disposition, ErrorClassName } from './entry.ts'

// Classes of errors that the service raises after it began to execute, or for which that is not known.
const mayHaveBegun: ReadonlySet<ErrorClassName> = new Set([
  'PartialSuccessError',
  'ResourceOperationError',
  'TencentCloudError',
])

/** Could a call have been executed that ended with such a code? A disposition without documentation leaves it in doubt. */
export const couldHaveRun = (verdict: {
  readonly class: ErrorClassName
  readonly retry: Disposition
  readonly documented: boolean
}): boolean => !verdict.documented || verdict.retry === 'transient' || mayHaveBegun.has(verdict.class)
