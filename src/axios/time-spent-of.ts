import type { TimeSpent } from '../retry/attempt.ts'
import type { CallState } from './call-state.ts'

export function timeSpentOf({ attachment, attempts, startedAt, totalQueuedMs, totalBackoffMs }: CallState): TimeSpent {
  return {
    totalMs: attachment.settings.clock.now() - startedAt,
    queuedMs: totalQueuedMs,
    backoffMs: totalBackoffMs,
    sendingMs: attempts.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }
}
