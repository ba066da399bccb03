import type { Attributes } from '@opentelemetry/api'
import type { Attempt } from '../../retry/index.ts'
import type { CallEvent, ObservedCall } from '../event.ts'
import { cleanId, cleanName, other } from './clean.ts'

export type GiveUp = Extract<CallEvent, { type: 'give-up' }>

/** `error.type` of what its caller has cancelled. */
export const cancelled = 'cancelled'

/** What is known of a call from its start. */
export function callAttributes({ service, action, region, version }: ObservedCall): Attributes {
  return {
    'tencentcloud.service': cleanName(service),
    'tencentcloud.action': cleanName(action),
    'tencentcloud.region': cleanName(region),
    'tencentcloud.version': cleanName(version),
  }
}

/** `{service} {action}`, as far as they are known. */
export function callName({ service, action }: ObservedCall): string {
  const names = [service, action].map(cleanName).filter((name) => name !== undefined)
  return names.length > 0 ? names.join(' ') : 'tencentcloud'
}

/** By the conventions: the status where that tells the failure, else a code; undefined for a success. */
export function errorTypeOf({ decision, httpStatus, code }: Attempt): string | undefined {
  if (decision === 'return') return undefined
  return httpStatus !== undefined && httpStatus >= 400 ? String(httpStatus) : (cleanName(code) ?? other)
}

export function attemptAttributes(attempt: Attempt): Attributes {
  const { httpStatus, requestId, code, moduleCode, decision, reason, delayMs } = attempt
  return {
    'http.response.status_code': httpStatus,
    'error.type': errorTypeOf(attempt),
    'tencentcloud.request_id': cleanId(requestId),
    'tencentcloud.error.code': cleanName(code),
    'tencentcloud.error.module_code': cleanName(moduleCode),
    'tencentcloud.decision': decision,
    'tencentcloud.reason': reason,
    ...(decision === 'retry' && { 'tencentcloud.delay_ms': delayMs }),
  }
}

/** What an error itself tells, which may be anybody's. */
interface ErrorFacts {
  readonly type: string
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly status: number | undefined
}

/** Reads an error that no attempt stands for: a refused turn, an interceptor's, another host's. */
export function errorFactsOf({ error, cancelled: isCancelled }: GiveUp): ErrorFacts {
  const field = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  const text = (name: string): string | undefined => {
    const value = field(name)
    return typeof value === 'string' ? cleanName(value) : undefined
  }
  const value = field('status')
  const status = typeof value === 'number' ? value : undefined
  const code = text('code')
  const named = status !== undefined && status >= 400 ? String(status) : (code ?? text('name') ?? other)
  return { type: isCancelled ? cancelled : named, code, reason: text('reason'), status }
}

/** What a call that gave up tells: its last attempt, or else its error. */
export function giveUpAttributes(event: GiveUp): Attributes {
  const last = event.attempts.at(-1)
  if (last?.decision === 'give-up') return attemptAttributes(last)
  const { type, code, reason } = errorFactsOf(event)
  return {
    'error.type': type,
    'tencentcloud.error.code': event.cancelled ? undefined : code,
    'tencentcloud.decision': 'give-up',
    'tencentcloud.reason': event.cancelled ? cancelled : reason,
  }
}
