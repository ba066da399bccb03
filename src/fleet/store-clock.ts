/** The greatest assumed drift between two clocks, as a share of the time: 100 ppm, the drift of a poor quartz. */
const drift = 0.0001

/**
 * An estimate of the store's clock from its answers. A slot is a moment of that clock. Counted from the arrival of the
 * answer instead, it would be late by the delay of the answer, and coincide with slots of other processes.
 */
export class StoreClock {
  /**
   * An upper bound of local minus store's time in milliseconds. The answer with the shortest delay gives the best one.
   */
  #offset: number | undefined
  #sampledAt = 0
  #delayMs = 0

  /**
   * Adds an answer to the estimate. Times are milliseconds.
   * @param storeMs the store's time at some moment between the two local times
   */
  sample(sentAt: number, receivedAt: number, storeMs: number): void {
    const most = receivedAt - storeMs
    const known = this.#offset === undefined ? most : this.#offset + (receivedAt - this.#sampledAt) * drift
    // The store would have read its clock before the command was sent: one of the clocks was set.
    this.#offset = known < sentAt - storeMs ? most : Math.min(known, most)
    this.#sampledAt = receivedAt
    this.#delayMs = most - this.#offset
  }

  /** Milliseconds by which the last answer was slower than the fastest. */
  get delayMs(): number {
    return this.#delayMs
  }

  /** Converts a time of the store's clock to local time. */
  toLocal(storeMs: number): number {
    return storeMs + (this.#offset ?? 0)
  }

  /** Converts a local time to a time of the store's clock; undefined before the first sample. */
  toStore(localMs: number): number | undefined {
    return this.#offset === undefined ? undefined : localMs - this.#offset
  }
}
