// Loaded with the first throttle that counts tokens.
import type { TokenMeter } from './limiter.ts'
import type { Ticket, TicketOutcome } from './ticket.ts'
import { TokenLimiter } from './token-limiter.ts'
import type { TokenEstimate } from './tokens.ts'

// As in monotonic-time.ts, which this part of the pacing would split from the rest.
const anyTime = Number.NEGATIVE_INFINITY
const never = Number.POSITIVE_INFINITY

const learnedTokens = {
  /** The tokens of at least this time have to be known before a limit is learned of them (ms): it is one of a minute. */
  meteredMs: 60_000,
  /** Part of the limit that is given up at a throttle (fraction). */
  decrease: 0.07,
  /** Part of the limit that is added in a minute in which calls wait for it (fraction). */
  increase: 0.05,
  /** Each further minute without a throttle multiplies the increase by this (factor): the limit may have been raised. */
  quietFactor: 1.5,
  /** Most of the increase in a minute (fraction). */
  mostIncrease: 1,
  /** The wait after the first throttle in a row (ms); it doubles with each further one. */
  firstWaitMs: 1_000,
  /** The longest such wait (ms). */
  longestWaitMs: 15_000,
} as const

const minuteMs = 60_000

/**
 * A limit of tokens per minute that throttles teach: what was used in the minute before one. From then on it grows while
 * calls wait for it, and gives way a little at each throttle. After a throttle single calls find out whether the limit
 * accepts calls again, with growing waits, as other processes may use it too.
 */
export class LearnedTokens implements TokenMeter {
  /** The limit is known by what was used, so the most that an answer may have would keep calls back too long. */
  readonly #meter = new TokenLimiter(Number.POSITIVE_INFINITY, false)
  readonly #meteredFrom: number
  #grownAt = anyTime
  /** Throttles in a row. */
  #streak = 0
  #reactedAt = anyTime
  #blockedUntil = anyTime
  #probe: Ticket | undefined

  /** @param now when calls begin to be metered */
  constructor(now: number) {
    this.#meteredFrom = now
  }

  get tpm(): number | undefined {
    const { limit } = this.#meter
    return Number.isFinite(limit) ? limit : undefined
  }

  /** True while a probe is in flight. */
  get awaitsOutcome(): boolean {
    return this.#probe !== undefined
  }

  nextAt(now: number, tokens?: TokenEstimate): number {
    return Math.max(this.#blockedUntil, this.#meter.nextAt(now, tokens))
  }

  turnAt(): number {
    return anyTime
  }

  sent(ticket: Ticket): void {
    this.#meter.sent(ticket)
    if (this.#streak > 0) this.#probe = ticket
  }

  accepted(now: number, ticket: Ticket): void {
    this.overdue(ticket)
    if (ticket.sentAt >= this.#reactedAt) this.#streak = 0
    if (ticket.waited && this.tpm !== undefined) this.#grow(now)
  }

  ended(now: number, ticket: Ticket, outcome: TicketOutcome): void {
    this.overdue(ticket)
    this.#meter.ended(now, ticket, outcome)
  }

  /** Another call may find out what this one has not. */
  overdue(ticket: Ticket): void {
    if (this.#probe === ticket) this.#probe = undefined
  }

  /**
   * A call was throttled, and the service said that it counts tokens.
   *
   * @returns false while too little is known of the tokens that were used
   */
  throttled(now: number, ticket: Ticket): boolean {
    const { tpm } = this
    const used = this.#meter.usedAt(now)
    // Others have used the limit if this process has used less in the minute than the call needed.
    const isTelling = now >= this.#meteredFrom + learnedTokens.meteredMs && used >= (ticket.reserved ?? never)
    if (tpm === undefined && !isTelling) return false
    // It was sent before the last throttle was known, so it shows nothing new.
    if (ticket.sentAt < this.#reactedAt) return true
    const kept = 1 - learnedTokens.decrease
    this.#meter.limit = Math.max(1, tpm === undefined ? used : tpm * kept)
    this.#grownAt = now
    this.#reactedAt = now
    this.#blockedUntil = now + Math.min(learnedTokens.firstWaitMs * 2 ** this.#streak, learnedTokens.longestWaitMs)
    this.#streak++
    return true
  }

  #grow(now: number): void {
    const quietMinutes = (now - this.#reactedAt) / minuteMs
    const increase = Math.min(
      learnedTokens.increase * learnedTokens.quietFactor ** quietMinutes,
      learnedTokens.mostIncrease,
    )
    const elapsed = Math.min(now - this.#grownAt, minuteMs) / minuteMs
    this.#grownAt = now
    this.#meter.limit *= 1 + increase * elapsed
  }
}
