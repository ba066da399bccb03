import type { Limiter } from './limiter.ts'
import { anyTime } from './monotonic-time.ts'

/** A configured limit of calls in flight: another call is sent only when one of them ends. */
export class KnownCap implements Limiter {
  readonly #most: number
  readonly #flight: { readonly total: number }

  constructor(most: number, flight: { readonly total: number }) {
    this.#most = most
    this.#flight = flight
  }

  get awaitsOutcome(): boolean {
    return this.#flight.total >= this.#most
  }

  nextAt(): number {
    return anyTime
  }

  /** It is not known when a call in flight will end. */
  turnAt(): number {
    return anyTime
  }

  sent(): void {}

  /** What a throttle is due to although fewer calls are in flight is learned. */
  throttled(): boolean {
    return false
  }
}
