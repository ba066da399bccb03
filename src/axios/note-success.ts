import type { AxiosResponse } from 'axios'
import { recordAttempts } from './attempts-of.ts'
import type { CallState } from './call-state.ts'
import type { SentAttempt } from './send-attempt.ts'

/** Notes an attempt that succeeded; `response` is then what the call returns. */
export function noteSuccess(call: CallState, ended: SentAttempt, response: AxiosResponse): void {
  const { attachment, attempts, pass } = call
  const { number, startedAt, endedAt } = ended
  attempts.push({
    number,
    startedAt,
    queuedMs: pass?.queuedMs ?? 0,
    durationMs: endedAt - startedAt,
    httpStatus: response.status,
    decision: 'return',
    reason: 'success',
    delayMs: 0,
  })
  recordAttempts(response, attempts)
  pass?.end('accepted', endedAt)
  if (attachment.budgets?.succeeded(ended.encoded.shape) === false) attachment.budgets = undefined
}
