import { evenIntervalMs, type Grant, type Reservation, type SharedLimit } from '../../src/pacing/shared-limit.ts'
import type { VirtualTime } from '../pacing/simulator.ts'

/** A shared limit in the memory of this process, on virtual time: what the pacing sees of a fleet. */
export class MemoryLimit implements SharedLimit {
  /** Reservations that were asked for. */
  readonly asked: Reservation[] = []
  /** Slots that were given back. */
  givenBack = 0
  /** Why answers are of the process' own share. */
  fallback: string | undefined
  readonly #time: VirtualTime
  readonly #processes: number
  readonly #roundTripMs: number
  readonly #nextAt = new Map<string, number>()

  constructor(time: VirtualTime, processes = 1, roundTripMs = 2) {
    this.#time = time
    this.#processes = processes
    this.#roundTripMs = roundTripMs
  }

  async reserve(reservation: Reservation): Promise<Grant> {
    this.asked.push(reservation)
    const { key, qps = 0, wanted, withinMs } = reservation
    await this.#time.delay(this.#roundTripMs / 2)
    const now = this.#time.now()
    const intervalMs = evenIntervalMs(qps)
    const batch = Math.max(1, Math.floor(Math.min(250, 1_000 / this.#processes) / intervalMs))
    const first = Math.max(now, this.#nextAt.get(key) ?? 0)
    const count = Math.max(0, Math.min(wanted, batch, Math.floor((withinMs - (first - now)) / intervalMs) + 1))
    let next = first + count * intervalMs
    this.#nextAt.set(key, next)
    await this.#time.delay(this.#roundTripMs / 2)
    const since = this.#time.now()
    return {
      slotsInMs: Array.from({ length: count }, (_, at) => first + at * intervalMs - since),
      nextInMs: next - since,
      fallback: this.fallback,
      giveBack: (unused) => {
        this.givenBack += unused
        if (this.#nextAt.get(key) !== next) return
        next -= unused * intervalMs
        this.#nextAt.set(key, next)
      },
    }
  }
}
