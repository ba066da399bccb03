/** A rate that is documented: a number of calls in each period. An account may have a higher one. */
export interface DocumentedRate {
  readonly calls: number
  readonly periodSeconds: number
}

/** Before the first throttle: slow start. */
export const start = {
  /**
   * Calls of a key that may be in flight at first (calls). Tencent Cloud's usual limit is 20 a second.
   * Source: API 3.0's default quota.
   */
  window: 20,
  /**
   * Age at which a call that was not rejected is presumed accepted, however long its answer takes (ms). A limiter
   * rejects before the work begins, while the answers of large models take 30 s. Rejections that come sooner make it
   * less.
   */
  presumedAcceptedMs: 1_000,
  /**
   * Least first estimate of a rate (calls/s). It is a quarter of the usual 20, for processes that found the limit
   * used up by the first bursts of others.
   */
  leastRate: 5,
  /** Fewer calls accepted than this leave the first estimate to the documented limit, if it is below `leastRate` (calls). */
  fewAccepted: 3,
} as const
