/** How far retrying may go. Durations are in milliseconds. */
export interface RetryPolicy {
  /**
   * Attempts that may end in an internal fault, a lost connection or a busy resource before the call gives up.
   * Throttled attempts do not count: they are bounded by the deadline, and to 5 where the code can also mean a quota that
   * is used up (4400). Default 4.
   */
  readonly maxAttempts: number
  /**
   * From the call's start; no attempt is started and no wait begun that ends after it. One that you set, be it as long, cuts a
   * running attempt too. Default 60,000.
   */
  readonly deadlineMs: number
  /** Cap of the first wait after an internal fault; throttling that is not paced waits ten times, a busy resource twenty times as long. Default 100. */
  readonly baseDelayMs: number
  /** Cap of any wait that backoff chooses; Retry-After and a code's own minimum may exceed it. Default 20,000. */
  readonly maxDelayMs: number
}

/** The defaults: the deadline and the base are those of the AWS SDKs' standard mode, stretched for Tencent's one-second windows. */
export const defaultPolicy: RetryPolicy = { maxAttempts: 4, deadlineMs: 60_000, baseDelayMs: 100, maxDelayMs: 20_000 }
