import type { PacedCall } from './pacing-key.ts'

// The port between the pacing and a call. Three words are kept apart here, and everywhere in this folder:
// - A *pass* is a call's passage through the pacing, one object for all its attempts.
// - A *ticket* is the leave to send one attempt at one limit. An attempt to which several limits apply needs one of each.
//   While nothing needs pacing, attempts are only counted and need none.
// - A call's *turn* is the moment at which it gets its ticket.

/** What can end a wait before its time. */
export interface Cancellable {
  /** What a wait that is cancelled rejects with; undefined while it is not cancelled. */
  reason(): unknown
  /** Calls the listener when the wait is cancelled. Returns a function that removes the listener. */
  onCancel(listener: () => void): () => void
}

/** What the pacing asks of a call. One object a call. */
export interface Passenger {
  /**
   * Which limits hold for the call; undefined where its host is not one to be paced. Asked at most once, when it is
   * first needed, and never before the gate's `load` has resolved: the code that answers may be loaded by it.
   */
  limits(): PacedCall | undefined
  /** Milliseconds within which the next turn has to come; Infinity for no bound. */
  patienceMs(): number
  /** Has an attempt of the call ended before? A full queue takes such a call back. */
  isRetry(): boolean
  /** Ends a wait for a turn at once. */
  readonly cancellation: Cancellable
  /** Waits while the pacing code is loaded; the call's cancellation and its deadline bound the wait. */
  whileLoading(load: () => Promise<void>): Promise<unknown>
  /** The call has to wait for its turn. Not called while the pacing code is loaded. */
  onWait?(): void
}

/** A call's passage through the pacing: one object for all its attempts. */
export interface Pass {
  /**
   * Lets the next attempt be sent: at once if it returns undefined, else when the promise resolves to undefined. If it
   * resolves to a reason, the attempt is refused and must not be sent.
   *
   * @param preparing the request is not ready yet; `begin` says when it is sent
   * @throws the cancellation's reason, or what `whileLoading` rejects with (as rejections)
   */
  enter(preparing: boolean): Promise<RefusalReason | undefined> | undefined
  /** The request of the attempt goes out now. Does nothing for one that was ready when it entered. */
  begin(): void
  /**
   * How the attempt ended; only the first report counts. After a throttle await the promise: the pacing may have to be
   * loaded.
   *
   * @param at epoch milliseconds, if the attempt ended earlier than now
   * @param answer of an attempt that was accepted
   */
  end(end: AttemptEnd, at?: number, answer?: AcceptedAnswer): Promise<void> | undefined
  /** Does the current or last attempt have tickets? Then a throttle needs no backoff: the next turn is the wait. */
  readonly isPaced: boolean
  /** Milliseconds that the current or last attempt waited for its turn. */
  readonly queuedMs: number
  /** Milliseconds that all attempts so far waited for their turns. */
  readonly totalQueuedMs: number
}

/** The answer of an attempt, from which the pacing's setup may read what the call has used. */
export interface AcceptedAnswer {
  /** Of an attempt that still brings its answer: settles when it is in flight no more, with what is known of it then. */
  readonly open?: Promise<unknown> | undefined
}

/**
 * How an attempt ended, as far as limits are concerned. `accepted`: it passed the limiter. `failed`: nothing is known
 * of the limit, because the connection broke or the service failed. Else it was throttled.
 */
export type AttemptEnd = 'accepted' | 'failed' | Throttle

/** What a limit counts: calls in a period, calls in flight, or tokens in a minute. */
export type LimitKind = 'rate' | 'in-flight' | 'tokens'

export interface Throttle {
  /** The code that the service answered with; empty for a throttle without one, such as HTTP 429. */
  readonly code: string
  /** The wait that the server asked for, in milliseconds; 0 for none. */
  readonly retryAfterMs: number
  /** When the attempt was sent, in epoch milliseconds. */
  readonly startedAt: number
  /** What the limit counts, where the code says it. */
  readonly limitKind?: LimitKind | undefined
}

/** Why a call gets no turn: it cannot come before the call's deadline, or too many calls wait already. */
export type RefusalReason = 'deadline' | 'queue-full'

/** A call was refused its turn, and was not sent. */
export class PacingRefusal extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason) {
    super(`the call got no turn: ${reason}`)
    this.name = 'PacingRefusal'
    this.reason = reason
  }
}
