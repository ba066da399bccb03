import type { TokenUsage } from './usage.ts'

/** How an event stream ended. */
export interface StreamOutcome {
  /** Was the answer complete? */
  readonly finished: boolean
  /** The error with which the body ended; for a reader that left or a cancellation, what it gave as its reason. */
  readonly error?: unknown
  /** Did the reader leave, or the caller cancel, before the end? */
  readonly cancelled: boolean
  /** Events that were handed on, without comments. Those that were read ahead of a reader that left count too. */
  readonly events: number
  /** Bytes that were handed on, or read ahead. */
  readonly bytes: number
  /** The tokens, if the service told them. */
  readonly usage?: TokenUsage
  /** Milliseconds from the sending of the request to the first content; absent if none came. */
  readonly firstContentMs?: number
  /** Milliseconds from the sending of the request to the end of the stream. */
  readonly durationMs: number
}

/** The hidden property of a response that has the outcome of its stream; the same for all copies of this package. */
const property = Symbol.for('axios-tencentcloud.stream')

/** Makes `streamOutcome` find the outcome for a response, or for the result of an SDK call. */
export function recordOutcome(response: object, outcome: Promise<StreamOutcome>): void {
  Reflect.defineProperty(response, property, { value: outcome, configurable: true })
}

/**
 * How the event stream of a response ends: whether its answer was complete, with which error it ended, and the tokens
 * that it used. Resolves when the stream has ended, so read it first, or meanwhile. Never rejects.
 *
 * @returns undefined for a response whose stream is not watched: no event stream, or not one of a model endpoint
 * @example
 * ```ts
 * import { streamOutcome } from 'axios-tencentcloud'
 *
 * const response = await http.post(url, { model: 'hunyuan-lite', stream: true }, { responseType: 'stream' })
 * for await (const chunk of response.data) process.stdout.write(chunk)
 * log.info(await streamOutcome(response))
 * ```
 */
export const streamOutcome = (response: unknown): Promise<StreamOutcome> | undefined =>
  Reflect.get(Object(response), property)
