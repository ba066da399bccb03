/**
 * The share of a limit that a process keeps to while the store cannot be reached: evenly spaced slots. Times are
 * milliseconds of a monotonic clock.
 */
export class OwnShare {
  #nextAt = Number.NEGATIVE_INFINITY
  #usedAt = Number.NEGATIVE_INFINITY
  #sharedUntil = Number.NEGATIVE_INFINITY

  /**
   * Notes that slots of the shared limit were granted. Other processes may have been granted the slots that follow;
   * these are used up at the time at which this process would have its next turn if all processes were busy.
   *
   * @param firstAt the time of the first slot
   * @param turnMs the time from one turn of the process to its next if all processes are busy
   */
  shared(firstAt: number, turnMs: number): void {
    this.#nextAt = firstAt + turnMs
    this.#sharedUntil = firstAt + turnMs
  }

  /** The time until which other processes may use slots that they were granted before. */
  get sharedUntil(): number {
    return this.#sharedUntil
  }

  /** Was a slot of this share taken in the last `ms` milliseconds? */
  usedWithin(ms: number, now: number): boolean {
    return this.#usedAt >= now - ms
  }

  /** The time of the next slot, at the earliest `now`. */
  nextAt(now: number): number {
    return Math.max(this.#nextAt, now)
  }

  /** Takes the slot at `at`; the next one is `intervalMs` later. */
  take(at: number, intervalMs: number): void {
    this.#nextAt = at + intervalMs
    this.#usedAt = at
  }

  /** Returns the slot of the last `take`, unless another was taken since. */
  giveBack(at: number, intervalMs: number): void {
    if (this.#nextAt === at + intervalMs) this.#nextAt = at
  }

  /** Notes that the store has registered the return of this process to the shared limit. */
  returned(): void {
    this.#usedAt = Number.NEGATIVE_INFINITY
  }
}
