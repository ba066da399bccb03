import type { TimeSpent } from '../retry/time-spent.ts'
import type { CallState } from './call-state.ts'

export function timeSpentOf({ attachment, attempts, startedAt, pass, totalBackoffMs }: CallState): TimeSpent {
  return {
    totalMs: attachment.settings.clock.now() - startedAt,
    queuedMs: pass?.totalQueuedMs ?? 0,
    backoffMs: totalBackoffMs,
    sendingMs: attempts.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }
}
