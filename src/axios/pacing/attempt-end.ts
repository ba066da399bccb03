import type { AttemptEnd } from '../../pacing/pass.ts'
import { askedWaitMs, dispositionOf, type FailedAttempt } from '../recovery/failed-attempt.ts'
import type { EndedAttempt } from '../send-attempt.ts'

/** What an attempt tells of the limits. A limiter looks at a request before the service does. */
export function attemptEnd({ outcome }: EndedAttempt, failed: FailedAttempt | undefined): AttemptEnd {
  if (failed && dispositionOf(failed) === 'throttle') {
    return { code: failed.envelope?.code ?? '', retryAfterMs: askedWaitMs(failed), startedAt: failed.startedAt }
  }
  const answered = failed ? failed.envelope !== undefined : outcome.kind === 'answered'
  return answered ? 'accepted' : 'failed'
}
