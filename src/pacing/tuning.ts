/**
 * The tuned numbers of the pacing, by phase. They were found in the simulator of test/pacing; docs/pacing-measured.md says
 * what each of them trades, and what was tried instead. Those of slow start, which the gate needs before anything else is
 * loaded, are in slow-start.ts. Rates are in calls per second, times in milliseconds.
 */

/** Multiplicative decrease at a throttle. */
export const decrease = {
  /**
   * Part of the rate given up at each of the first two throttles in a row (fraction). Smaller is smoother, larger evens
   * out the shares of processes sooner.
   */
  fraction: 0.07,
  /** Part of its interval that a single throttled call gives back (fraction), because it used nothing of the limit. */
  refund: 0.75,
  /**
   * After three throttles in a row at a confirmed rate, this many single throttles delay the next call by an interval
   * instead (throttles): a limiter that counts refused calls too would refuse it.
   */
  pauses: 8,
  /** Longest interval between two calls (ms), which bounds the decrease: an hour is the longest window that is known. */
  longestIntervalMs: 3_600_000,
} as const

/** Additive increase for each accepted call that waited for the pace. */
export const grow = {
  /** Increase for one such call (calls/s); in full use the rate then grows by 2.5 % of itself a second. */
  perCall: 0.025,
  /**
   * The increase for one call is also at most this times the square root of the rate (calls/s). Without that bound slow
   * APIs would be throttled at every third call.
   */
  perCallOfRoot: 0.0045,
  /**
   * Accepted calls that show too little of a rate (calls): the burst that a smooth limit of 20/s accepts, and the call
   * that finds it open again before the third throttle in a row. The rate then grows by the most that is allowed, up to
   * the next throttle. With more calls, other processes are a likelier reason, and each of them would grow too fast.
   */
  doubtedCalls: 3,
  /** Recovery, as in CUBIC: the increase is multiplied by 1 + 25 × (relative distance below the last throttled rate). */
  recovery: 25,
  /** Above the last throttled rate the increase doubles with each 4 % (fraction): the limit must have been raised. */
  doublesEvery: 0.04,
  /** Recovery, doubling and quiet time together multiply the increase by at most this. */
  mostBoost: 32,
  /** After this time without a throttle (ms) other processes are taken to have left, and the increase speeds up. */
  quietMs: 2_000,
  /** A quiet time is also at least as long as this many calls take at the learned rate (calls). */
  quietCalls: 4,
  /**
   * In each further quiet time the increase doubles this many times. Processes that found little left by the first
   * bursts of others would stay slow for long.
   */
  quietDoublings: 3,
  /** Quiet time multiplies the increase by at most this. */
  mostQuietBoost: 4,
} as const

/** A learned rate refuses a call whose turn would come after its deadline only once it is confirmed. */
export const confirm = {
  /** Time since the limit first reopened (ms): three windows of a second. */
  afterMs: 3_000,
  /** Calls accepted since then, at least (calls). */
  calls: 20,
  /** The rate is then taken this many times (factor), because the limit may be higher, or be raised. */
  margin: 1.3,
} as const

/** Even spacing at the learned rate. */
export const spacing = {
  /** Longest delay of a timer that the next call makes up for, so that the mean rate holds (ms). */
  catchUpMs: 30,
} as const

/** After several throttles in a row: single calls find out whether the limit accepts calls again. */
export const probe = {
  /**
   * The wait for the next probe grows by this part of the time since the first throttle (fraction): few probes, and
   * little time lost at the end.
   */
  backoff: 0.5,
  /** Throttles in a row that show a used-up window, and not a rate that is a little too high (throttles). */
  usedUpAfter: 3,
  /** With fewer accepted calls than this no rate can be measured, and the rate is at most halved (calls). */
  fewCalls: 3,
  /**
   * Age at which a one-second window that began with the first call is over (ms). The excess over 1,000 is the spread
   * of round trips.
   */
  secondWindowMs: 1_015,
} as const

/** Windows of minutes or hours: waited out, then used in one go. */
export const longWindow = {
  /**
   * A window that stays used up for at least this time is a long one (ms). Other processes may keep a window of one
   * second used up for some seconds.
   */
  leastShutMs: 6_000,
  /** Throttles in a row after which the end of a long window is waited for (throttles): it may have been something else. */
  waitedForAfter: 4,
  /** Part of its length by which a long window is probed early (fraction), so that the estimated length can shrink. */
  early: 0.03,
} as const

/** The learned cap on calls in flight, and requests in preparation. */
export const inFlight = {
  /** Throttles in a row, beside accepted calls in flight, that make the number of these suspicious (throttles). */
  suspiciousStreak: 3,
  /** Calls accepted at the cap before one call above it is tried (calls). A trial that fails doubles the number. */
  firstTrialAfter: 5,
  /** Most calls accepted at the cap before the next trial (calls). */
  lastTrialAfter: 20,
  /** Calls accepted at a cap that a throttle told before one call above it is tried (calls): it is seldom raised. */
  toldTrialAfter: 40,
  /** Calls accepted at the cap after which a trial does not wait for steady calls (calls): four times `lastTrialAfter`. */
  unsteadyTrialAfter: 80,
  /**
   * Time in preparation after which a request blocks no other call (ms): its signer may never answer, or may itself
   * wait for one of them. It is a few times what fetching credentials takes.
   */
  longestPreparationMs: 5_000,
} as const

/**
 * The age at which a call that was not refused is presumed accepted, once refusals have shown how long they take. Before
 * that, and at most, it is `presumedAcceptedMs`.
 */
export const refusals = {
  /** The time of the longest refusal is taken this many times (factor), because the next one may take longer. */
  factor: 2,
  /** Added to that (ms), for a process that is busy. */
  spareMs: 50,
  /** Least age (ms). */
  leastMs: 100,
  /** Part of the longest time that is kept at each further refusal (fraction), so that it can shrink. */
  kept: 0.95,
} as const

/** A configured limit, kept by this process or by a fleet. */
export const knownLimit = {
  /**
   * Added to the window of the limit (ms): requests sent a second apart arrive closer together when the first takes
   * longer to arrive. It is half the spread of ordinary round trips (40 to 60 ms), and as much again to spare; it
   * costs 2 % of the rate.
   */
  marginMs: 20,
  /** Widening of the margin by a throttle (ms), which shows a larger spread. Each round of calls takes 1 ms off again. */
  wideningMs: 25,
  /** Widest margin (ms). */
  widestMarginMs: 250,
  /** Throttles in `excusedCalls` calls that differing latency explains (throttles); beyond these the limit is doubted. */
  excused: 3,
  /** The number of calls that `excused` refers to (calls). */
  excusedCalls: 100,
  /** Longest time that a request is assumed to take to the service (ms). */
  longestLatencyMs: 250,
  /** Idle time after which a connection may have been closed (ms): Node's agents keep theirs for 5 s. */
  idleConnectionMs: 5_000,
} as const

/** A configured limit that a fleet shares. What concerns its slots is in slot-tuning.ts. */
export const sharedLimit = {
  /**
   * Time without a throttle (ms) after which a learned rate that has reached the limit is dropped, and the slots
   * alone set the pace again.
   */
  trustedAfterMs: 10_000,
} as const

/** Retry-After. */
export const retryAfter = {
  /**
   * Longest time for which it blocks a whole key (ms): a minute is the longest window that is common. After that one
   * call may ask again; the call that got the header waits its full time.
   */
  longestMs: 60_000,
} as const

/** Upkeep. */
export const upkeep = {
  /** Least time between two checks of all waiting calls' deadlines (ms), because a check passes the whole queue. */
  checkDeadlinesEveryMs: 100,
  /**
   * A key that met a throttle is forgotten when it had no calls for this time (ms); ten minutes outlast the pauses of a
   * periodic job.
   */
  forgetKeyAfterMs: 600_000,
  /**
   * A key that never met one is forgotten after this time (ms): only its burst size would be lost. A program that calls
   * ever new hosts keeps few keys so.
   */
  forgetUnthrottledAfterMs: 10_000,
  /** Least time between two searches for such keys (ms), which are made when a call comes. */
  forgetKeysEveryMs: 5_000,
} as const
