import type { Attempt, ObservedCall, TencentCloudEvent } from 'axios-tencentcloud'

export const madeUpCall = (id: number): ObservedCall => ({
  id,
  method: 'GET',
  service: 'kms',
  action: 'ListKey',
  startedAt: 1,
})

export const madeUpAttempt = (code: string): Attempt => ({
  number: 1,
  startedAt: 1,
  queuedMs: 0,
  durationMs: 1,
  code,
  decision: 'give-up',
  reason: 'not-retryable',
  delayMs: 0,
})

/** All events of a call that fails with a code. */
export function failing(one: ObservedCall, code: string): TencentCloudEvent[] {
  const events = [
    { type: 'start' },
    { type: 'attempt', number: 1 },
    { type: 'give-up', attempts: [madeUpAttempt(code)], durationMs: 1, cancelled: false },
  ] as const
  return events.map((event) => ({ ...event, call: one, at: 2 }))
}
