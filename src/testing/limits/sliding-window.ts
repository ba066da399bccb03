import { Queue } from '../queue.ts'
import type { Meter } from './meter.ts'

/** At most `max` calls in any `windowMs` milliseconds, by an exact log; a call leaves it `windowMs` after it came. */
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
