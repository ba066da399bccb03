import type { LimitScope } from './pacing-key.ts'
import type { SharedLimit } from './shared-limit.ts'

interface ScopedLimit {
  /**
   * The calls that share the limit: those of an action in a region (of a model, at a model endpoint), of a service, or of
   * the account.
   *
   * @default 'action'
   */
  readonly scope?: LimitScope
}

/** A limit of calls per second. */
export interface RateLimit extends ScopedLimit {
  /** Calls per second, more than 0 and at most 100,000. 0.5 is one call in two seconds. */
  readonly qps: number
}

/** A limit of calls per minute, and of tokens per minute if there is one too. */
export interface MinuteLimit extends ScopedLimit {
  /** Calls per minute, at least 1. Any minute has at most as many, and they may all be sent at once. */
  readonly rpm: number
  /** Tokens per minute, as in TokenLimit. */
  readonly tpm?: number
}

/** A limit of tokens per minute, at a model endpoint. */
export interface TokenLimit extends ScopedLimit {
  /**
   * Tokens per minute of the prompts and the answers together, at least 1. Before a call is sent, its tokens are estimated:
   * those of the prompt by its length, those of the answer by `max_tokens`, or without it by the answers before (1,024 at
   * first). The usage that the answer tells, at the end of a stream too, corrects that. A call counts while it runs and for
   * a minute after it, because services count a call when it begins or when it ends. A call that exceeds the whole limit by
   * itself is sent alone.
   */
  readonly tpm: number
}

/** A limit of calls at the same time. */
export interface InFlightLimit extends ScopedLimit {
  /** Calls in flight, at least 1. An event stream of a model counts until it ends, or is cancelled or forgotten. */
  readonly inFlight: number
}

/** How calls are paced. */
export interface PacingOptions {
  /**
   * A limit that you know: of calls per second, per minute or at the same time, or of tokens per minute; several of them
   * hold together. It is never exceeded; as many calls as it allows are sent at once. For a limit of tokens that is as true
   * as the estimate, so give `max_tokens`. With a `fleet` only `qps` is shared.
   *
   * @default undefined: the limit is learned from throttles
   * @example
   * ```ts
   * attachTencentCloud(http, { pacing: { limit: { qps: 20, scope: 'service' } } })
   * ```
   */
  readonly limit?: RateLimit | MinuteLimit | TokenLimit | InFlightLimit
  /**
   * Shares limits with other processes: a fleet of `createFleet`. Without `limit` the processes learn each limit together:
   * the first call of a key waits for the answer of the fleet's store, and, once a call was throttled, each does. With
   * `limit` each call does. Such calls are sent evenly spaced.
   *
   * @default undefined: this process has its limits for itself
   * @example
   * ```ts
   * import { createFleet } from 'axios-tencentcloud/fleet'
   * import { Redis } from 'ioredis'
   *
   * const fleet = createFleet({ redis: new Redis() })
   * attachTencentCloud(http, { pacing: { fleet } })
   * ```
   */
  readonly fleet?: SharedLimit
  /**
   * The account in the names of limits. Set it if attachments of several accounts share a `fleet`, or if requests are
   * signed with temporary keys, whose SecretId changes from hour to hour and differs between processes. All calls of the
   * attachment must then belong to this account.
   *
   * @default the SecretId that a request shows before this package signs it; requests without one count as one account
   */
  readonly account?: string
  /**
   * The number of calls that may wait for one limit, 0 or more. Further calls fail at once with a ThrottlingError whose
   * `reason` is 'queue-full'.
   *
   * @default Infinity
   */
  readonly maxQueue?: number
}
