import type { LearnedLimit, LimitEventBody } from '../pacing/limit-events.ts'
import type { Attempt } from '../retry/index.ts'

export type { LearnedLimit, LimitEventBody }

/**
 * The call that an event is about, the same object in all of its events. Holds no secret: of the URL neither the query
 * nor a user's name and password.
 */
export interface ObservedCall {
  /** Counts the calls of this process (and of this copy of the package), from 1. */
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
  | {
      readonly type: 'wait'
      /** Of the attempt, 1 for the first. */
      readonly number: number
      /** Its turn: how long that takes is not known beforehand. */
      readonly reason: 'pacing'
    }
  | {
      readonly type: 'wait'
      /** Of the attempt, 2 for the first retry. */
      readonly number: number
      /** The wait of a retry, drawn before it begins. */
      readonly reason: 'backoff'
      /** How long it will be. */
      readonly delayMs: number
    }
  /** An attempt is handed to the adapter. One whose deadline passed before that has no such event. */
  | {
      readonly type: 'attempt'
      /** 1 for the first. */
      readonly number: number
    }
  /** An attempt failed, and it was decided to make another. If that proves impossible, `give-up` says why. */
  | {
      readonly type: 'retry'
      /** The one that failed, with its code, the reason and the wait. */
      readonly attempt: Attempt
    }
  /** The call ends as a success. */
  | {
      readonly type: 'success'
      /** All of them; the last one is the success. */
      readonly attempts: readonly Attempt[]
      /** Since the call began, waits included. */
      readonly durationMs: number
    }
  /** The call ends as a failure, or was cancelled. */
  | {
      readonly type: 'give-up'
      /** Those that were judged: not one that a cancellation cut off. */
      readonly attempts: readonly Attempt[]
      /** Since the call began, waits included. */
      readonly durationMs: number
      /** True when the caller's signal or cancelToken ended it. */
      readonly cancelled: boolean
      /**
       * What the caller gets if that is a TencentCloudError; of another Error a copy without config, request and response,
       * secrets struck out; absent where a failing response is handed back (`throwErrors: false`).
       */
      readonly error?: unknown
    }

/** An event of a call. */
export type CallEvent = EventBody & {
  /** The call that it is about. */
  readonly call: ObservedCall
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}

/** An event of a limit, which belongs to no call. */
export type LimitEvent = LimitEventBody & {
  /** Never there: a limit is of many calls. */
  readonly call?: undefined
  /** Epoch milliseconds, by the attachment's clock. */
  readonly at: number
}

/** What an `onEvent` function is told, and the channel's subscribers are. */
export type TencentCloudEvent = CallEvent | LimitEvent
