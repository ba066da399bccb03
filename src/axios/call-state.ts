import type { InternalAxiosRequestConfig } from 'axios'
import type { Attempt } from '../retry/index.ts'
import type { Attachment } from './attachment.ts'
import type { ResolvedRetry } from './settings.ts'
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
  /** The ClientToken that was added to the request, the same for all attempts. */
  clientToken: string | undefined
}
