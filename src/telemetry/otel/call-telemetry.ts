import type { Tracer } from '@opentelemetry/api'
import type { Attempt } from '../../retry/index.ts'
import type { CallEvent, ObservedCall } from '../event.ts'
import { CallSpans } from './call-spans.ts'
import type { Metrics } from './metrics.ts'

type Wait = Extract<CallEvent, { type: 'wait' }>

/** Records the events of one call as spans and metrics. */
export class CallTelemetry {
  readonly #call: ObservedCall
  readonly #spans: CallSpans
  readonly #metrics: Metrics
  #waiting: Wait | undefined
  /** The numbers of the last attempt that began and of the last one that was counted. */
  #begun = 0
  #counted = 0

  constructor(tracer: Tracer, metrics: Metrics, call: ObservedCall) {
    this.#call = call
    this.#metrics = metrics
    this.#spans = new CallSpans(tracer, call)
  }

  record(event: CallEvent): void {
    if (this.#waiting) this.#metrics.waited(this.#call, this.#waiting.reason, event.at - this.#waiting.at)
    this.#waiting = event.type === 'wait' ? event : undefined
    if (event.type === 'attempt') this.#begun = event.number
    if (event.type === 'retry') this.#count(event.attempt)
    if (event.type === 'success' || event.type === 'give-up') this.#end(event)
    if (event.type === 'stream-end') this.#metrics.streamEnded(this.#call, event)
    this.#spans.record(event)
  }

  /**
   * Counts an attempt at its first record. If a retry that was decided on cannot be made, the record changes when the
   * call gives up; it is not counted again.
   */
  #count(attempt: Attempt): void {
    if (attempt.number <= this.#counted) return
    this.#counted = attempt.number
    this.#metrics.attemptEnded(this.#call, attempt)
  }

  #end(event: Extract<CallEvent, { type: 'success' | 'give-up' }>): void {
    const last = event.attempts.at(-1)
    if (last) this.#count(last)
    if (event.type === 'give-up' && this.#begun > this.#counted) this.#metrics.attemptAborted(this.#call, event)
    this.#metrics.callEnded(this.#call, event)
  }
}
