import { anyTime, never } from './monotonic-time.ts'
import { start } from './slow-start.ts'
import { confirm, decrease, grow, longWindow, probe, spacing } from './tuning.ts'

/**
 * The pace of a key that was throttled: evenly spaced calls, at a rate that every answer corrects. Rates are in calls
 * per second, times in epoch milliseconds.
 *
 * The rule is AIMD with a recovery like CUBIC's. A single throttle costs a fixed part of the rate (multiplicative
 * decrease). Each accepted call that had to wait for the pace adds to it (additive increase): more, the further the
 * rate lies below the one last throttled, and ever more beyond that one.
 *
 * A *streak* is a number of throttles in a row. Throttles of calls that were sent before the last one was known count
 * as one: they are the same event. From the second throttle of a streak on, single calls are sent as *probes*, with
 * growing waits, to find out whether the limit accepts calls again. The first call sent after the last throttle that
 * is accepted ends the streak: the limit has *reopened*. After three or more throttles in a row the window was used
 * up, and the rate is measured anew: what the window let through, by the time up to the last throttle. A window that
 * stayed shut for long is one of minutes or hours: its length and what it let through are remembered, so that the
 * next one is waited for and used without spacing.
 *
 * The rate that learning begins with comes from less than a second. Until the first streak ends it is a guess, and is
 * not decreased: that the first burst was too large says nothing about the rate.
 */
export class LearnedPace {
  rate: number
  readonly #ceiling: number
  /** The rate at the last throttle, which exceeded the limit. */
  #exceeded: number
  #nextAt: number
  #streak = 1
  #streakStartedAt: number
  /** When the last throttle was reacted to: a call sent earlier shows nothing new. */
  #reactedAt: number
  #probing = false
  #guessed = true
  /** When the limit reopened for the first time. */
  #confirmingFrom = never
  /** Calls accepted since then. */
  #acceptedToConfirm = 0
  /** When the limit last reopened, or the first call was sent. */
  #openedAt: number
  #acceptedSince: number
  /** Throttles after which the next call still comes later, and not earlier. */
  #pauses = 0
  /** Length of the last long window in ms; 0 while none was seen. */
  #windowMs = 0
  /** Calls that may still go without spacing: what a long window let through the last time. */
  #credit = 0

  /**
   * @param accepted calls accepted in the last second, the first estimate of the rate
   * @param openedAt when the first of them was sent
   * @param ceiling the rate is never above it
   * @param leastRate the first estimate is not below it
   */
  constructor(now: number, accepted: number, openedAt: number, ceiling: number, leastRate: number = start.leastRate) {
    this.#ceiling = ceiling
    this.rate = Math.min(Math.max(accepted, leastRate), ceiling)
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

  /** For how long calls have been throttled in a row, in ms; 0 if the last one was accepted. */
  shutMs(now: number): number {
    return this.#streak === 0 ? 0 : now - this.#streakStartedAt
  }

  /** Is a probe in flight? The other calls wait for its outcome. */
  get probing(): boolean {
    return this.#probing
  }

  /** When the next call may be sent. */
  get nextAt(): number {
    return this.#nextAt
  }

  /** Do calls go without spacing, because a long window has just reopened? */
  get bursting(): boolean {
    return this.#credit > 0
  }

  /** Calls accepted since the limit last reopened. */
  get acceptedSince(): number {
    return this.#acceptedSince
  }

  /**
   * The earliest time at which a call with `ahead` others before it can have its turn. It is unknown until the rate is
   * confirmed, because a guess comes from less than a second. A confirmed rate may still be too low, or the limit may be
   * raised: that is what the margin is for.
   */
  turnAt(ahead: number, now: number): number {
    if (!this.#isConfirmed(now)) return anyTime
    const spaced = Math.max(0, ahead - this.#credit) * this.intervalMs
    return Math.max(this.#nextAt, now) + spaced / confirm.margin
  }

  #isConfirmed(now: number): boolean {
    return now >= this.#confirmingFrom + confirm.afterMs && this.#acceptedToConfirm >= confirm.calls
  }

  /** Returns whether the call was spaced, so that its acceptance says something about the rate. */
  sent(now: number): boolean {
    if (this.#streak >= 2) this.#probing = true
    if (this.#credit > 0) {
      this.#credit--
      return false
    }
    this.#nextAt = Math.max(this.#nextAt, now - spacing.catchUpMs) + this.intervalMs
    return true
  }

  /** @param waited the pace held the call back, so that its acceptance shows that the rate could be higher */
  accepted(now: number, sentAt: number, waited: boolean): void {
    this.#acceptedSince++
    if (!this.#guessed) this.#acceptedToConfirm++
    if (this.#streak > 0) {
      if (sentAt >= this.#reactedAt) this.#reopen(now)
    } else if (waited) this.#grow(now)
  }

  throttled(now: number, sentAt: number): void {
    if (sentAt >= this.#reactedAt) this.#react(now, sentAt)
  }

  /** A call ended without showing anything of the rate. If it was the probe, the next call is one. */
  inconclusive(sentAt: number): void {
    if (sentAt >= this.#reactedAt) this.#probing = false
  }

  /** Something other than time has changed, so the next call is tried at once; not while a probe is in flight. */
  tryNow(now: number): void {
    if (!this.#probing) this.#nextAt = Math.min(this.#nextAt, now)
  }

  #react(now: number, sentAt: number): void {
    if (this.#streak === 0) {
      this.#streakStartedAt = now
      this.#exceeded = this.rate
    }
    this.#streak++
    this.#probing = false
    this.#reactedAt = now
    this.#credit = 0
    if (this.#streak < probe.usedUpAfter && !this.#guessed) this.#setRate(this.rate * (1 - decrease.fraction))
    // The one sent earlier was refused, and the next too: the refused calls may be counted.
    if (this.#streak === probe.usedUpAfter && this.#isConfirmed(now)) this.#pauses = decrease.pauses
    if (this.#streak === 1) this.#nextAt = this.#nextAfterThrottle(now)
    else this.#nextAt = this.#nextProbeAt(now, sentAt)
  }

  /**
   * After a single throttle the next call comes earlier, as the refused one used nothing of the limit. Where that failed
   * lately, the limit may count refused calls too, so that the next call comes later instead.
   */
  #nextAfterThrottle(now: number): number {
    if (this.#pauses === 0) return Math.max(now, this.#nextAt - this.intervalMs * decrease.refund)
    this.#pauses--
    return Math.max(now, this.#nextAt) + this.intervalMs
  }

  /**
   * When to send the next probe. If a long window is known to be shut, that is just before it should reopen.
   * Otherwise it is after an interval and a part of the time since the first throttle, but no later than the end of a
   * one-second window that began with the first call.
   */
  #nextProbeAt(now: number, sentAt: number): number {
    if (this.#windowMs > 0) {
      const opensAt = this.#openedAt + this.#windowMs * (1 - longWindow.early)
      if (now < opensAt && this.#streak >= longWindow.waitedForAfter) return opensAt
      if (now >= opensAt) return now + Math.max(this.#windowMs * longWindow.early, (now - opensAt) * probe.backoff)
    }
    const probeAt = now + this.intervalMs + (now - this.#streakStartedAt) * probe.backoff
    const secondOver = this.#openedAt + probe.secondWindowMs
    if (now < secondOver) return Math.min(probeAt, secondOver)
    // A window of a second is over by now, unless refused calls keep it full.
    return sentAt < this.#streakStartedAt + probe.secondWindowMs
      ? probeAt
      : Math.max(probeAt, now + probe.secondWindowMs)
  }

  #reopen(now: number): void {
    if (this.#streak >= probe.usedUpAfter) this.#measure(now)
    // A limit that reopens so soon was not used up, and so few calls do not show its rate: grow to the next throttle.
    else if (this.#guessed && this.rate >= start.leastRate && this.#acceptedSince === grow.doubtedCalls) {
      this.#exceeded = 0
    }
    if (this.#guessed) this.#confirmingFrom = now
    this.#guessed = false
    this.#streak = 0
    this.#probing = false
    this.#openedAt = now
    this.#acceptedSince = 1
  }

  /** Measures a window that was used up and has reopened: how much it let through, and in what time. */
  #measure(now: number): void {
    const accepted = this.#acceptedSince - 1
    const windowMs = Math.max(now - this.#openedAt, 1)
    const shutMs = now - this.#streakStartedAt
    // Up to the last throttle and not to now: that the probe came late says nothing about the limit.
    const measured = (accepted * 1_000) / Math.max(this.#reactedAt - this.#openedAt, 1)
    this.#setRate(Math.min(this.rate, accepted < probe.fewCalls ? Math.max(measured, this.rate / 2) : measured))
    const isLong = shutMs >= longWindow.leastShutMs && shutMs > windowMs / 2
    this.#windowMs = isLong ? windowMs : 0
    if (isLong) this.#exceeded = this.rate
    this.#credit = isLong ? Math.max(0, accepted - 1) : 0
    this.#nextAt = now
  }

  /**
   * The additive increase for one accepted call, boosted by the distance to the last throttled rate and by quiet
   * time.
   */
  #grow(now: number): void {
    const perCall = Math.min(grow.perCall, grow.perCallOfRoot * Math.sqrt(this.rate))
    const distance = this.rate / this.#exceeded - 1
    const boost = distance < 0 ? 1 - grow.recovery * distance : 2 ** (distance / grow.doublesEvery)
    const quietMs = Math.max(grow.quietMs, grow.quietCalls * this.intervalMs)
    const beyondQuiet = Math.max(0, (now - this.#reactedAt) / quietMs - 1)
    const quietBoost = Math.min(2 ** (beyondQuiet * grow.quietDoublings), grow.mostQuietBoost)
    this.#setRate(this.rate + perCall * Math.min(boost * quietBoost, grow.mostBoost))
  }

  #setRate(rate: number): void {
    this.rate = Math.min(Math.max(rate, 1_000 / decrease.longestIntervalMs), this.#ceiling)
  }
}
