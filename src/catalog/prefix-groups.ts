/**
 * How much the prefix of a code says, and so which words in the rest of the name count:
 * - `fixed`: the prefix decides; words change nothing
 * - `caller`: the request is at fault; only words for a throttle or a busy resource outrank that
 * - `cause`: the prefix names the cause; words make it more exact
 * - `vague`: the prefix says only that the operation failed
 * - `internal`: the service failed, and a repeat often succeeds
 * - `none`: the code begins with no known prefix
 */
export type PrefixGroup = 'fixed' | 'caller' | 'cause' | 'vague' | 'internal' | 'none'

/** The prefixes of each group. A prefix with a dot, or one that has a rule but is missing here, is `fixed`. */
export const prefixGroups: Readonly<Record<Exclude<PrefixGroup, 'fixed' | 'none'>, readonly string[]>> = {
  caller: ['AuthFailure', 'InvalidParameter', 'InvalidParameterValue', 'InvalidRequest', 'ResourceNotFound'],
  cause: ['LimitExceeded', 'ResourceInUse', 'ResourceInsufficient', 'ResourcesSoldOut', 'UnauthorizedOperation'],
  vague: ['FailedOperation', 'OperationDenied', 'ResourceUnavailable', 'UnsupportedOperation'],
  internal: ['InternalError', 'InternalServerError'],
}
