// Loaded with the first event stream.
import { isStreamingApi3, type RequestShape } from '../request/index.ts'
import { GuardedStream, type Source, type StreamProblem } from '../streams/guarded-stream.ts'
import { attemptsOf } from './attempts-of.ts'
import type { Client } from './client.ts'
import { type Describable, describeCall, isModelHost, isTrusted } from './describe-call.ts'
import type { Cancellation, Carrier } from './ports.ts'

/** The part of a carrier that describes the call of a stream. */
export type StreamedCarrier = Describable & Pick<Carrier<unknown>, 'config'>

/** The attempt whose answer is an event stream. */
export interface StreamedAttempt {
  readonly client: Client
  readonly carrier: StreamedCarrier
  readonly cancellation: Cancellation
  /** The request as it was sent. */
  readonly sent: RequestShape
  readonly httpStatus: number
  readonly requestId: string | undefined
  /** What the caller gets, by which its attempts are found; undefined until it is made. */
  answer(): unknown
}

/** Is the answer to a call the stream of a model? Those of other hosts are left alone. */
export function isModelStream(carrier: Describable, client: Client): boolean {
  const description = describeCall(carrier, client)
  const { target } = description
  if (target === undefined) return false
  return isModelHost(description, client) || (isStreamingApi3(target) && isTrusted(target, client))
}

/** The rejection of an attempt whose stream did not bring an answer; the engine knows its codes. */
export function toRejection(problem: StreamProblem): Error {
  const isEmpty = problem.kind !== 'truncated'
  const text = `the event stream ended before ${isEmpty ? 'its first content' : 'its answer was complete'}`
  const error = new Error(text, 'cause' in problem ? { cause: problem.cause } : {})
  return Object.assign(error, { code: isEmpty ? 'ERR_STREAM_EMPTY' : 'ERR_STREAM_TRUNCATED' })
}

/** Guards the event stream of a model. */
export function guardModelStream(attempt: StreamedAttempt, source: Source): GuardedStream {
  const { client, carrier, cancellation, sent, httpStatus, requestId } = attempt
  const { clock, stream, throwErrors } = client.settings
  const begunAt = clock.now()
  const { hold = true, idleMs } = { ...stream, ...carrier.options.stream }
  return new GuardedStream(source, {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    sentAt: () => attemptsOf(attempt.answer()).at(-1)?.startedAt ?? begunAt,
    hold,
    idleMs,
    plain: !throwErrors,
    isCancelled: () => cancellation.reason() !== undefined,
    onCancel: (listener) => cancellation.onCancel(listener),
    async explain(problem, delivered) {
      const attempts = attemptsOf(attempt.answer())
      const loaded = await import('./stream-failure.ts').catch(() => undefined)
      const streamed = { client, carrier, sent, attempts, httpStatus, requestId }
      const explained = loaded?.explainStreamFailure(streamed, problem, delivered)
      return explained?.catch(() => toRejection(problem)) ?? toRejection(problem)
    },
  })
}
