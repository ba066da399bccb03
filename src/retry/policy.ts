/** The limits of retrying. Durations are in milliseconds. */
export interface RetryPolicy {
  /**
   * The number of attempts, the first included, that may end in an internal fault, a lost connection or a busy resource.
   * Throttled attempts do not count: `maxRetryTimeMs` limits them, and a limit of 5 if the code can also mean a hard quota
   * (4400).
   *
   * @default 4
   */
  readonly maxAttempts: number
  /**
   * Milliseconds from the call's start. No retry begins after it, and no wait that would end after it. It never aborts a
   * running attempt: `deadlineMs` does. `Infinity`, for batch jobs, sets no such limit.
   *
   * @default 60_000
   */
  readonly maxRetryTimeMs: number
  /**
   * The cap of the first wait after an internal fault, in milliseconds. For throttling without pacing the cap is 10
   * times, for a busy resource 20 times as long. At most `maxDelayMs`.
   *
   * @default 100
   */
  readonly baseDelayMs: number
  /**
   * The cap of every backoff, in milliseconds. A Retry-After header and a code's own minimum may exceed it.
   *
   * @default 20_000
   */
  readonly maxDelayMs: number
}

/**
 * The defaults. Time and base are those of the AWS SDKs' standard mode, made longer for Tencent Cloud's one-second
 * windows.
 */
export const defaultPolicy: RetryPolicy = {
  maxAttempts: 4,
  maxRetryTimeMs: 60_000,
  baseDelayMs: 100,
  maxDelayMs: 20_000,
}
