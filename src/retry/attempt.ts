/** Why a call was tried again. */
export type RetryReason =
  | 'throttled'
  | 'busy'
  | 'replayed'
  | 'expired'
  | 'credentials-renewed'
  | 'internal-fault'
  | 'unavailable'
  | 'in-doubt'
  | 'not-sent'
  | 'overruled'

/** Why a call was not tried again. */
export type GiveUpReason =
  /** The code's disposition is `never`: the same request would fail the same way. */
  | 'not-retryable'
  /** A repeat could create, send or buy a second time. */
  | 'could-duplicate'
  /** The first try may have run, and a repeat could overwrite a later change or report a false error. */
  | 'could-overwrite'
  /** The body is a stream or an iterator that is used up. */
  | 'not-replayable'
  /** A new signature is needed, and nothing here can make one. */
  | 'cannot-re-sign'
  /** The server says that the time is wrong, and hides its own. */
  | 'clock-unknown'
  /** The server says that the time is wrong, and the client that signs cannot be given another. */
  | 'foreign-clock'
  /** As often as this failure may be tried again, it was. */
  | 'max-attempts'
  /** The wait would end after the call's deadline, or the deadline cut the attempt. */
  | 'deadline'
  /** More calls than `pacing.maxQueue` wait for the same limit. */
  | 'queue-full'
  /** Too much has failed lately for a further retry: see `retry.budget`. */
  | 'budget-exhausted'
  /** The code that decides could not be loaded; a browser that is offline may not have it yet. */
  | 'not-loaded'
  /** `retry: false`. */
  | 'retry-disabled'
  /** `retry.decide` said so. */
  | 'overruled'

/** One attempt of a call and what was decided after it. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number
  /** Epoch milliseconds by the attachment's clock. */
  readonly startedAt: number
  /** Milliseconds that it waited for its turn before it started; 0 while nothing is paced. */
  readonly queuedMs: number
  /** Milliseconds from its sending until what came of it was known. */
  readonly durationMs: number
  /** The failure's code; absent for a success. */
  readonly code?: string
  /** The number in parentheses at the front of a legacy message. */
  readonly moduleCode?: string
  /** That of the answer: what Tencent Cloud’s support asks for. */
  readonly requestId?: string
  /** Absent when no answer came. */
  readonly httpStatus?: number
  /** What followed: the end as a success, another attempt, or the end as a failure. */
  readonly decision: 'return' | 'retry' | 'give-up'
  /** Why that was decided. */
  readonly reason: 'success' | RetryReason | GiveUpReason
  /**
   * The backoff before the next attempt in milliseconds; 0 unless `decision` is `retry`. The wait for its turn, which a paced
   * call has instead after a throttle, is the next one's `queuedMs`.
   */
  readonly delayMs: number
}

/** Where the time of a call went; milliseconds. */
export interface TimeSpent {
  /** From the beginning of the call to its end. */
  readonly totalMs: number
  /** Waiting for its turn, at the pace that the API allows. */
  readonly queuedMs: number
  /** Backoff between attempts. */
  readonly backoffMs: number
  /** Attempts, from sending to the end of the answer. */
  readonly sendingMs: number
}
