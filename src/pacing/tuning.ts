/**
 * The tuned numbers of the pacing, by phase. They were found in the simulator of test/pacing; docs/pacing-notes.md tells
 * what each of them trades and what was tried instead. Rates are in calls per second, times in milliseconds.
 */

/** Before the first throttle: slow start. */
export const start = {
  /** Calls of a key in flight at first, in calls: Tencent Cloud's usual limit is 20 a second. Source: API 3.0's default quota. */
  window: 20,
  /**
   * A call that was not rejected within this many ms is presumed accepted, however long its answer takes: a limiter
   * rejects before the work begins, while the answers of large models take 30 s.
   */
  presumedAcceptedMs: 1_000,
  /** The first estimate is at least this, in calls/s: a quarter of the usual 20, for processes that the others' first bursts left nothing. */
  leastRate: 5,
} as const

/** Multiplicative decrease, at each throttle. */
export const decrease = {
  /** Part of the rate given up at each of the first throttles in a row. Smaller is smoother, larger evens out the shares of processes sooner. */
  fraction: 0.07,
  /** Part of a call's interval given back when a single call is throttled, because that call used nothing of the limit. */
  refund: 0.75,
  /** The rate never falls below this, in calls/s: one call an hour, the longest window that is known. */
  lowestRate: 1 / 3_600,
} as const

/** Increase with each call that is accepted after it waited for the pace. */
export const grow = {
  /** Additive increase for each such call, in calls/s, so that a rate in full use grows by this part of itself a second. */
  perCall: 0.025,
  /** … but at most this times the square root of the rate: slow APIs would else be throttled at every third call. */
  perCallOfRoot: 0.0045,
  /** Recovery, as in CUBIC: growth is multiplied by 1 + 25 × (relative distance below the last throttled rate). */
  recovery: 25,
  /** Above the last throttled rate growth doubles with each 4 % of that rate, because the limit must have been raised. */
  doublesEvery: 0.04,
  /** All that makes growth faster multiplies it by at most this. */
  mostBoost: 32,
  /** Without a throttle for this many ms, and for `quietCalls` calls, other processes are taken to have left, and growth speeds up. */
  quietMs: 2_000,
  /** The calls that a quiet time has to last for at least, counted at the learned rate. */
  quietCalls: 4,
  /** Doublings of growth in each further quiet time as long as the first: processes that the others' first bursts left little would crawl on. */
  quietDoublings: 3,
  /** A quiet time multiplies growth by at most this. */
  mostQuietBoost: 4,
} as const

/** Even spacing at the learned rate. */
export const spacing = {
  /** Late timers are made up for within this many ms, so that the mean rate holds. */
  catchUpMs: 30,
} as const

/** After several throttles in a row: single calls that find out whether the limit accepts calls again. */
export const probe = {
  /** Waits between probes grow by this part of the time since the first throttle: few probes, and little time lost at the end. */
  backoff: 0.5,
  /** Throttles in a row that show a used-up window, and not a rate that is a little too high. */
  usedUpAfter: 3,
  /** With fewer accepted calls than this no rate can be measured, so the rate is at most halved. */
  fewCalls: 3,
  /** When a one-second window that began with the first call is over, in ms; the excess over 1,000 is the spread of round trips. */
  secondWindowMs: 1_015,
} as const

/** Windows of minutes or hours: waited out, then used in one go. */
export const longWindow = {
  /**
   * A window that stays used up for at least this many ms is a long one. Other processes may keep a window of one second
   * used up for some seconds.
   */
  leastShutMs: 6_000,
  /** A long window is probed this part of its length before it should open, so that the estimate of its length can shrink. */
  early: 0.03,
} as const

/** The cap on calls in flight, and calls in preparation. */
export const inFlight = {
  /** Throttles in a row, while calls that were accepted are still in flight, before the number of these is suspected as the reason. */
  suspiciousStreak: 3,
  /** Calls accepted at the cap before one more than the cap is tried. */
  firstTrialAfter: 5,
  /** Failed trials double `firstTrialAfter` up to this, in calls. */
  lastTrialAfter: 20,
  /** After this many calls accepted at the cap one more is tried even while other calls are undecided. Four times the longest wait for a trial. */
  unsteadyTrialAfter: 80,
  /**
   * A call whose request has been in preparation for this many ms holds up no other calls any more: its signer may never
   * answer, or may itself wait for one of them. A few times what fetching credentials takes.
   */
  longestPreparationMs: 5_000,
} as const

/** A configured limit, kept by this process or by a fleet. */
export const knownLimit = {
  /**
   * Added to the limit's window, in ms: requests sent a second apart arrive closer together when the first takes longer to
   * arrive. Half the spread of ordinary round trips (40 to 60 ms) and as much again to spare; it costs 2 % of the rate.
   */
  marginMs: 20,
  /** A throttle shows a larger spread of latency and widens the margin by this many ms; each round of calls takes 1 ms of it back. */
  wideningMs: 25,
  /** The margin is never wider than this many ms. */
  widestMarginMs: 250,
  /** Throttles in `perCalls` calls that are put down to differing latency; with more of them the configured limit is doubted. */
  excused: 3,
  perCalls: 100,
  /** The longest time to the service that is reckoned with, in ms. */
  longestLatencyMs: 250,
  /** A connection that was idle for this many ms may have been closed: Node's agents keep theirs for 5 s. */
  idleConnectionMs: 5_000,
} as const

/** The slots of a limit that a fleet shares. */
export const sharedLimit = {
  /** A slot that passed more than this many ms ago is dropped for the next one: several of them, used at once after a pause, would be a burst. */
  latestMs: 50,
  /** More slots are asked for when the last one is at most this many ms away, so that the answer of a distant store comes in time. */
  aheadMs: 100,
  /** Slots for this many ms are asked for at a time, so that processes take turns, and one that dies takes few slots with it. */
  batchMs: 250,
  /**
   * A widened margin shrinks by 1 ms with the calls of this many ms at the full rate. That is faster than where bursts are
   * sent: evenly spaced calls are throttled by a rare delay, and each process sees few of them.
   */
  calmingMs: 100,
  /** The fleet alone sets the pace again when the learned rate has reached the limit and nothing was throttled for this many ms. */
  trustedAfterMs: 10_000,
} as const

/** Retry-After holds a whole key. */
export const retryAfter = {
  /** … for at most this many ms, the longest window that is common; then one call may ask again. The call that got the header waits its full time. */
  longestHoldMs: 60_000,
} as const

/** Housekeeping. */
export const upkeep = {
  /** Throttles and slots let the deadlines of all waiting calls be checked at most this often, in ms: a check passes the whole queue. */
  checkDeadlinesEveryMs: 100,
  /** A key without calls for this many ms is forgotten; ten minutes outlast the pauses of a periodic job. */
  forgetKeyAfterMs: 600_000,
  /** Idle keys are looked for at most this often, in ms, when a call comes. */
  forgetKeysEveryMs: 60_000,
} as const
