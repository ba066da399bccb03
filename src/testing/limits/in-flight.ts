import type { Meter } from './meter.ts'

/** At most `max` calls that wait for their answer at the same time. */
export class InFlight implements Meter {
  readonly #max: number
  /** Shared with the meters before and after this one: calls outlive a change of the limit. */
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
