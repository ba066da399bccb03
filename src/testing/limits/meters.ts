import { Queue } from '../queue.ts'

/** Counts the calls of one limit, for one account and region if these are counted separately. */
export interface Meter {
  /**
   * Whether one more call is allowed. `now` is in epoch milliseconds, here and below; `tokens` are those of the call's
   * prompt, by default none.
   */
  hasRoom(now: number, tokens?: number): boolean
  count(now: number, tokens?: number): void
  /** Counts the tokens of an answer. */
  spend?(now: number, tokens: number): void
  /** To be called when a counted call has been answered. */
  release(): void
}

/** Creates a meter, which continues the count of `previous` if that is of the same kind. */
export type StartMeter = (now: number, previous: Meter | undefined) => Meter

/** At most `max` calls in each of the windows `[startsAt + n × windowMs, startsAt + (n + 1) × windowMs)`. */
export class FixedWindow implements Meter {
  readonly #max: number
  readonly #windowMs: number
  readonly #startsAt: number
  #windowStart: number | undefined
  #count = 0

  constructor(max: number, windowMs: number, startsAt: number, previous: Meter | undefined) {
    this.#max = max
    this.#windowMs = windowMs
    this.#startsAt = startsAt
    if (previous instanceof FixedWindow) {
      this.#windowStart = previous.#windowStart
      this.#count = previous.#count
    }
  }

  hasRoom(now: number): boolean {
    this.#enterWindow(now)
    return this.#count < this.#max
  }

  count(now: number): void {
    this.#enterWindow(now)
    this.#count++
  }

  release(): void {}

  #enterWindow(now: number): void {
    const start = this.#startsAt + Math.floor((now - this.#startsAt) / this.#windowMs) * this.#windowMs
    if (start === this.#windowStart) return
    this.#windowStart = start
    this.#count = 0
  }
}

/** At most `max` calls in any `windowMs` milliseconds. Exact: logs each call for `windowMs`. */
export class SlidingWindow implements Meter {
  readonly #max: number
  readonly #windowMs: number
  readonly #times: Queue<number>

  constructor(max: number, windowMs: number, previous: Meter | undefined) {
    this.#max = max
    this.#windowMs = windowMs
    this.#times = previous instanceof SlidingWindow ? previous.#times : new Queue()
  }

  hasRoom(now: number): boolean {
    while ((this.#times.peek() ?? Number.POSITIVE_INFINITY) <= now - this.#windowMs) this.#times.shift()
    return this.#times.size < this.#max
  }

  count(now: number): void {
    this.#times.push(now)
  }

  release(): void {}
}

// Levels are in thousandths of a token, so that an integer rate times integer milliseconds adds up without rounding.
const wholeToken = 1_000

/** A bucket that starts full. Each call takes a token; `ratePerSecond` tokens are added, up to `capacity`. */
export class TokenBucket implements Meter {
  readonly #ratePerSecond: number
  readonly #capacity: number
  #level: number
  #filledAt: number

  constructor(ratePerSecond: number, capacity: number, now: number, previous: Meter | undefined) {
    this.#ratePerSecond = ratePerSecond
    this.#capacity = capacity * wholeToken
    this.#filledAt = now
    this.#level = this.#capacity
    if (previous instanceof TokenBucket) {
      previous.#fill(now)
      this.#level = Math.min(this.#capacity, previous.#level)
    }
  }

  hasRoom(now: number): boolean {
    this.#fill(now)
    return this.#level >= wholeToken
  }

  /** A rejected call that counts (`countRejected`) takes the remaining fraction of a token. */
  count(now: number): void {
    this.#fill(now)
    this.#level = Math.max(0, this.#level - wholeToken)
  }

  release(): void {}

  #fill(now: number): void {
    const elapsedMs = Math.max(0, now - this.#filledAt)
    this.#level = Math.min(this.#capacity, this.#level + elapsedMs * this.#ratePerSecond)
    this.#filledAt = Math.max(this.#filledAt, now)
  }
}

/** At most `max` calls in flight. */
export class InFlight implements Meter {
  readonly #max: number
  /** Shared with the meters before and after this one, because calls in flight outlast a change of the limit. */
  readonly #calls: { count: number }

  constructor(max: number, previous: Meter | undefined) {
    this.#max = max
    this.#calls = previous instanceof InFlight ? previous.#calls : { count: 0 }
  }

  hasRoom(): boolean {
    return this.#calls.count < this.#max
  }

  count(): void {
    this.#calls.count++
  }

  release(): void {
    this.#calls.count--
  }
}

/** At most `max` tokens in any `windowMs` milliseconds. A call without any takes none. */
export class ModelTokens implements Meter {
  readonly #max: number
  readonly #windowMs: number
  readonly #spent: Queue<{ readonly at: number; readonly tokens: number }>
  #sum = 0

  constructor(max: number, windowMs: number, previous: Meter | undefined) {
    this.#max = max
    this.#windowMs = windowMs
    this.#spent = previous instanceof ModelTokens ? previous.#spent : new Queue()
    if (previous instanceof ModelTokens) this.#sum = previous.#sum
  }

  hasRoom(now: number, tokens = 0): boolean {
    for (let oldest = this.#spent.peek(); oldest && oldest.at <= now - this.#windowMs; oldest = this.#spent.peek()) {
      this.#sum -= oldest.tokens
      this.#spent.shift()
    }
    return this.#sum + Math.max(1, tokens) <= this.#max
  }

  count(now: number, tokens = 0): void {
    this.spend(now, tokens)
  }

  spend(now: number, tokens: number): void {
    this.#spent.push({ at: now, tokens })
    this.#sum += tokens
  }

  release(): void {}
}
