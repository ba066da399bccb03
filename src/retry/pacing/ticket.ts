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
  /** Epoch milliseconds. */
  readonly sentAt: number
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

  constructor(key: KeyState, order: number, sentAt: number, waited: boolean) {
    this.#key = key
    this.order = order
    this.sentAt = sentAt
    this.waited = waited
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
