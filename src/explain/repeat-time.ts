import { defaultPolicy } from '../retry/policy.ts'

/** Seconds from the start of a call for which it is repeated with default options. */
export const repeatSeconds = defaultPolicy.maxRetryTimeMs / 1000
