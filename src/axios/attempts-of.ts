import type { AxiosResponse } from 'axios'
import type { Attempt } from '../retry/index.ts'
import type { CallState } from './call-state.ts'
import type { SentAttempt } from './send-attempt.ts'

const recorded = new WeakMap<object, readonly Attempt[]>()

/** Keeps the attempts of a response or error. */
export function recordAttempts(outcome: object, attempts: readonly Attempt[]): void {
  recorded.set(outcome, attempts)
}

/** Notes an attempt that succeeded; `response` is then what the call returns. */
export function noteSuccess(call: CallState, ended: SentAttempt, response: AxiosResponse): void {
  const { number, startedAt, endedAt } = ended
  const durationMs = endedAt - startedAt
  const { status: httpStatus } = response
  call.attempts.push({ number, startedAt, durationMs, httpStatus, decision: 'return', reason: 'success', delayMs: 0 })
  recordAttempts(response, call.attempts)
}

/**
 * The attempts behind a response or an error, in order, with what was decided after each. Empty for anything that did
 * not come from an attached axios instance (what an interceptor made of a response included).
 */
export function attemptsOf(responseOrError: unknown): readonly Attempt[] {
  if (typeof responseOrError !== 'object' || responseOrError === null) return []
  return recorded.get(responseOrError) ?? []
}
