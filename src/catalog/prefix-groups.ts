/**
 * How much the prefix of a code says:
 * - `fixed`: all there is to know, words change nothing
 * - `caller`: the request is at fault; only a throttle or a busy resource is more certain than that
 * - `cause`: what stood in the way; words tell its kind more exactly
 * - `vague`: no more than that it failed
 * - `internal`: that the service failed, which a repeat often mends
 * - `none`: the code begins with no known prefix
 */
export type PrefixGroup = 'fixed' | 'caller' | 'cause' | 'vague' | 'internal' | 'none'

/** The group of each prefix. One with a dot, and one that is missing here but has a rule of its own, is `fixed`. */
export const prefixGroups: Readonly<Record<Exclude<PrefixGroup, 'fixed' | 'none'>, readonly string[]>> = {
  caller: ['AuthFailure', 'InvalidParameter', 'InvalidParameterValue', 'InvalidRequest', 'ResourceNotFound'],
  cause: ['LimitExceeded', 'ResourceInUse', 'ResourceInsufficient', 'ResourcesSoldOut', 'UnauthorizedOperation'],
  vague: ['FailedOperation', 'OperationDenied', 'ResourceUnavailable', 'UnsupportedOperation'],
  internal: ['InternalError', 'InternalServerError'],
}
