import type { Ticket } from './ticket.ts'

/** Times in milliseconds. */
const rule = {
  /**
   * Added to the second: requests sent a second apart arrive closer together when the first takes longer on its way.
   * Half the spread of ordinary round trips (40 to 60 ms) with as much again to spare; it costs 2 % of the rate.
   */
  margin: 20,
  /** Added to the margin by a throttle, which shows that the spread is larger; taken back bit by bit, one a second. */
  widening: 25,
  /** Longest margin, and the longest way to the service that is reckoned with. */
  longestWay: 250,
  /** Throttles in so many calls that unequal ways explain; more of them, and the limit is not what was told. */
  excused: 3,
  among: 100,
  /** A connection that was idle for so long may be closed: Node's agents keep theirs for 5 s. */
  idle: 5_000,
} as const

/** A limit that the user told: at most so many calls in any second, in bursts where the second has room for them. */
export class KnownLimit {
  /** The last calls, in a ring. */
  readonly #sent: (Ticket | undefined)[]
  readonly #windowMs: number
  #margin: number = rule.margin
  #next = 0
  #excuses: number = rule.excused
  #widenedAt = Number.NEGATIVE_INFINITY

  /** @param qps calls per second; below 1, one call in 1/qps seconds */
  constructor(qps: number) {
    const calls = Math.max(1, Math.floor(qps))
    this.#sent = Array.from({ length: calls }, () => undefined)
    this.#windowMs = (calls * 1_000) / qps
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
    const rounds = Math.floor(ahead / calls) * (this.#windowMs + this.#margin)
    return this.#freeAt(this.#sent[(this.#next + ahead) % calls]) + rounds
  }

  #freeAt(last: Ticket | undefined): number {
    if (!last) return Number.NEGATIVE_INFINITY
    // A call that had to wait for its connection arrived when nobody knows, but before it was answered.
    const arrivedAt = last.onNewConnection
      ? Math.min(last.endedAt ?? Number.POSITIVE_INFINITY, last.sentAt + rule.longestWay)
      : last.sentAt
    return arrivedAt + this.#windowMs + this.#margin
  }

  sent(ticket: Ticket): void {
    const last = this.#sent[this.#next]
    ticket.onNewConnection = !last || last.sentAt + this.#windowMs + rule.idle < ticket.sentAt
    this.#sent[this.#next] = ticket
    this.#next = (this.#next + 1) % this.#sent.length
    this.#excuses = Math.min(rule.excused, this.#excuses + rule.excused / rule.among)
    if (this.#next === 0) this.#margin = Math.max(rule.margin, this.#margin - 1)
  }

  /**
   * A call was throttled all the same. Those of one burst count as one throttle.
   *
   * @returns whether unequal ways explain it, so that the limit need not be doubted
   */
  throttled(now: number, { sentAt }: Ticket): boolean {
    if (sentAt < this.#widenedAt) return true
    if (this.#excuses < 1) return false
    this.#excuses--
    this.#widenedAt = now
    this.#margin = Math.min(rule.longestWay, this.#margin + rule.widening)
    return true
  }
}
