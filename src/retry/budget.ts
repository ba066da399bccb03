/**
 * The capacity of the budget, in retries. 100 is the capacity of the AWS SDKs' standard mode (500 tokens, 5 for each
 * retry); in an outage with 6,000 calls it allows 1.7 % more requests.
 */
const defaultCapacity = 100

/**
 * The retries that each success adds. If one read in ten fails, each call needs 0.11 retries (0.1 + 0.01 + 0.001); 0.2
 * is almost twice that, and limits the additional load during a brown-out to a fifth of the successes.
 */
const defaultEarned = 0.2

/** The size of the budget for retries of transient failures. */
export interface RetryBudgetOptions {
  /**
   * The number of retries at the start, and the most that can accumulate. Below 1 there are no retries.
   *
   * @default 100
   */
  readonly capacity?: number
  /**
   * The number of retries that each success adds.
   *
   * @default 0.2
   */
  readonly earned?: number
}

/**
 * A token bucket for the retries of transient failures, so that a dead backend is not hammered. There is one for each
 * attachment and host. Successes fill it and time does not: while nothing succeeds, more requests would not help.
 * Throttled attempts neither take from it nor add to it, because pacing limits them.
 */
export class RetryBudget {
  readonly #capacity: number
  readonly #earned: number
  #left: number

  constructor({ capacity = defaultCapacity, earned = defaultEarned }: RetryBudgetOptions = {}) {
    this.#capacity = capacity
    this.#earned = earned
    this.#left = capacity
  }

  /** The retries left, a fraction included. */
  get left(): number {
    return this.#left
  }

  get isFull(): boolean {
    return this.#left >= this.#capacity
  }

  /** Takes one retry. Returns false if none is left: the call should then fail with its last error. */
  take(): boolean {
    if (this.#left < 1) return false
    this.#left--
    return true
  }

  /** Returns a retry that was taken, but not made. */
  giveBack(): void {
    this.#left = Math.min(this.#capacity, this.#left + 1)
  }

  /** Adds what a success earns. Call it for each call that succeeds. */
  succeeded(): void {
    this.#left = Math.min(this.#capacity, this.#left + this.#earned)
  }
}
