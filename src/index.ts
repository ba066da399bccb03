export {
  attachTencentCloud,
  type CallRetryOptions,
  type DecideAnswer,
  type DecideContext,
  type PacingOptions,
  type RetryOptions,
  type Sign,
  type SignContext,
  type SigningMethod,
  type StreamOptions,
  type TencentCloudAttachment,
  type TencentCloudCallOptions,
  type TencentCloudOptions,
} from './axios/index.ts'
export type { CatalogEntry, Disposition, ErrorClassName, ErrorKind, Text, ThrottledBy } from './catalog/index.ts'
export { attemptsOf } from './engine/attempts-of.ts'
export * from './errors/index.ts'
export type { LimitScope, PacingScope } from './pacing/pacing-key.ts'
export type { InFlightLimit, MinuteLimit, RateLimit, TokenLimit } from './pacing/pacing-options.ts'
export type { LimitConflict } from './pacing/shared-limit.ts'
export type { TimeSpent } from './retry/attempt.ts'
export type { RetryBudgetOptions } from './retry/budget.ts'
export type {
  Attempt,
  AttemptDecision,
  AttemptFacts,
  Clock,
  Decision,
  GiveUpReason,
  RetryPolicy,
  RetryReason,
} from './retry/index.ts'
export type { CredentialSource, Credentials } from './signing/index.ts'
export { type StreamOutcome, streamOutcome } from './streams/outcome.ts'
export type { TokenUsage } from './streams/usage.ts'
export type {
  CallEvent,
  EventBody,
  LearnedLimit,
  LimitEvent,
  LimitEventBody,
  ObservedCall,
  TencentCloudEvent,
} from './telemetry/index.ts'
