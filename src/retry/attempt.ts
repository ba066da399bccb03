/** Why a call was tried again. */
export type RetryReason =
  /** The request was throttled: it was rejected before it ran. */
  | 'throttled'
  /** Another operation was running on the resource. */
  | 'busy'
  /** The service took the request for a replay; the next attempt has a new nonce, timestamp and signature. */
  | 'replayed'
  /** The timestamp was refused; the clock was corrected by the server's. */
  | 'expired'
  /** The credentials were refused; the provider supplied others. */
  | 'credentials-renewed'
  /** The service reported an internal fault. */
  | 'internal-fault'
  /** HTTP 503 without an envelope. */
  | 'unavailable'
  /** The request was sent, and it is unknown whether it ran. */
  | 'in-doubt'
  /** The request was never sent. */
  | 'not-sent'
  /** `retry.decide` demanded it. */
  | 'overruled'

/** Why a call was not tried again. */
export type GiveUpReason =
  /** The code's disposition is `never`: the same request would fail the same way. */
  | 'not-retryable'
  /** A repeat could create a second resource, send a second message or pay twice. */
  | 'could-duplicate'
  /** The first attempt may have run, and a repeat could overwrite a later change or report a false error. */
  | 'could-overwrite'
  /** The body is a stream or an iterator, which the first attempt has consumed. */
  | 'not-replayable'
  /** A repeat needs a new signature, and there are no credentials, `sign` or interceptor that could make one. */
  | 'cannot-re-sign'
  /** The server refused the timestamp, and its answer does not contain the server's own time. */
  | 'clock-unknown'
  /** The server refused the timestamp, and the client that signs does not accept a corrected clock. */
  | 'foreign-clock'
  /** The failure was repeated as often as its disposition allows. */
  | 'max-attempts'
  /** The wait would end after the call's deadline, or the deadline cut the attempt. */
  | 'deadline'
  /** More calls than `pacing.maxQueue` wait for the same limit. */
  | 'queue-full'
  /** Recent failures have used up the retry budget: see `retry.budget`. */
  | 'budget-exhausted'
  /** The module that decides could not be loaded, for instance because a browser is offline. */
  | 'not-loaded'
  /** The credentials are malformed, or their provider failed, so that the attempt could not be signed. */
  | 'no-credentials'
  /** The answer broke off when its caller had received the beginning of it, as of an event stream. */
  | 'answer-begun'
  /** `retry: false`. */
  | 'retry-disabled'
  /** `retry.decide` demanded it. */
  | 'overruled'

/** One attempt of a call, without the decision after it. */
export interface AttemptFacts {
  /** 1 for the first. */
  readonly number: number
  /** Epoch milliseconds, by the attachment's clock. */
  readonly startedAt: number
  /** Milliseconds that the attempt waited for its turn before it started; 0 while nothing is paced. */
  readonly queuedMs: number
  /** Milliseconds from sending the request until its outcome was known. */
  readonly durationMs: number
  /** The failure's code; absent for a success. */
  readonly code?: string
  /** The number in parentheses at the beginning of a legacy message. */
  readonly moduleCode?: string
  /** The id of the answer, which Tencent Cloud's support asks for. */
  readonly requestId?: string
  /** The HTTP status; absent if no response came. */
  readonly httpStatus?: number
  /**
   * The backoff before the next attempt in milliseconds; 0 unless `decision` is `retry`. After a throttle, a paced call
   * waits for its turn instead; that wait is the `queuedMs` of the next attempt.
   */
  readonly delayMs: number
}

/** What happened after an attempt, and why. */
export type AttemptDecision =
  | {
      /** The call ended as a success. */
      readonly decision: 'return'
      /** Always `'success'`. */
      readonly reason: 'success'
    }
  | {
      /** The call was tried again. */
      readonly decision: 'retry'
      /** Why a repeat could succeed. */
      readonly reason: RetryReason
    }
  | {
      /** The call ended as a failure. */
      readonly decision: 'give-up'
      /** Why there was no further attempt. */
      readonly reason: GiveUpReason
    }

/** One attempt of a call, and the decision after it. `decision` tells which reasons there can be. */
export type Attempt = AttemptFacts & AttemptDecision

/** Where the time of a call went, in milliseconds. The parts add up to `totalMs`. */
export interface TimeSpent {
  /** From the beginning of the call to its end. */
  readonly totalMs: number
  /** Waits for its turn, at the pace that the API allows. */
  readonly queuedMs: number
  /** Backoff between attempts. */
  readonly backoffMs: number
  /** The rest: preparing and signing requests, loading code, deciding. */
  readonly preparingMs: number
  /** Attempts, from sending the request to the end of the answer. */
  readonly sendingMs: number
}
