import type { Attempt } from '../retry/index.ts'
import type { PacingScope } from '../retry/pacing/index.ts'

/**
 * The call that an event is about, the same object in all of its events. Holds no secret: of the URL neither the query
 * nor a user's name and password.
 */
export interface ObservedCall {
  /** Counts the calls of this process (and of this copy of the package), from 1. */
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

/** What happened to a call; `type` tells which fields there are. Durations in milliseconds. */
export type EventBody =
  /** A call begins. Exactly one `success` or `give-up` follows, as the last event of the call. */
  | { readonly type: 'start' }
  /** The call waits before the attempt of that number, for its turn or the backoff of a retry, until its next event. */
  | { readonly type: 'wait'; readonly number: number; readonly reason: 'pacing' }
  | { readonly type: 'wait'; readonly number: number; readonly reason: 'backoff'; readonly delayMs: number }
  /** An attempt is handed to the adapter. One whose deadline passed before that has no such event. */
  | { readonly type: 'attempt'; readonly number: number }
  /** An attempt failed, and it was decided to make another. If that proves impossible, `give-up` says why. */
  | { readonly type: 'retry'; readonly attempt: Attempt }
  /** The call ends as a success. */
  | { readonly type: 'success'; readonly attempts: readonly Attempt[]; readonly durationMs: number }
  /**
   * The call ends as a failure, or was cancelled. `attempts` are those that were judged: not one that a cancellation cut
   * off. `error` is what the caller gets if that is a TencentCloudError; of another Error a copy without config, request
   * and response, secrets struck out; absent where a failing response is handed back (`throwErrors: false`).
   */
  | {
      readonly type: 'give-up'
      readonly attempts: readonly Attempt[]
      readonly durationMs: number
      readonly cancelled: boolean
      readonly error?: unknown
    }

/** The limit that a throttle taught: which calls share it, and what it allows. */
export interface LearnedLimit {
  readonly scope: PacingScope
  readonly host?: string | undefined
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly region?: string | undefined
  /** Calls per second. */
  readonly qps?: number | undefined
  /** Calls at the same time. */
  readonly inFlight?: number | undefined
}

/** What happened to the limits that calls share. */
export type LimitEventBody =
  | { readonly type: 'throttle-learned'; readonly limit: LearnedLimit }
  /** The limit that processes share is now kept to locally, since its store cannot be reached; or shared again. */
  | { readonly type: 'fallback'; readonly state: 'local' | 'shared'; readonly reason?: string | undefined }

/** An event of a call. */
export type CallEvent = EventBody & {
  readonly call: ObservedCall
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}

/** An event of a limit, which belongs to no call. */
export type LimitEvent = LimitEventBody & {
  readonly call?: undefined
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}

/** What an `onEvent` function is told, and the channel's subscribers are. */
export type TencentCloudEvent = CallEvent | LimitEvent
