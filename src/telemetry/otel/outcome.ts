import type { Attributes } from '@opentelemetry/api'
import type { Attempt } from '../../retry/index.ts'
import type { CallEvent, ObservedCall } from '../event.ts'
import { cleanId, cleanName, other } from './clean.ts'

export type GiveUp = Extract<CallEvent, { type: 'give-up' }>
export type StreamEnd = Extract<CallEvent, { type: 'stream-end' }>

/** The `error.type` and the reason of a call that its caller cancelled. */
export const cancelled = 'cancelled'

/** The attributes that a call has from its start. */
export function callAttributes({ service, action, region, version }: ObservedCall): Attributes {
  return {
    'tencentcloud.service': cleanName(service),
    'tencentcloud.action': cleanName(action),
    'tencentcloud.region': cleanName(region),
    'tencentcloud.version': cleanName(version),
  }
}

/** The name of a call's span: `{service} {action}`, or the one that is known, else `tencentcloud`. */
export function callName({ service, action }: ObservedCall): string {
  const names = [service, action].map(cleanName).filter((name) => name !== undefined)
  return names.length > 0 ? names.join(' ') : 'tencentcloud'
}

/**
 * The `error.type` of an attempt. By the conventions it is an HTTP status ≥ 400, else a code; undefined for a success.
 */
export function toErrorType({ decision, httpStatus, code }: Attempt): string | undefined {
  if (decision === 'return') return undefined
  return httpStatus !== undefined && httpStatus >= 400 ? String(httpStatus) : (cleanName(code) ?? other)
}

/** The attributes of an attempt with a record. */
export function attemptAttributes(attempt: Attempt): Attributes {
  const { httpStatus, requestId, code, moduleCode, decision, reason, delayMs } = attempt
  return {
    'http.response.status_code': httpStatus,
    'error.type': toErrorType(attempt),
    'tencentcloud.request_id': cleanId(requestId),
    'tencentcloud.error.code': cleanName(code),
    'tencentcloud.error.module_code': cleanName(moduleCode),
    'tencentcloud.decision': decision,
    'tencentcloud.reason': reason,
    ...(decision === 'retry' && { 'tencentcloud.delay_ms': delayMs }),
  }
}

/** The facts that an error of any library contains. */
interface ErrorFacts {
  readonly type: string
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly status: number | undefined
}

/**
 * Reads the error of a call without a failed attempt: a refused turn, or an error of an interceptor or another host.
 */
export function readErrorFacts({ error, cancelled: isCancelled }: Pick<GiveUp, 'error' | 'cancelled'>): ErrorFacts {
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

/** The attributes of a call that gave up: those of its last attempt if that failed, else those of its error. */
export function giveUpAttributes(event: GiveUp): Attributes {
  const last = event.attempts.at(-1)
  if (last?.decision === 'give-up') return attemptAttributes(last)
  const { type, code, reason } = readErrorFacts(event)
  return {
    'error.type': type,
    'tencentcloud.error.code': event.cancelled ? undefined : code,
    'tencentcloud.decision': 'give-up',
    'tencentcloud.reason': event.cancelled ? cancelled : reason,
  }
}

/** How an event stream ended: `finished`, `failed` or `cancelled`, and for a failure its code. */
export function streamAttributes(event: StreamEnd, limit = cleanName): Attributes {
  const end = event.finished ? 'finished' : event.cancelled ? cancelled : 'failed'
  return {
    'tencentcloud.stream.end': end,
    ...(end === 'failed' && { 'error.type': limit(readErrorFacts(event).code) ?? other }),
  }
}
