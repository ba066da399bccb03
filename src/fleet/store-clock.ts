/** Clocks may run apart by so much, as a part of the time: 100 ppm is what a poor quartz does. */
const drift = 0.0001

/**
 * The store's clock, as far as answers tell of it. A slot is a moment of that clock: counted from the arrival of the answer
 * it would come late by whatever held the answer up, and meet the slots of others.
 */
export class StoreClock {
  /** Local minus store's time in ms, at most; the answer that came quickest tells it best. */
  #offset: number | undefined
  #sampledAt = 0
  #delayMs = 0

  /** @param storeMs what the store's clock showed between two local times */
  sample(sentAt: number, receivedAt: number, storeMs: number): void {
    const most = receivedAt - storeMs
    const known = this.#offset === undefined ? most : this.#offset + (receivedAt - this.#sampledAt) * drift
    // Before it was sent it cannot have been read: one of the clocks was set.
    this.#offset = known < sentAt - storeMs ? most : Math.min(known, most)
    this.#sampledAt = receivedAt
    this.#delayMs = most - this.#offset
  }

  /** By how much the last answer was slower than the quickest. */
  get delayMs(): number {
    return this.#delayMs
  }

  toLocal(storeMs: number): number {
    return storeMs + (this.#offset ?? 0)
  }

  /** Undefined before the first sample. */
  toStore(localMs: number): number | undefined {
    return this.#offset === undefined ? undefined : localMs - this.#offset
  }
}
