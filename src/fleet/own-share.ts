/**
 * What a process may send of one limit while the shared one is out of reach, evenly spaced. Milliseconds of a clock that
 * never goes back.
 */
export class OwnShare {
  #nextAt = Number.NEGATIVE_INFINITY
  #usedAt = Number.NEGATIVE_INFINITY
  #sharedUntil = Number.NEGATIVE_INFINITY

  /**
   * Slots of the shared limit were granted. Others may hold slots that follow them; by the time that its next turn would
   * come, were all busy, they are used up.
   *
   * @param turnMs from one turn of the process to its next, when all are busy
   */
  shared(firstAt: number, turnMs: number): void {
    this.#nextAt = firstAt + turnMs
    this.#sharedUntil = firstAt + turnMs
  }

  /** Until when other processes may use slots that they were granted before. */
  get sharedUntil(): number {
    return this.#sharedUntil
  }

  /** Whether it was used in the last `ms` milliseconds. */
  usedWithin(ms: number, now: number): boolean {
    return this.#usedAt >= now - ms
  }

  /** When its next slot comes. */
  nextAt(now: number): number {
    return Math.max(this.#nextAt, now)
  }

  take(at: number, intervalMs: number): void {
    this.#nextAt = at + intervalMs
    this.#usedAt = at
  }

  /** Takes back the last `take`, if no other followed. */
  giveBack(at: number, intervalMs: number): void {
    if (this.#nextAt === at + intervalMs) this.#nextAt = at
  }

  /** The shared limit has been told that the process is back. */
  returned(): void {
    this.#usedAt = Number.NEGATIVE_INFINITY
  }
}
