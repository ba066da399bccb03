import { ExcusedThrottles } from './excused-throttles.ts'
import { windowOf } from './shared-limit.ts'
import type { Ticket } from './ticket.ts'

/** Times in milliseconds. */
const rule = {
  /** The longest way to the service that is reckoned with. */
  longestWay: 250,
  /** A connection that was idle for so long may be closed: Node's agents keep theirs for 5 s. */
  idle: 5_000,
} as const

/** A limit that the user told: at most so many calls in any second, in bursts where the second has room for them. */
export class KnownLimit {
  /** The last calls, in a ring. */
  readonly #sent: (Ticket | undefined)[]
  readonly #windowMs: number
  readonly #throttles: ExcusedThrottles
  #next = 0

  /** @param qps calls per second; below 1, one call in 1/qps seconds */
  constructor(qps: number) {
    const { calls, windowMs } = windowOf(qps)
    this.#sent = Array.from({ length: calls }, () => undefined)
    this.#windowMs = windowMs
    this.#throttles = new ExcusedThrottles(calls)
  }

  /** When the next call may be sent, as far as is known now. */
  get nextAt(): number {
    const last = this.#sent[this.#next]
    // Not on its way yet: it will be, at a time that nobody knows.
    return last?.held && last.endedAt === undefined ? Number.POSITIVE_INFINITY : this.turnAt(0)
  }

  /** When the turn of a call comes that has `ahead` others before it. */
  turnAt(ahead: number): number {
    const calls = this.#sent.length
    const rounds = Math.floor(ahead / calls) * (this.#windowMs + this.#throttles.marginMs)
    return this.#freeAt(this.#sent[(this.#next + ahead) % calls]) + rounds
  }

  #freeAt(last: Ticket | undefined): number {
    if (!last) return Number.NEGATIVE_INFINITY
    // A call that had to wait for its connection arrived when nobody knows, but before it was answered.
    const arrivedAt = last.onNewConnection
      ? Math.min(last.endedAt ?? Number.POSITIVE_INFINITY, last.sentAt + rule.longestWay)
      : last.sentAt
    return arrivedAt + this.#windowMs + this.#throttles.marginMs
  }

  sent(ticket: Ticket): void {
    const last = this.#sent[this.#next]
    ticket.onNewConnection = !last || last.sentAt + this.#windowMs + rule.idle < ticket.sentAt
    this.#sent[this.#next] = ticket
    this.#next = (this.#next + 1) % this.#sent.length
    this.#throttles.sent()
  }

  /**
   * A call was throttled all the same.
   *
   * @returns whether unequal ways explain it, so that the limit need not be doubted
   */
  throttled(now: number, { sentAt }: Ticket): boolean {
    return this.#throttles.throttled(now, sentAt)
  }
}
