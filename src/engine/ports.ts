import type { Envelope } from '../envelope/envelope.ts'
import type { TencentCloudErrorDetails } from '../errors/error-details.ts'
import type { TencentCloudCallOptions } from '../options/options.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Attempt } from '../retry/attempt.ts'
import type { Credentials } from '../signing/credentials.ts'
import type { DeadlineCut } from './deadline.ts'

// The port between the engine, which decides how a call continues, and the carriers, which send its attempts. A new
// carrier (for the client of another library) implements `Carrier`, creates a `Client` from its options, and runs each
// call with `runCall`.

/** How the caller cancels a call. */
export interface Cancellation {
  /** The rejection of the cancelled call; undefined while it is not cancelled. */
  reason(): unknown
  /** Calls the listener when the call is cancelled. Returns a function that removes the listener. */
  onCancel(listener: () => void): () => void
  /** Is this the rejection of a cancelled call? It may be another call's, because interceptors can make calls. */
  isCancellation(rejection: unknown): boolean
}

/** What a carrier knows when it prepares an attempt. */
export interface AttemptPlan {
  /** From 1. */
  readonly number: number
  /** The attempts before this one. */
  readonly attempts: readonly Attempt[]
  /** Could the service have executed one of them? */
  readonly mayHaveRun: boolean
  /** Retries only: does a request bear a signature that the server has refused? */
  isSpent?(request: RequestShape): boolean
}

/** What the carrier of a call can do. */
export interface Abilities {
  /** False if the body can be sent only once. */
  readonly replayable: boolean
  /** Can a further attempt have a new signature? */
  readonly canSignAgain: boolean
  /** Does it sign with the time of this machine, which cannot be corrected? */
  readonly signsByOwnClock: boolean
  /**
   * The ClientToken, if all attempts have the same one. A token that differs between attempts does not make repeats
   * safe.
   */
  readonly clientToken: string | undefined
}

/** What an error shows of an attempt. */
export interface Exhibit extends Pick<TencentCloudErrorDetails, 'config' | 'request' | 'response'> {
  /** The error below this one. */
  readonly cause: unknown
  /** Other forms of the request, such as the unsigned one, whose secrets a server may repeat. */
  readonly otherForms: readonly RequestShape[]
  /** Secrets that no form of the request shows. */
  readonly secrets: Iterable<string>
}

/** A response, complete or with a body that the caller will read. */
export interface Answered<Answer> {
  readonly kind: 'response'
  /** Did the carrier accept the status? The envelope may be a failure even then. */
  readonly accepted: boolean
  readonly answer: Answer
  readonly status: number
  readonly statusText: string
  readonly envelope: Envelope | undefined
  /**
   * The body of an accepted answer: text, bytes, or parsed; the beginning of a text that is no JSON is enough. Undefined if
   * only the caller reads it.
   */
  readonly body: unknown
  /** The beginning of the body if the status was not accepted and the body is text, else empty. */
  readonly excerpt: string
  /** The carrier's rejection, if the status was not accepted. */
  readonly rejection?: unknown
  /** Header fields, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Settles when the answer has been read: of an event stream, which keeps its place among the calls in flight. */
  readonly open?: Promise<unknown> | undefined
  /** Discards a body that will not be read, because an unread body would keep its connection. */
  discard(): void
}

/** No response, or one that could not be read to its end. */
export interface Unanswered {
  readonly kind: 'no-response'
  readonly rejection: unknown
  /**
   * True if the request could not be sent because of a mistake of the caller. The rejection is then passed on
   * unchanged.
   */
  readonly isMistake?: true
}

/** The outcome of an attempt, as its carrier reports it. */
export type CarrierOutcome<Answer> = Answered<Answer> | Unanswered

/** The outcome of an attempt. */
export type Outcome<Answer> = CarrierOutcome<Answer> | DeadlineCut

/** The request of one attempt, ready to be sent. */
export interface Prepared<Answer> {
  /** As it will be sent, with its signature. */
  readonly request: RequestShape
  /** The credentials with which this package signed it. */
  readonly credentials?: Credentials | undefined
  /** Has an interceptor answered already, as a cache does? Then nothing will be sent. */
  readonly isAnswered?: boolean
  /**
   * Sends the request. Never rejects: a failure is an outcome.
   *
   * @param signal aborts at the caller's deadline; undefined without a deadline
   */
  send(signal: AbortSignal | undefined): Promise<CarrierOutcome<Answer>>
  /** Called if the request will not be sent. */
  drop?(reason: unknown): void
}

/** An attempt that ended. Times in epoch milliseconds by the client's clock. */
export interface EndedAttempt<Answer> {
  /** From 1. */
  readonly number: number
  /** Undefined if the deadline passed before the request was ready. */
  readonly prepared: Prepared<Answer> | undefined
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: Outcome<Answer>
}

/** An attempt that got a response. */
export interface AnsweredAttempt<Answer> extends EndedAttempt<Answer> {
  readonly outcome: Answered<Answer>
}

/**
 * Sends the attempts of one call: with axios' adapter, a fetch, or a client of the official SDK. One object for each
 * call.
 */
export interface Carrier<Answer> {
  /** The request as it reached this package, before anything was done to it. */
  readonly request: RequestShape
  /** The address of that request, at no cost: every success is asked for it. */
  readonly address: Pick<RequestShape, 'url' | 'baseURL'>
  /** The body as the caller wrote it, because an encoded body may not show its fields. */
  readonly data: unknown
  readonly options: TencentCloudCallOptions
  readonly cancellation: Cancellation
  /** A request of the call in a form that shows its params, where another part of the client writes them. */
  toReadable?(request: RequestShape): RequestShape
  /** Called after the first attempt failed. */
  abilities(): Promise<Abilities>
  /** Does preparing that attempt take time (a signer, interceptors)? */
  takesTime(number: number): boolean
  /**
   * Makes the request of an attempt (interceptors, ClientToken, encoding, signature). Sends nothing.
   *
   * @throws what an interceptor or a signer throws; AuthenticationError without usable credentials
   */
  prepare(plan: AttemptPlan): Prepared<Answer> | Promise<Prepared<Answer>>
  /** The request as an error shows it: unsigned, and fit to be sent again. */
  config(): TencentCloudErrorDetails['config']
  /** Ends the call without a typed error: returns the answer, or throws the rejection unchanged. */
  handOver(ended: EndedAttempt<Answer>): Answer
  /**
   * What an error shows of an attempt.
   *
   * @param isLast true if the call ends with this error, false if only `retry.decide` gets it
   */
  exhibit(ended: EndedAttempt<Answer>, isLast: boolean): Exhibit
}
