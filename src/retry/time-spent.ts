/** Where the time of a call went; milliseconds. */
export interface TimeSpent {
  readonly totalMs: number
  /** Waiting for its turn, at the pace that the API allows. */
  readonly queuedMs: number
  /** Backoff between attempts. */
  readonly backoffMs: number
  /** Attempts, from sending to the end of the answer. */
  readonly sendingMs: number
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`

/** `60.0 s: 51.2 s waiting for its turn, 1.10 s sending`. */
export function formatTimeSpent({ totalMs, queuedMs, backoffMs, sendingMs }: TimeSpent): string {
  const parts = [
    queuedMs > 0 && `${seconds(queuedMs)} waiting for its turn`,
    backoffMs > 0 && `${seconds(backoffMs)} backoff`,
    sendingMs > 0 && `${seconds(sendingMs)} sending`,
  ].filter(Boolean)
  return parts.length === 0 ? seconds(totalMs) : `${seconds(totalMs)}: ${parts.join(', ')}`
}
