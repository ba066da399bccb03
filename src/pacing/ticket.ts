import type { LimitKind } from './pass.ts'
import type { TokenEstimate, TokensUsed } from './tokens.ts'

/**
 * How an attempt ended for one limit: it was accepted, it was rejected, or nothing is known (the connection broke, the
 * service failed).
 */
export type TicketOutcome = 'accepted' | 'throttled' | 'failed'

/** Gives tickets, and receives their reports. */
export interface TicketIssuer {
  /** The key of the limit. */
  readonly name: string
  /** The request of a ticket given in preparation is sent now. */
  begun(ticket: Ticket): void
  /** The attempt of a ticket was accepted, and is still in flight. */
  accepted(ticket: Ticket): void
  /** The attempt of a ticket ended. */
  ended(ticket: Ticket, outcome: TicketOutcome, retryAfterMs: number, limitKind?: LimitKind): void
}

/** The leave to send one attempt at one limit. To be ended once, when the attempt ends; further reports do nothing. */
export class Ticket {
  /** The position of its call among all calls, by start; a later attempt of the call takes the same position again. */
  readonly order: number
  /** Epoch milliseconds; of a ticket in preparation, when it was given. */
  sentAt: number
  /** Is its request still being prepared? */
  preparing: boolean
  /** Did its call wait in the queue? */
  readonly waited: boolean
  /**
   * Was it spaced by the learned pace? Only if it also waited does its acceptance show that the rate could be higher.
   */
  spaced = false
  /** Epoch milliseconds; undefined while the attempt runs. */
  endedAt: number | undefined = undefined
  /** The tokens that its request shows; undefined where tokens do not count. */
  readonly tokens: TokenEstimate | undefined
  /** The tokens that are reserved for it while it is in flight; undefined if it was sent without. */
  reserved: number | undefined = undefined
  /** The tokens that the answer has told. */
  used: TokensUsed | undefined = undefined
  /** Has its answer begun, while it stays in flight? */
  confirmed = false
  /** May its request have had to wait for a new connection? */
  onNewConnection = false
  /**
   * Is it in flight, and not known yet whether the limiter accepted it? Kept by CallsInFlight, with the links of its
   * list.
   */
  undecided = false
  older: Ticket | undefined = undefined
  newer: Ticket | undefined = undefined
  readonly #issuer: TicketIssuer

  constructor(
    issuer: TicketIssuer,
    order: number,
    sentAt: number,
    waited: boolean,
    preparing: boolean,
    tokens?: TokenEstimate,
  ) {
    this.#issuer = issuer
    this.order = order
    this.sentAt = sentAt
    this.waited = waited
    this.preparing = preparing
    this.tokens = tokens
  }

  /** The key of its limit. */
  get limit(): string {
    return this.#issuer.name
  }

  /** The request goes out now. Does nothing for a ticket whose request was ready when it was given. */
  begin(): void {
    if (!this.preparing || this.endedAt !== undefined) return
    this.preparing = false
    this.#issuer.begun(this)
  }

  /** Reports that the attempt was accepted, although it is still in flight. */
  accept(): void {
    if (!this.confirmed && this.endedAt === undefined) this.#issuer.accepted(this)
  }

  /**
   * Reports how the attempt ended.
   *
   * @param retryAfterMs of a throttled attempt: the wait that the server asked for, in milliseconds; it holds the
   *   whole key
   * @param limitKind what the limit counts that it met, where that is known
   */
  end(outcome: TicketOutcome, retryAfterMs = 0, limitKind?: LimitKind): void {
    if (this.endedAt === undefined) this.#issuer.ended(this, outcome, retryAfterMs, limitKind)
  }
}
