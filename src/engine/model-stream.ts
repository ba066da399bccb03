// Loaded with the first event stream.
import { isStreamingApi3, type RequestShape } from '../request/index.ts'
import { GuardedStream, type Source, type StreamProblem } from '../streams/guarded-stream.ts'
import { attemptsOf } from './attempts-of.ts'
import type { Client } from './client.ts'
import { describeCall, isModelHost, isTrusted } from './describe-call.ts'
import type { Cancellation, Carrier } from './ports.ts'

/** The attempt whose answer is an event stream. */
export interface StreamedAttempt {
  readonly client: Client
  readonly carrier: Carrier<unknown>
  readonly cancellation: Cancellation
  /** The request as it was sent. */
  readonly sent: RequestShape
  /** Epoch milliseconds. */
  readonly sentAt: number
  readonly httpStatus: number
  readonly requestId: string | undefined
  /** What the caller gets, by which its attempts are found; undefined until it is made. */
  answer(): unknown
}

/** Is the answer to a call the stream of a model? Those of other hosts are left alone. */
export function isModelStream(carrier: Carrier<unknown>, client: Client): boolean {
  const description = describeCall(carrier, client)
  const { target } = description
  if (target === undefined) return false
  return isModelHost(description, client) || (isStreamingApi3(target) && isTrusted(target, client))
}

const brokenOff = (cause: unknown): Error =>
  Object.assign(new Error('the event stream ended before its first content', { cause }), { code: 'ERR_STREAM_EMPTY' })

/** The rejection of an attempt whose stream brought nothing; the engine knows its code. */
export const toRejection = (problem: StreamProblem): Error => brokenOff('cause' in problem ? problem.cause : undefined)

/** Guards the event stream of a model. */
export function guardModelStream(attempt: StreamedAttempt, source: Source): GuardedStream {
  const { client, carrier, cancellation, sent, sentAt, httpStatus, requestId } = attempt
  const { clock, stream, throwErrors } = client.settings
  const { hold = true, idleMs } = { ...stream, ...carrier.options.stream }
  return new GuardedStream(source, {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    sentAt,
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
