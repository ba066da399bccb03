import type { AxiosResponse } from 'axios'
import { recordAttempts } from './attempts-of.ts'
import type { CallState } from './call-state.ts'
import type { SentAttempt } from './send-attempt.ts'

/** Notes an attempt that succeeded; `response` is then what the call returns. */
export function noteSuccess(call: CallState, ended: SentAttempt, response: AxiosResponse): void {
  const { attachment, attempts, queuedMs } = call
  const { number, startedAt, endedAt } = ended
  attempts.push({
    number,
    startedAt,
    queuedMs,
    durationMs: endedAt - startedAt,
    httpStatus: response.status,
    decision: 'return',
    reason: 'success',
    delayMs: 0,
  })
  recordAttempts(response, attempts)
  attachment.gate?.end(call, 'accepted', endedAt)
  if (attachment.budgets?.succeeded(ended.encoded.shape) === false) attachment.budgets = undefined
}
