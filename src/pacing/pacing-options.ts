import type { LimitScope } from './pacing-key.ts'
import type { SharedLimit } from './shared-limit.ts'

/** How calls are paced. */
export interface PacingOptions {
  /**
   * A limit that you know, in calls per second (0.5: one in two seconds): it is never exceeded, and used in bursts
   * where it allows. Default: none is known, and it is learned from throttles.
   */
  readonly limit?: {
    /** Calls per second, more than 0 and at most 100,000. */
    readonly qps: number
    /** Which calls share the limit: those of an action in a region (default), of a service, or of the account. */
    readonly scope?: LimitScope
  }
  /**
   * Keeps `limit` for several processes: `createFleet` of `axios-tencentcloud/fleet`. Calls then go evenly spaced, and
   * each waits for the store's answer. Default: the limit is this process' alone.
   */
  readonly fleet?: SharedLimit
  /**
   * Names the account in the names of limits. Default: the SecretId that a request shows before this package signs
   * it; what shows none counts as one account. So name it where attachments of several accounts share a `fleet`, and
   * where requests come signed with temporary keys, whose SecretId differs between processes and from hour to hour.
   * Only where all calls of the attachment are of one account.
   */
  readonly account?: string
  /** Calls that may wait for one limit; further ones fail at once with `reason: 'queue-full'`. Default: Infinity. */
  readonly maxQueue?: number
}
