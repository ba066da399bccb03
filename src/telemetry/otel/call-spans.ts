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
  errorFactsOf,
  errorTypeOf,
  type GiveUp,
  giveUpAttributes,
} from './outcome.ts'

/** As a Date: OpenTelemetry takes a small number, as the clock of a test may tell, for a time since the process began. */
const time = (epochMs: number): Date => new Date(epochMs)

interface Running {
  readonly number: number
  readonly span: Span
}

/** The spans of one call: one for itself, and under it one for each attempt. */
export class CallSpans {
  readonly #tracer: Tracer
  readonly #call: ObservedCall
  readonly #span: Span
  readonly #context: Context
  readonly #attributes: Attributes
  #running: Running | undefined

  /** Begins the call's span, under the one that is active now. */
  constructor(tracer: Tracer, call: ObservedCall) {
    this.#tracer = tracer
    this.#call = call
    this.#attributes = callAttributes(call)
    const parent = context.active()
    // An attempt's span is the HTTP client's; two of that kind would be counted as two requests.
    const options = { kind: SpanKind.INTERNAL, attributes: this.#attributes, startTime: time(call.startedAt) }
    this.#span = tracer.startSpan(callName(call), options, parent)
    this.#context = trace.setSpan(parent, this.#span)
  }

  tell(event: CallEvent): void {
    switch (event.type) {
      case 'wait':
        this.#wait(event)
        break
      case 'attempt':
        this.#begin(event)
        break
      case 'retry':
        this.#judged(event.attempt)
        break
      case 'success':
        this.#succeed(event)
        break
      case 'give-up':
        this.#giveUp(event)
        break
    }
  }

  #wait(event: Extract<CallEvent, { type: 'wait' }>): void {
    const attributes = {
      'tencentcloud.attempt': event.number,
      'tencentcloud.wait.reason': event.reason,
      ...(event.reason === 'backoff' && { 'tencentcloud.delay_ms': event.delayMs }),
    }
    this.#span.addEvent('tencentcloud.wait', attributes, time(event.at))
  }

  #begin({ number, at }: Extract<CallEvent, { type: 'attempt' }>): void {
    const attributes = {
      ...this.#attributes,
      ...httpAttributes(this.#call, number),
      'tencentcloud.attempt': number,
    }
    const options = { kind: SpanKind.CLIENT, attributes, startTime: time(at) }
    this.#running = { number, span: this.#tracer.startSpan(httpSpanName(this.#call), options, this.#context) }
  }

  /** Ends the span of an attempt; one that was never sent has none. */
  #judged(attempt: Attempt): void {
    if (this.#running?.number !== attempt.number) return
    const { span } = this.#running
    this.#running = undefined
    span.setAttributes(attemptAttributes(attempt))
    if (attempt.decision !== 'return') fail(span, errorTypeOf(attempt), attempt.httpStatus)
    span.end(time(attempt.startedAt + attempt.durationMs))
  }

  #succeed({ attempts, at }: Extract<CallEvent, { type: 'success' }>): void {
    const last = attempts.at(-1)
    if (last) this.#judged(last)
    this.#running?.span.end(time(at))
    this.#span.setAttributes({ 'tencentcloud.attempts': attempts.length })
    this.#span.end(time(at))
  }

  #giveUp(event: GiveUp): void {
    const { attempts, at } = event
    const last = attempts.at(-1)
    if (last) this.#judged(last)
    if (this.#running) this.#breakOff(this.#running, event)
    const { 'http.response.status_code': status, ...attributes } = giveUpAttributes(event)
    const number = Math.max(attempts.length, this.#running?.number ?? 0)
    this.#span.setAttributes({ ...attributes, 'tencentcloud.attempts': number })
    fail(this.#span, attributes['error.type'], status)
    this.#span.end(time(at))
  }

  /** An attempt that nobody judged: it was cancelled, or its failure is not Tencent Cloud's. */
  #breakOff({ span }: Running, event: GiveUp): void {
    const { type, status } = errorFactsOf(event)
    span.setAttributes({ 'error.type': type, ...(status !== undefined && { 'http.response.status_code': status }) })
    fail(span, type, status)
    span.end(time(event.at))
  }
}

/** By the conventions a status of 400 and more speaks for itself; of other failures the code is told. */
function fail(span: Span, errorType: unknown, status: unknown): void {
  const speaks = typeof status === 'number' && status >= 400
  span.setStatus({ code: SpanStatusCode.ERROR, ...(!speaks && { message: String(errorType) }) })
}
