import type { InternalAxiosRequestConfig } from 'axios'
import type { Attempt } from '../retry/index.ts'
import type { EventBody } from '../telemetry/index.ts'
import type { Attachment } from './attachment.ts'
import { checkCallOptions } from './options/check-options.ts'
import { type ResolvedRetry, resolveCallRetry } from './options/settings.ts'
import type { CountedCall } from './pacing/pacing-gate.ts'
import type { Turn } from './pacing/turns.ts'
import type { PristineRequest } from './snapshot.ts'

/** What is known of a call from its start. */
export interface CallState {
  readonly attachment: Attachment
  /** The adapter, or the adapters to choose from, that the call would have without this package. */
  readonly adapter: InternalAxiosRequestConfig['adapter'] | undefined
  readonly retry: ResolvedRetry
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** The body as the caller gave it. */
  readonly data: unknown
  /** The request before the user's interceptors ran; undefined when there are none. */
  readonly pristine: PristineRequest | undefined
  /** Grows by one with each attempt. */
  readonly attempts: Attempt[]
  /** Could the service have executed an attempt so far? */
  mayHaveRun: boolean
  /** While an attempt of it is in flight that was merely counted. */
  counted: CountedCall | undefined
  /** The turn of its current or last attempt; undefined while it needs none. */
  turn: Turn | undefined
  /** Milliseconds that its current or last attempt waited for its turn. */
  queuedMs: number
  /** Milliseconds that it waited for turns so far. */
  totalQueuedMs: number
  /** Milliseconds of backoff so far. */
  totalBackoffMs: number
  /** Tells what becomes of it; undefined while nobody listens. */
  tell: ((event: EventBody) => void) | undefined
  /** The ClientToken that was added to the request, the same for all attempts. */
  clientToken: string | undefined
}

/**
 * The state of a call that is about to be sent.
 *
 * @param adapter the one that the call would have without this package
 * @param pristine the request before the user's interceptors ran, if there are such
 * @throws TypeError that names the option of the call that is wrong
 */
export function beginCall(
  attachment: Attachment,
  adapter: CallState['adapter'],
  { data, tencentCloud }: InternalAxiosRequestConfig,
  pristine?: PristineRequest,
): CallState {
  const { settings } = attachment
  if (tencentCloud) checkCallOptions(tencentCloud)
  return {
    attachment,
    adapter,
    retry: resolveCallRetry(settings, tencentCloud),
    startedAt: settings.clock.now(),
    data,
    pristine,
    attempts: [],
    mayHaveRun: false,
    counted: undefined,
    turn: undefined,
    queuedMs: 0,
    totalQueuedMs: 0,
    totalBackoffMs: 0,
    tell: undefined,
    clientToken: undefined,
  }
}
