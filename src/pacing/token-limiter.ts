// Loaded with a limit of tokens.
import type { TokenMeter } from './limiter.ts'
import type { Ticket, TicketOutcome } from './ticket.ts'
import type { TokenEstimate } from './tokens.ts'

// As in monotonic-time.ts and tuning.ts, which this part of the pacing would split from the rest.
const anyTime = Number.NEGATIVE_INFINITY
const never = Number.POSITIVE_INFINITY

const tokenLimit = {
  /** A minute, and the margin of a configured limit (ms). */
  windowMs: 60_020,
  /** Tokens of an answer that is not bounded, before any was seen (tokens). */
  firstOutput: 1_024,
  /** The least part of the newest answer in the mean of answers (fraction): it follows the last ten or so. */
  newest: 0.1,
} as const

/** A call that has ended, and still counts. */
interface Ended {
  readonly tokens: number
  readonly leavesAt: number
}

/**
 * A limit of tokens per minute. A call reserves what it is estimated to use; when it ends, the usage that its
 * answer tells takes the place of that. It counts while it runs and for a minute after its end: some services count the
 * tokens of a call when it begins, others when it ends.
 */
export class TokenLimiter implements TokenMeter {
  readonly awaitsOutcome = false
  /** Tokens per minute. */
  limit: number
  /** Tokens reserved by the calls in flight, and the number of these. */
  #reserved = 0
  #running = 0
  /** Tokens of the calls that ended within a minute, and these calls, oldest first, from index `#first`. */
  #spent = 0
  #ended: Ended[] = []
  #first = 0
  /** The mean tokens of the last answers. */
  #usualOutput: number = tokenLimit.firstOutput
  #answers = 0
  readonly #reservesBound: boolean

  /** @param reservesBound does a call reserve the most that its answer may have, and not what answers usually have? */
  constructor(limit: number, reservesBound = true) {
    this.limit = limit
    this.#reservesBound = reservesBound
  }

  /** Tokens of the calls in flight, as reserved, and of the minute before. */
  usedAt(now: number): number {
    this.#drop(now)
    return this.#reserved + this.#spent
  }

  nextAt(now: number, tokens?: TokenEstimate): number {
    let excess = this.usedAt(now) + this.#toNeed(tokens) - this.limit
    if (tokens === undefined || excess <= 0) return anyTime
    for (let at = this.#first; at < this.#ended.length; at++) {
      const ended = this.#ended[at]
      excess -= ended?.tokens ?? 0
      if (ended && excess <= 0) return ended.leavesAt
    }
    // What remains ends at an unknown time. A call that needs more than the limit waits until it is alone.
    return this.#running > 0 ? never : (this.#ended.at(-1)?.leavesAt ?? anyTime)
  }

  /** No turn is certain: a call in flight may use less than it has reserved. */
  turnAt(): number {
    return anyTime
  }

  sent(ticket: Ticket): void {
    if (ticket.tokens === undefined) return
    ticket.reserved = this.#toNeed(ticket.tokens)
    this.#reserved += ticket.reserved
    this.#running++
  }

  ended(now: number, ticket: Ticket, outcome: TicketOutcome): void {
    const { reserved, used } = ticket
    // It was sent before calls were metered.
    if (reserved === undefined) return
    this.#reserved -= reserved
    this.#running--
    if (used?.outputTokens !== undefined) {
      this.#usualOutput += (used.outputTokens - this.#usualOutput) * Math.max(tokenLimit.newest, 1 / ++this.#answers)
    }
    // A call that was refused has used nothing. Of one that failed it is not known.
    const spent = outcome === 'throttled' ? 0 : (used?.totalTokens ?? reserved)
    if (spent === 0) return
    this.#ended.push({ tokens: spent, leavesAt: now + tokenLimit.windowMs })
    this.#spent += spent
  }

  /** A throttle although tokens are left shows that something else is the limit, or that it is lower: that is learned. */
  throttled(): boolean {
    return false
  }

  #toNeed(tokens: TokenEstimate | undefined): number {
    if (!tokens) return 0
    const { input, output } = tokens
    const usual = Math.ceil(this.#usualOutput)
    return input + (this.#reservesBound ? (output ?? usual) : Math.min(output ?? usual, usual))
  }

  /** Drops the calls that count no more. */
  #drop(now: number): void {
    for (let oldest = this.#ended[this.#first]; oldest && oldest.leavesAt <= now; oldest = this.#ended[this.#first]) {
      this.#spent -= oldest.tokens
      this.#first++
    }
    if (this.#first * 2 > this.#ended.length) {
      this.#ended = this.#ended.slice(this.#first)
      this.#first = 0
    }
  }
}
