import type { ReadRequest } from './read-request.ts'

/**
 * The outcome of a request.
 * - `success`: it ran and was answered with a success, perhaps late
 * - `repeated`: its ClientToken had run before; answered with the same data, not run again
 * - `unauthenticated`: refused because of its signature, SecretId or token
 * - `replay`, `expired`: refused because of its Nonce or its Timestamp
 * - `limited`: refused because a limit was reached
 * - `fault`, `reset`, `truncated`, `hang`: met a queued fault of that kind
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

/** A request in the log. */
export interface LoggedRequest extends ReadRequest {
  /** Counts from 1, in the order in which requests are judged, which is after their bodies have arrived. */
  readonly number: number
  /** When the request was judged, in epoch milliseconds of the fake's clock. */
  readonly at: number
  /** The RequestId in the answer to an API 3.0 request. Unique until `reset()`. */
  readonly requestId: string
  /** Whether SecretId, token, Timestamp and signature were valid; undefined when the fake has no `credentials`. */
  readonly verified: boolean | undefined
  /** The outcome of the request. */
  readonly outcome: OutcomeWord
}

/** An id in the form of a UUID, the same in every run. */
export const toRequestId = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

/** A log in order of arrival, indexed by action, so that looking up one action does not read all of it. */
export class ActionLog<Entry extends { readonly action: string | undefined }> {
  readonly entries: Entry[] = []
  readonly #byAction = new Map<string | undefined, Entry[]>()

  push(entry: Entry): void {
    this.entries.push(entry)
    const sameAction = this.#byAction.get(entry.action)
    if (sameAction) sameAction.push(entry)
    else this.#byAction.set(entry.action, [entry])
  }

  /** The entries of an action. A copy, which does not grow. */
  forAction(action: string): Entry[] {
    return [...(this.#byAction.get(action) ?? [])]
  }

  clear(): void {
    this.entries.length = 0
    this.#byAction.clear()
  }
}
