/**
 * How the pace follows an unknown limit. Rates are in calls per second, times in epoch milliseconds. The numbers were
 * found in the simulator of test/pacing; docs/pacing-notes.md says what each of them trades.
 */
const rule = {
  /** Part of the rate given up at each of the first throttles in a row. Smaller is smoother, larger evens out the shares of processes sooner. */
  decrease: 0.07,
  /** Gained a second, as a part, while calls wait. */
  growthPerSecond: 0.025,
  /** But for each call no more than this times the root of the rate: slow APIs would be throttled at every third call. */
  growthPerCall: 0.0045,
  /** Growth is bolder by this times the part that the rate lies under the one last throttled … */
  recovery: 25,
  /** … and doubles with each such part above it, because then the limit must have been raised … */
  boldness: 0.04,
  /** … up to this many times. */
  boldest: 32,
  /** Without a throttle for so many ms, and for so many calls, others must have left: growth doubles … */
  quietMs: 2_000,
  quietCalls: 4,
  /** … so many times in as long again, and this is the most. Processes that the others' first bursts left little would crawl on. */
  quietDoublings: 3,
  quietBoldest: 4,
  /** Part of a call's spacing given back when it is throttled alone: it used nothing of the limit. */
  refund: 0.75,
  /** After throttles in a row, waits grow by this part of the time since the first: few probes, and little time lost at the end. */
  patience: 0.5,
  /** Throttles in a row that show a window used up, and not a rate a little too high. */
  exhausted: 3,
  /** From so few accepted calls no rate can be told, so it is at most halved. */
  few: 3,
  /** When a one-second window that began with the first call has passed, in ms; the excess is the spread of round trips. */
  secondWindowMs: 1_015,
  /**
   * A window that stays used up for at least this long, in ms, is one of minutes or hours: waited out, then used in one go.
   * For some seconds other processes may keep a window used up.
   */
  longWindowMs: 6_000,
  /** A long window is tried this part before it should open, so that the estimate of its length can shrink. */
  early: 0.03,
  /** Calls per second at first, at least: a quarter of the usual 20, for processes that others left nothing. */
  leastGuess: 5,
  /** Calls per second, at least: one an hour, the longest window that is known. */
  slowest: 1 / 3_600,
  /** Late timers are made up for within this many ms, so that the mean rate holds. */
  catchUpMs: 30,
} as const

/** The pace of a key that was throttled: evenly spaced calls, at a rate that every answer corrects. */
export class LearnedPace {
  rate: number
  readonly #ceiling: number
  /** The rate at the last throttle, which it exceeded. */
  #exceeded: number
  #nextAt: number
  /** Throttles in a row, those of calls sent before the last one was known counting as one. */
  #streak = 1
  #streakStartedAt: number
  #reactedAt: number
  #probing = false
  /** Until the first streak ends, the rate is a guess from less than a second. */
  #guessed = true
  /** Since the last streak ended: when, and how many calls were accepted. */
  #openedAt: number
  #acceptedSince: number
  /** Length of the last long window in ms, once one was seen. */
  #windowMs = 0
  /** Calls that may go without spacing: what a long window let through the last time. */
  #credit = 0

  /**
   * @param accepted calls accepted in the last second, the first estimate of the rate
   * @param openedAt when the first of them was sent
   * @param ceiling the rate is never above it
   */
  constructor(now: number, accepted: number, openedAt: number, ceiling: number) {
    this.#ceiling = ceiling
    this.rate = Math.min(Math.max(accepted, rule.leastGuess), ceiling)
    this.#exceeded = this.rate
    this.#openedAt = openedAt
    this.#acceptedSince = accepted
    this.#streakStartedAt = now
    this.#reactedAt = now
    this.#nextAt = now + this.intervalMs
  }

  get intervalMs(): number {
    return 1_000 / this.rate
  }

  /** Throttles in a row. */
  get streak(): number {
    return this.#streak
  }

  /** Whether one call was sent to see if the limit lets calls in again; the rest waits for its outcome. */
  get probing(): boolean {
    return this.#probing
  }

  /** When the next call may be sent. */
  get nextAt(): number {
    return this.#nextAt
  }

  /** Whether calls go without spacing, because a long window has just opened. */
  get bursting(): boolean {
    return this.#credit > 0
  }

  /** Calls accepted since the limit last let calls in again. */
  get acceptedSince(): number {
    return this.#acceptedSince
  }

  /** When the turn of a call comes that has `ahead` others before it, if the rate stays. */
  turnAt(ahead: number, now: number): number {
    return Math.max(this.#nextAt, now) + Math.max(0, ahead - this.#credit) * this.intervalMs
  }

  /** Returns whether the call was spaced, so that its acceptance says something about the rate. */
  sent(now: number): boolean {
    if (this.#streak >= 2) this.#probing = true
    if (this.#credit > 0) {
      this.#credit--
      return false
    }
    this.#nextAt = Math.max(this.#nextAt, now - rule.catchUpMs) + this.intervalMs
    return true
  }

  accepted(now: number, sentAt: number, waited: boolean): void {
    this.#acceptedSince++
    if (this.#streak > 0) {
      if (sentAt >= this.#reactedAt) this.#reopen(now)
    } else if (waited) this.#grow(now)
  }

  throttled(now: number, sentAt: number): void {
    if (sentAt >= this.#reactedAt) this.#react(now)
  }

  /** The call that was to show whether the limit lets calls in again ended without an answer to that. */
  inconclusive(sentAt: number): void {
    if (sentAt >= this.#reactedAt) this.#probing = false
  }

  /** Something else than time has changed: try at once. */
  tryNow(now: number): void {
    if (!this.#probing) this.#nextAt = Math.min(this.#nextAt, now)
  }

  #react(now: number): void {
    if (this.#streak === 0) {
      this.#streakStartedAt = now
      this.#exceeded = this.rate
    }
    this.#streak++
    this.#probing = false
    this.#reactedAt = now
    this.#credit = 0
    if (this.#streak < rule.exhausted && !this.#guessed) this.#limit(this.rate * (1 - rule.decrease))
    if (this.#streak === 1) this.#nextAt = Math.max(now, this.#nextAt - this.intervalMs * rule.refund)
    else this.#nextAt = this.#probeAt(now)
  }

  /** When to see, after several throttles in a row, whether the limit lets calls in again. */
  #probeAt(now: number): number {
    if (this.#windowMs > 0) {
      const opensAt = this.#openedAt + this.#windowMs * (1 - rule.early)
      if (now < opensAt && this.#streak === 2) return opensAt
      if (now >= opensAt) return now + Math.max(this.#windowMs * rule.early, (now - opensAt) * rule.patience)
    }
    const probeAt = now + this.intervalMs + (now - this.#streakStartedAt) * rule.patience
    const secondOver = this.#openedAt + rule.secondWindowMs
    return now < secondOver ? Math.min(probeAt, secondOver) : probeAt
  }

  #reopen(now: number): void {
    if (this.#streak >= rule.exhausted) this.#measure(now)
    this.#guessed = false
    this.#streak = 0
    this.#probing = false
    this.#openedAt = now
    this.#acceptedSince = 1
  }

  /** Takes from a window that was used up and opened again how much it let through, in what time. */
  #measure(now: number): void {
    const accepted = this.#acceptedSince - 1
    const windowMs = Math.max(now - this.#openedAt, 1)
    const closedMs = now - this.#streakStartedAt
    // Up to the last throttle and not to now: that the probe was late says nothing about the limit.
    const measured = (accepted * 1_000) / Math.max(this.#reactedAt - this.#openedAt, 1)
    this.#limit(Math.min(this.rate, accepted < rule.few ? Math.max(measured, this.rate / 2) : measured))
    const long = closedMs >= rule.longWindowMs && closedMs > windowMs / 2
    this.#windowMs = long ? windowMs : 0
    if (long) this.#exceeded = this.rate
    this.#credit = long ? Math.max(0, accepted - 1) : 0
    this.#nextAt = now
  }

  #grow(now: number): void {
    const perCall = Math.min(rule.growthPerSecond, rule.growthPerCall * Math.sqrt(this.rate))
    const distance = this.rate / this.#exceeded - 1
    const boost = distance < 0 ? 1 - rule.recovery * distance : 2 ** (distance / rule.boldness)
    const patienceMs = Math.max(rule.quietMs, rule.quietCalls * this.intervalMs)
    const overdue = Math.max(0, (now - this.#reactedAt) / patienceMs - 1)
    const urge = Math.min(2 ** (overdue * rule.quietDoublings), rule.quietBoldest)
    this.#limit(this.rate + perCall * Math.min(boost * urge, rule.boldest))
  }

  #limit(rate: number): void {
    this.rate = Math.min(Math.max(rate, rule.slowest), this.#ceiling)
  }
}
