import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { Attempt } from '../../retry/index.ts'
import type { CallEvent, ObservedCall } from '../event.ts'
import { httpAttributes, httpSpanName } from './http.ts'
import {
  attemptAttributes,
  callAttributes,
  callName,
  type GiveUp,
  giveUpAttributes,
  readErrorFacts,
  type StreamEnd,
  streamAttributes,
  toErrorType,
} from './outcome.ts'

/**
 * Converts epoch milliseconds for OpenTelemetry, which takes a small number (from the clock of a test) for a time since
 * the process began.
 */
const toTime = (epochMs: number): Date => new Date(epochMs)

interface Running {
  readonly number: number
  readonly span: Span
}

/** The spans of one call: one for the call and, below it, one for each attempt. */
export class CallSpans {
  readonly #tracer: Tracer
  readonly #call: ObservedCall
  readonly #span: Span
  readonly #context: Context
  readonly #attributes: Attributes
  #running: Running | undefined

  /** Starts the span of the call, as a child of the span that is active now. */
  constructor(tracer: Tracer, call: ObservedCall) {
    this.#tracer = tracer
    this.#call = call
    this.#attributes = callAttributes(call)
    const parent = context.active()
    // The spans of attempts have the kind CLIENT; with that kind here too, a request would be counted twice.
    const options = { kind: SpanKind.INTERNAL, attributes: this.#attributes, startTime: toTime(call.startedAt) }
    this.#span = tracer.startSpan(callName(call), options, parent)
    this.#context = trace.setSpan(parent, this.#span)
  }

  record(event: CallEvent): void {
    switch (event.type) {
      case 'wait':
        this.#addWait(event)
        break
      case 'attempt':
        this.#startAttempt(event)
        break
      case 'retry':
        this.#endAttempt(event.attempt)
        break
      case 'success':
        this.#endSuccess(event)
        break
      case 'stream-end':
        this.#addStream(event)
        break
      case 'give-up':
        this.#endFailure(event)
        break
    }
  }

  #addWait(event: Extract<CallEvent, { type: 'wait' }>): void {
    const attributes = {
      'tencentcloud.attempt': event.number,
      'tencentcloud.wait.reason': event.reason,
      ...(event.reason === 'backoff' && { 'tencentcloud.delay_ms': event.delayMs }),
    }
    this.#span.addEvent('tencentcloud.wait', attributes, toTime(event.at))
  }

  #startAttempt({ number, at }: Extract<CallEvent, { type: 'attempt' }>): void {
    const attributes = {
      ...this.#attributes,
      ...httpAttributes(this.#call, number),
      'tencentcloud.attempt': number,
    }
    const options = { kind: SpanKind.CLIENT, attributes, startTime: toTime(at) }
    this.#running = { number, span: this.#tracer.startSpan(httpSpanName(this.#call), options, this.#context) }
  }

  /** Ends the span of an attempt with its record. An attempt that was never sent has no span. */
  #endAttempt(attempt: Attempt): void {
    if (this.#running?.number !== attempt.number) return
    const { span } = this.#running
    this.#running = undefined
    span.setAttributes(attemptAttributes(attempt))
    if (attempt.decision !== 'return') setFailed(span, toErrorType(attempt), attempt.httpStatus)
    span.end(toTime(attempt.startedAt + attempt.durationMs))
  }

  #endSuccess({ attempts, at }: Extract<CallEvent, { type: 'success' }>): void {
    const last = attempts.at(-1)
    if (last) this.#endAttempt(last)
    this.#running?.span.end(toTime(at))
    this.#span.setAttributes({ 'tencentcloud.attempts': attempts.length })
    this.#span.end(toTime(at))
  }

  /** A span for the event stream, which ends after the call: from the sending of its request. */
  #addStream(event: StreamEnd): void {
    const { at, durationMs, usage = {} } = event
    const ended = streamAttributes(event)
    const attributes = {
      ...this.#attributes,
      ...ended,
      'tencentcloud.stream.first_content_ms': event.firstContentMs,
      'gen_ai.usage.input_tokens': usage.inputTokens,
      'gen_ai.usage.output_tokens': usage.outputTokens,
    }
    const options = { kind: SpanKind.INTERNAL, attributes, startTime: toTime(at - durationMs) }
    const span = this.#tracer.startSpan(`${callName(this.#call)} stream`, options, this.#context)
    if (ended['error.type']) setFailed(span, ended['error.type'], undefined)
    span.end(toTime(at))
  }

  #endFailure(event: GiveUp): void {
    const { attempts, at } = event
    const last = attempts.at(-1)
    if (last) this.#endAttempt(last)
    if (this.#running) this.#endAborted(this.#running, event)
    const { 'http.response.status_code': status, ...attributes } = giveUpAttributes(event)
    const number = Math.max(attempts.length, this.#running?.number ?? 0)
    this.#span.setAttributes({ ...attributes, 'tencentcloud.attempts': number })
    setFailed(this.#span, attributes['error.type'], status)
    this.#span.end(toTime(at))
  }

  /** Ends the span of an attempt without a record: it was cancelled, or its failure is not Tencent Cloud's. */
  #endAborted({ span }: Running, event: GiveUp): void {
    const { type, status } = readErrorFacts(event)
    span.setAttributes({ 'error.type': type, ...(status !== undefined && { 'http.response.status_code': status }) })
    setFailed(span, type, status)
    span.end(toTime(event.at))
  }
}

/**
 * Sets the status of a failed span. By the conventions it has a description only if no HTTP status ≥ 400 explains it.
 */
function setFailed(span: Span, errorType: unknown, status: unknown): void {
  const isExplained = typeof status === 'number' && status >= 400
  span.setStatus({ code: SpanStatusCode.ERROR, ...(!isExplained && { message: String(errorType) }) })
}
