import type { GiveUpReason, TimeSpent } from '../../retry/attempt.ts'

/** A wait that the server asked for, and the time in which it would have had to end; in milliseconds. */
export interface AskedWait {
  readonly askedMs: number
  readonly leftMs: number
}

const formatMs = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`)

/** What the message of an error says of the giving up. Empty if the failure itself says enough. */
export function explainGivingUp(reason: GiveUpReason, timeSpent: TimeSpent, wait?: AskedWait): string {
  if (reason === 'not-retryable') return ''
  if (reason !== 'deadline') return `gave up: ${reason}`
  const { totalMs, queuedMs, backoffMs, preparingMs, sendingMs } = timeSpent
  const parts = `queued ${queuedMs}, backoff ${backoffMs}, preparing ${preparingMs}, sending ${sendingMs}`
  const asked =
    wait && wait.askedMs > wait.leftMs
      ? ` (the server asked for ${formatMs(wait.askedMs)}, ${formatMs(wait.leftMs)} were left)`
      : ''
  return `gave up: deadline${asked}, after ${totalMs} ms (${parts})`
}
