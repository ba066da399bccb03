import type { Meter } from './meter.ts'

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
