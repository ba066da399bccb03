import type { InternalAxiosRequestConfig } from 'axios'
import type { Pass } from '../pacing/pass.ts'
import type { Attempt } from '../retry/index.ts'
import type { EventBody } from '../telemetry/index.ts'
import type { Attachment } from './attachment.ts'
import { checkCallOptions } from './options/check-options.ts'
import { type ResolvedRetry, resolveCallRetry } from './options/settings.ts'
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
  /** Its passage through the pacing; undefined before the first attempt, and where calls are not paced. */
  pass: Pass | undefined
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
    pass: undefined,
    totalBackoffMs: 0,
    tell: undefined,
    clientToken: undefined,
  }
}
