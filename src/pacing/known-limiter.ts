import { ExcusedThrottles } from './excused-throttles.ts'
import type { Limiter } from './limiter.ts'
import { anyTime, never } from './monotonic-time.ts'
import { toWindow } from './shared-limit.ts'
import type { Ticket } from './ticket.ts'
import { knownLimit } from './tuning.ts'

/**
 * A configured limit that this process keeps alone: no one-second window, wherever it starts, sees more calls than
 * the limit, and calls go in bursts where the window has room for them.
 *
 * The last calls are kept in a ring as long as the limit, so the next call may be sent a window after the oldest in
 * the ring. But the service counts calls when they arrive, and latency differs. So the window is longer by a margin,
 * which each throttle widens (ExcusedThrottles). A call that had to open a connection arrived at an unknown time,
 * though before it was answered and within 250 ms: it counts from then. A call whose request is still in preparation
 * has not been sent at all, so for the call that follows it in the ring no time is known.
 */
export class KnownLimiter implements Limiter {
  readonly awaitsOutcome = false
  readonly #ring: (Ticket | undefined)[]
  readonly #windowMs: number
  readonly #throttles: ExcusedThrottles
  /** Index of the oldest call in the ring. */
  #next = 0

  /** @param qps calls per second; below 1, one call in 1/qps seconds */
  constructor(qps: number) {
    const { calls, windowMs } = toWindow(qps)
    this.#ring = Array.from({ length: calls }, () => undefined)
    this.#windowMs = windowMs
    this.#throttles = new ExcusedThrottles(calls)
  }

  nextAt(): number {
    const oldest = this.#ring[this.#next]
    return oldest?.preparing && oldest.endedAt === undefined ? never : this.turnAt(0)
  }

  /** Counts a request in preparation as if it were sent by now. */
  turnAt(ahead: number): number {
    const calls = this.#ring.length
    const rounds = Math.floor(ahead / calls) * (this.#windowMs + this.#throttles.marginMs)
    return this.#leavesAt(this.#ring[(this.#next + ahead) % calls]) + rounds
  }

  sent(ticket: Ticket): void {
    const oldest = this.#ring[this.#next]
    ticket.onNewConnection = !oldest || oldest.sentAt + this.#windowMs + knownLimit.idleConnectionMs < ticket.sentAt
    this.#ring[this.#next] = ticket
    this.#next = (this.#next + 1) % this.#ring.length
    this.#throttles.sent()
  }

  /** Explains a throttle while differing latency does. */
  throttled(now: number, { sentAt }: Ticket): boolean {
    return this.#throttles.throttled(now, sentAt)
  }

  /** When a call leaves the limiter's window, at the latest. */
  #leavesAt(ticket: Ticket | undefined): number {
    if (!ticket) return anyTime
    const { sentAt, endedAt = never, onNewConnection } = ticket
    const arrivedAt = onNewConnection ? Math.min(endedAt, sentAt + knownLimit.longestLatencyMs) : sentAt
    return arrivedAt + this.#windowMs + this.#throttles.marginMs
  }
}
