import type { Envelope } from '../envelope/envelope.ts'
import type { TencentCloudErrorDetails } from '../errors/tencent-cloud-error.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Attempt } from '../retry/attempt.ts'
import type { Credentials } from '../signing/credentials.ts'
import type { DeadlineCut } from './deadline.ts'

// The port between the engine, which decides what becomes of a call, and what carries its attempts. A new carrier (a
// client of another library) implements `Carrier`, makes a `Client` of its options, and runs each call by `runCall`.

/** How the caller ends a call early. */
export interface Cancellation {
  /** What the cancelled call is rejected with; undefined while it is not cancelled. */
  reason(): unknown
  /** Calls back when the call is cancelled. Returns how to stop listening. */
  onCancel(listener: () => void): () => void
  /** Is this what a cancelled call is rejected with, be it another call's (an interceptor may make calls)? */
  isCancellation(rejection: unknown): boolean
}

/** What a carrier is told when it prepares an attempt. */
export interface AttemptPlan {
  /** From 1. */
  readonly number: number
  /** The attempts before this one. */
  readonly attempts: readonly Attempt[]
  /** Could the service have executed one of them? */
  readonly mayHaveRun: boolean
}

/** What the carrier of a call can do. */
export interface Abilities {
  /** False when the first attempt uses the body up. */
  readonly replayable: boolean
  /** Can a further attempt bear another signature than the one before? */
  readonly canSignAgain: boolean
  /** Does it sign by the time of this machine, which cannot be corrected? */
  readonly signsByOwnClock: boolean
  /** The ClientToken, if all attempts bear the same: one that a signer makes anew each time protects nothing. */
  readonly clientToken: string | undefined
}

/** What an error shows of an attempt. */
export interface Exhibit extends Pick<TencentCloudErrorDetails, 'config' | 'request' | 'response'> {
  /** What failed below. */
  readonly cause: unknown
  /** Other forms of the request, before it was signed: a server may repeat secrets of theirs. */
  readonly otherForms: readonly RequestShape[]
  /** Secrets that no form of the request shows. */
  readonly secrets: Iterable<string>
}

/** An answer of the service, whole or with its body still to be read by the caller. */
export interface Answered<Answer> {
  readonly kind: 'response'
  /** Did the carrier take the status for a success? An envelope may be a failure all the same. */
  readonly accepted: boolean
  readonly answer: Answer
  readonly status: number
  readonly statusText: string
  readonly envelope: Envelope | undefined
  /** The beginning of a body under a status that was not accepted, if it is text. */
  readonly excerpt: string
  /** What the carrier rejects with, if the status was not accepted. */
  readonly rejection?: unknown
  /** Header fields, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Lets go of a body that will not be read: unread, it would keep its connection. */
  discard(): void
}

/** No answer, or none that could be read to its end. */
export interface Unanswered {
  readonly kind: 'no-response'
  readonly rejection: unknown
  /** Could it not be sent at all, by a mistake of the caller's? Then the rejection is handed over as it is. */
  readonly isMistake?: true
}

/** What came of an attempt, as its carrier tells it. */
export type CarrierOutcome<Answer> = Answered<Answer> | Unanswered

/** What came of an attempt. */
export type Outcome<Answer> = CarrierOutcome<Answer> | DeadlineCut

/** The request of one attempt, ready to be sent. */
export interface Prepared<Answer> {
  /** As it will be sent, with its signature. */
  readonly request: RequestShape
  /** With which this package signed it. */
  readonly credentials?: Credentials | undefined
  /**
   * Sends it. Never rejects: what goes wrong is an outcome.
   *
   * @param signal aborts at the caller's deadline; undefined when there is none
   */
  send(signal: AbortSignal | undefined): Promise<CarrierOutcome<Answer>>
  /** It will not be sent after all. */
  drop?(reason: unknown): void
}

/** An attempt that ended. Times in epoch milliseconds by the client's clock. */
export interface EndedAttempt<Answer> {
  /** From 1. */
  readonly number: number
  /** Undefined when the deadline passed before the request was ready. */
  readonly prepared: Prepared<Answer> | undefined
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: Outcome<Answer>
}

/** What carries the attempts of one call: axios' adapter, a fetch, a client of the official SDK. One object a call. */
export interface Carrier<Answer> {
  /** The request as it reached this package, before anything was done to it. */
  readonly request: RequestShape
  /** The body as the caller wrote it: once encoded, it may not show its fields. */
  readonly data: unknown
  readonly options: TencentCloudCallOptions
  readonly cancellation: Cancellation
  /** Asked after the first attempt failed. */
  abilities(): Abilities
  /** Does preparing that attempt take time (a signer, interceptors)? */
  takesTime(number: number): boolean
  /**
   * Makes the request of an attempt: interceptors, ClientToken, encoding, signature. Sends nothing.
   *
   * @throws what an interceptor or a signer throws; AuthenticationError when credentials are missing
   */
  prepare(plan: AttemptPlan): Prepared<Answer> | Promise<Prepared<Answer>>
  /** The request as an error shows it: unsigned, and fit to be sent again. */
  config(): TencentCloudErrorDetails['config']
  /** What the caller gets where the engine has nothing to say: returns the answer, or throws the rejection as it came. */
  handOver(ended: EndedAttempt<Answer>): Answer
  /**
   * What an error shows of an attempt.
   *
   * @param isLast the call ends with this error; false for one that `retry.decide` is shown
   */
  exhibit(ended: EndedAttempt<Answer>, isLast: boolean): Exhibit
}
