/**
 * Retries that failures of the service may cost before successes have to earn more. 100 is the capacity in retries of
 * the AWS SDKs' standard mode (500 tokens, 5 a retry); an outage met by 6,000 calls then costs 1.7 % more requests.
 */
const defaultCapacity = 100

/**
 * Retries that each success earns. With one read in ten failing, each call needs 0.11 retries (0.1 + 0.01 + 0.001); a
 * fifth leaves room for twice that, and bounds the extra load of a brown-out at a fifth of what succeeds.
 */
const defaultEarned = 0.2

/** What the retries of transient failures may cost. */
export interface RetryBudgetOptions {
  /** Retries saved up at most, and at the start; below 1 there are none. Default 100. */
  readonly capacity?: number
  /** Retries earned by a success. Default 0.2. */
  readonly earned?: number
}

/**
 * A token bucket for the retries of transient failures, so that a dead backend is not hammered. To be kept once for
 * each attachment and host. It is filled by successes and not by time: while nothing succeeds, waiting is no reason
 * to ask more. Throttled attempts neither draw on it nor earn: pacing bounds them.
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

  /** Retries left, with the fractions that were earned. */
  get left(): number {
    return this.#left
  }

  get isFull(): boolean {
    return this.#left >= this.#capacity
  }

  /** Takes one retry. Returns false when none is left: the call should fail with what it has. */
  take(): boolean {
    if (this.#left < 1) return false
    this.#left--
    return true
  }

  /** Puts a retry back that was taken and not made. */
  giveBack(): void {
    this.#left = Math.min(this.#capacity, this.#left + 1)
  }

  /** To be told of each call that succeeded. */
  succeeded(): void {
    this.#left = Math.min(this.#capacity, this.#left + this.#earned)
  }
}
