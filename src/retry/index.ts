export type { Attempt, AttemptDecision, AttemptFacts, GiveUpReason, RetryReason } from './attempt.ts'
export { type Clock, systemClock } from './clock.ts'
export {
  type Decision,
  type Delivery,
  decide,
  type Failure,
  giveUp,
  type History,
  noFailures,
  type Repeatability,
} from './decide.ts'
export { retryAfterFailure, type Tried } from './loop.ts'
export { defaultPolicy, type RetryPolicy } from './policy.ts'
export { parseRetryAfter } from './retry-after.ts'
