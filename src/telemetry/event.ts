import type { Attempt } from '../retry/index.ts'

/** The call that an event is about. Holds no secret: of the URL neither the query nor a user's name and password. */
export interface ObservedCall {
  /** Counts the calls of this process, from 1. */
  readonly id: number
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly region?: string | undefined
  readonly version?: string | undefined
  /** In upper case. */
  readonly method: string
  /** Origin and path, when the request tells them. */
  readonly url?: string | undefined
  /** Epoch milliseconds, by the attachment's clock. */
  readonly startedAt: number
}

/** What happened; `type` tells which fields there are. Durations in milliseconds. */
export type EventBody =
  /** A call begins. */
  | { readonly type: 'start' }
  /** The call waits before the attempt of that number: for its turn, or the backoff of a retry. */
  | { readonly type: 'wait'; readonly number: number; readonly reason: 'pacing' }
  | { readonly type: 'wait'; readonly number: number; readonly reason: 'backoff'; readonly delayMs: number }
  /** An attempt is handed to the adapter. */
  | { readonly type: 'attempt'; readonly number: number }
  /** An attempt failed, and there will be another. */
  | { readonly type: 'retry'; readonly attempt: Attempt }
  /** The call ends as a success. */
  | { readonly type: 'success'; readonly attempts: readonly Attempt[]; readonly durationMs: number }
  /** The call ends as a failure, or was cancelled: `error` is what its caller gets (absent with `throwErrors: false`). */
  | {
      readonly type: 'give-up'
      readonly attempts: readonly Attempt[]
      readonly durationMs: number
      readonly cancelled: boolean
      readonly error?: unknown
    }

/** What an `onEvent` function is told, and the channel's subscribers are. */
export type TencentCloudEvent = EventBody & {
  readonly call: ObservedCall
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}
