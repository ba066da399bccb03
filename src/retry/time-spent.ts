/** Where the time of a call went; milliseconds. */
export interface TimeSpent {
  /** From the beginning of the call to its end. */
  readonly totalMs: number
  /** Waiting for its turn, at the pace that the API allows. */
  readonly queuedMs: number
  /** Backoff between attempts. */
  readonly backoffMs: number
  /** Attempts, from sending to the end of the answer. */
  readonly sendingMs: number
}
