import type { Disposition, ErrorClassName } from './entry.ts'

// Classes of errors that the service raises after it began to execute, or for which that is not known.
const mayHaveBegun: ReadonlySet<ErrorClassName> = new Set([
  'PartialSuccessError',
  'ResourceOperationError',
  'TencentCloudError',
])

// Classes that name a reason to refuse a request before it is executed. A guess of one of them is enough, because the
// reason stands in the code's name, however the disposition was found.
const refusals: ReadonlySet<ErrorClassName> = new Set([
  'InvalidParameterError',
  'AuthenticationError',
  'AuthorizationError',
  'QuotaExceededError',
  'UnsupportedError',
  'ResourceNotFoundError',
  'ResourceConflictError',
  'ResourceStateError',
  'ResourceInsufficientError',
  'InsufficientBalanceError',
  'AccountArrearsError',
])

/**
 * Could a call have been executed that ended with such a code? A disposition without documentation leaves it in doubt,
 * unless the name of the code tells why the request was refused. Lists that decided together do not: one may have said
 * otherwise.
 */
export const couldHaveRun = (verdict: {
  readonly class: ErrorClassName
  readonly retry: Disposition
  readonly documented: boolean
  readonly products?: readonly string[] | undefined
}): boolean =>
  verdict.retry === 'transient' ||
  mayHaveBegun.has(verdict.class) ||
  (!verdict.documented && (verdict.products !== undefined || !refusals.has(verdict.class)))
