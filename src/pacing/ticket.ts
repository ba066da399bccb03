import type { KeyState } from './key-state.ts'

/**
 * How an attempt ended, as far as the limit is concerned: it passed the limiter, the limiter rejected it, or nobody
 * knows (the connection broke, the service failed): that teaches nothing about the limit.
 */
export type PacedOutcome = 'accepted' | 'throttled' | 'failed'

/** The leave to send one attempt. To be ended exactly once when the attempt ends; further calls do nothing. */
export class Ticket {
  /** The place of its call among all calls, by start; an attempt that follows takes the same place again. */
  readonly order: number
  /** Epoch milliseconds; while it is held, when it was given. */
  sentAt: number
  /** Whether its request is still being prepared. */
  held: boolean
  /** Whether the pace held it back: only then does its acceptance say that the pace could be higher. */
  readonly waited: boolean
  /** Epoch milliseconds; undefined while the attempt runs. */
  endedAt: number | undefined = undefined
  /** Whether its request may have had to wait for a connection. */
  onNewConnection = false
  readonly #key: KeyState
  /** Links and state of the list of calls in flight. */
  older: Ticket | undefined = undefined
  newer: Ticket | undefined = undefined
  young = false

  constructor(key: KeyState, order: number, sentAt: number, waited: boolean, held: boolean) {
    this.#key = key
    this.order = order
    this.sentAt = sentAt
    this.waited = waited
    this.held = held
  }

  /** The request goes out now. Does nothing for a ticket that was not held. */
  begin(): void {
    if (!this.held || this.endedAt !== undefined) return
    this.held = false
    this.#key.begun(this)
  }

  /**
   * Says how the attempt ended.
   *
   * @param retryAfterMs for a throttled attempt: the server's own wait, in milliseconds; holds for the whole key
   */
  end(outcome: PacedOutcome, retryAfterMs = 0): void {
    if (this.endedAt === undefined) this.#key.ended(this, outcome, retryAfterMs)
  }
}
