import type { ReadRequest } from './read-request.ts'

/**
 * What became of a request.
 * - `success`: it ran, and was answered so (late, maybe)
 * - `repeated`: a ClientToken that ran before; answered with the same data, not run again
 * - `unauthenticated`: refused for its signature, its SecretId or its token
 * - `replay`, `expired`: refused for its Nonce or its Timestamp
 * - `limited`: a limit was reached
 * - `fault`, `reset`, `truncated`, `hang`: a queued fault took it
 * - `crashed`: a function given to `answer()` or `latency()` threw
 */
export type OutcomeWord =
  | 'success'
  | 'repeated'
  | 'unauthenticated'
  | 'replay'
  | 'expired'
  | 'limited'
  | 'fault'
  | 'reset'
  | 'truncated'
  | 'hang'
  | 'crashed'

/** A request as the log shows it. */
export interface LoggedRequest extends ReadRequest {
  /** 1 for the first request, in the order in which they were judged, after their bodies had arrived. */
  readonly number: number
  /** When that was, in epoch milliseconds of the fake's clock. */
  readonly at: number
  /** Stands in the answer of an API 3.0 request. Unique between two calls of `reset()`. */
  readonly requestId: string
  /** Whether SecretId, token, Timestamp and signature were right; undefined when the fake has no `credentials`. */
  readonly verified: boolean | undefined
  /** What became of it. */
  readonly outcome: OutcomeWord
}

/** Shaped like a UUID, and the same in every run. */
export const requestIdOf = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
