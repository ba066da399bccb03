import { ExcusedThrottles } from './excused-throttles.ts'
import type { Limiter } from './limiter.ts'
import { anyTime, never } from './monotonic-time.ts'
import { type ConfiguredLimit, toWindow } from './shared-limit.ts'
import type { Ticket } from './ticket.ts'
import { knownLimit } from './tuning.ts'

/** The windows that the calls of a configured limit are counted in; none for one of calls in flight or of tokens alone. */
export const toLimitWindows = ({ qps, rpm }: ConfiguredLimit): readonly ReturnType<typeof toWindow>[] => [
  ...(qps === undefined ? [] : [toWindow(qps)]),
  ...(rpm === undefined ? [] : [{ calls: rpm, windowMs: 60_000 }]),
]

/**
 * A configured limit that this process keeps alone: no one-second window, wherever it starts, sees more calls than
 * the limit, and calls go in bursts where the window has room for them.
 *
 * As many of the last calls are kept as the limit allows in a window, so the next call may be sent a window after the
 * oldest of them. Those that no longer count are dropped, so a high limit takes room only for the calls that are made. But the service counts calls when they arrive, and latency differs. So the window is longer by a margin,
 * which each throttle widens (ExcusedThrottles). A call that had to open a connection arrived at an unknown time,
 * though before it was answered and within 250 ms: it counts from then. A call whose request is still in preparation
 * has not been sent at all, so for the call that takes its place no time is known.
 */
export class KnownLimiter implements Limiter {
  readonly awaitsOutcome = false
  readonly #calls: number
  readonly #windowMs: number
  readonly #throttles: ExcusedThrottles
  /** The calls that count, oldest first, from index `#first`. */
  #tickets: Ticket[] = []
  #first = 0

  /** @param window how many calls are allowed in it */
  constructor({ calls, windowMs }: ReturnType<typeof toWindow>) {
    this.#calls = calls
    this.#windowMs = windowMs
    this.#throttles = new ExcusedThrottles(calls)
  }

  nextAt(): number {
    const oldest = this.#inPlace(0)
    return oldest?.preparing && oldest.endedAt === undefined ? never : this.turnAt(0)
  }

  /** Counts a request in preparation as if it were sent by now. */
  turnAt(ahead: number): number {
    const rounds = Math.floor(ahead / this.#calls) * (this.#windowMs + this.#throttles.marginMs)
    return this.#leavesAt(this.#inPlace(ahead % this.#calls)) + rounds
  }

  sent(ticket: Ticket): void {
    const oldest = this.#inPlace(0)
    ticket.onNewConnection = !oldest || this.#isIdle(oldest, ticket.sentAt)
    this.#tickets.push(ticket)
    if (oldest) this.#first++
    while (this.#mayDrop(this.#tickets[this.#first], ticket.sentAt)) this.#first++
    if (this.#first * 2 > this.#tickets.length) {
      this.#tickets = this.#tickets.slice(this.#first)
      this.#first = 0
    }
    this.#throttles.sent()
  }

  /** Explains a throttle while differing latency does. */
  throttled(now: number, { sentAt }: Ticket): boolean {
    return this.#throttles.throttled(now, sentAt)
  }

  /** The call whose place the next one takes, or the next after `ahead` others; undefined for a place that is free. */
  #inPlace(ahead: number): Ticket | undefined {
    const free = this.#calls - (this.#tickets.length - this.#first)
    return ahead < free ? undefined : this.#tickets[this.#first + ahead - free]
  }

  /** Was that call so long ago that its connection may have been closed? */
  #isIdle({ sentAt }: Ticket, now: number): boolean {
    return sentAt + this.#windowMs + knownLimit.idleConnectionMs < now
  }

  /** A free place is as good as that of an idle call: it has left the window, whose margin is far less than idle time. */
  #mayDrop(ticket: Ticket | undefined, now: number): boolean {
    return ticket !== undefined && !(ticket.preparing && ticket.endedAt === undefined) && this.#isIdle(ticket, now)
  }

  /** When a call leaves the limiter's window, at the latest. */
  #leavesAt(ticket: Ticket | undefined): number {
    if (!ticket) return anyTime
    const { sentAt, endedAt = never, onNewConnection } = ticket
    const arrivedAt = onNewConnection ? Math.min(endedAt, sentAt + knownLimit.longestLatencyMs) : sentAt
    return arrivedAt + this.#windowMs + this.#throttles.marginMs
  }
}
