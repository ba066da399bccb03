import type { LearnedLimit, LimitEventBody } from '../pacing/limit-events.ts'
import type { Attempt } from '../retry/index.ts'
import type { StreamOutcome } from '../streams/outcome.ts'

export type { LearnedLimit, LimitEventBody }

/**
 * The call that an event belongs to; the same object in all events of the call. It contains no secret: the URL has
 * neither query nor user name and password.
 */
export interface ObservedCall {
  /** The number of the call in this process (and this copy of the package), from 1. */
  readonly id: number
  /** The product: `cvm`. */
  readonly service?: string | undefined
  /** The action: `RunInstances`. */
  readonly action?: string | undefined
  /** The region that the request or its host named. */
  readonly region?: string | undefined
  /** The API version that the request named. */
  readonly version?: string | undefined
  /** In upper case. */
  readonly method: string
  /** Origin and path; absent if the request has no absolute URL. */
  readonly url?: string | undefined
  /** Epoch milliseconds, by the attachment's clock. */
  readonly startedAt: number
}

/** The fields of an event of a call; `type` determines which it has. Durations are milliseconds. */
export type EventBody =
  /** A call begins. Exactly one `success` or `give-up` follows, as the last event of the call but for `stream-end`. */
  | { readonly type: 'start' }
  /** The call waits for its turn, or for the backoff of a retry, until its next event. */
  | {
      readonly type: 'wait'
      /** The number of the attempt that waits, 1 for the first. */
      readonly number: number
      /** The call waits for its turn; how long that takes is not known in advance. */
      readonly reason: 'pacing'
    }
  | {
      readonly type: 'wait'
      /** The number of the attempt that waits, 2 for the first retry. */
      readonly number: number
      /** The call waits for the backoff of a retry. */
      readonly reason: 'backoff'
      /** The length of the wait. */
      readonly delayMs: number
    }
  /** An attempt is handed to the adapter. An attempt whose deadline passes before that has no such event. */
  | {
      readonly type: 'attempt'
      /** 1 for the first. */
      readonly number: number
    }
  /** An attempt failed, and another was decided on. If that turns out to be impossible, `give-up` gives the reason. */
  | {
      readonly type: 'retry'
      /** The attempt that failed, with its code, the reason and the wait. */
      readonly attempt: Attempt
    }
  /** The call ends as a success. */
  | {
      readonly type: 'success'
      /** All attempts; the last one is the success. */
      readonly attempts: readonly Attempt[]
      /** Since the call began, waits included. */
      readonly durationMs: number
    }
  /**
   * The event stream of a model, with which the call ended as a success, has ended, as `streamOutcome` tells it. `error` is
   * redacted like that of `give-up`.
   */
  | ({ readonly type: 'stream-end' } & StreamOutcome)
  /** The call ends as a failure, or was cancelled. */
  | {
      readonly type: 'give-up'
      /** The attempts with a decision; an attempt that a cancellation aborted is missing. */
      readonly attempts: readonly Attempt[]
      /** Since the call began, waits included. */
      readonly durationMs: number
      /** True if the caller's signal or cancelToken ended the call. */
      readonly cancelled: boolean
      /**
       * The error that the caller gets, if it is a TencentCloudError; for any other Error a copy without config,
       * request and response, with the secrets removed. Absent if a failing response is handed back (`throwErrors:
       * false`).
       */
      readonly error?: unknown
    }

/** An event of a call. */
export type CallEvent = EventBody & {
  /** The call to which the event belongs. */
  readonly call: ObservedCall
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}

/** An event of a limit. It belongs to no call. */
export type LimitEvent = LimitEventBody & {
  /** Always absent, because many calls share a limit. */
  readonly call?: undefined
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}

/** The argument of `onEvent`, and the message that subscribers of the diagnostics channel get. */
export type TencentCloudEvent = CallEvent | LimitEvent
