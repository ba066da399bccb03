/** The limits of retrying. Durations are in milliseconds. */
export interface RetryPolicy {
  /**
   * The number of attempts that may end in an internal fault, a lost connection or a busy resource. Throttled attempts
   * do not count: the deadline limits them, and a limit of 5 if the code can also mean a hard quota (4400). Default 4.
   */
  readonly maxAttempts: number
  /**
   * Milliseconds from the call's start. No attempt begins after it, and no wait that would end after it. If you set it,
   * even to the default, it also aborts a running attempt. Default 60,000.
   */
  readonly deadlineMs: number
  /**
   * The cap of the first wait after an internal fault. For throttling without pacing the cap is 10 times, for a busy
   * resource 20 times as long. Default 100.
   */
  readonly baseDelayMs: number
  /** The cap of every backoff; Retry-After and a code's own minimum may exceed it. Default 20,000. */
  readonly maxDelayMs: number
}

/**
 * The defaults. Deadline and base are those of the AWS SDKs' standard mode, made longer for Tencent Cloud's one-second
 * windows.
 */
export const defaultPolicy: RetryPolicy = { maxAttempts: 4, deadlineMs: 60_000, baseDelayMs: 100, maxDelayMs: 20_000 }
