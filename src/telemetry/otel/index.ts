import { diag, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api'
import { channel } from '../channel.ts'
import type { CallEvent, ObservedCall, TencentCloudEvent } from '../event.ts'
import { CallTelemetry } from './call-telemetry.ts'
import { Metrics } from './metrics.ts'

/** Options of {@link createTelemetry}. */
export interface TelemetryOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider
  /** Default: the global one, as it is at the first event. */
  readonly meterProvider?: MeterProvider
}

/** Makes spans and metrics of events. */
export interface Telemetry {
  /** For the option `onEvent` of an attachment, or of several. Needs no `this`. */
  readonly onEvent: (event: TencentCloudEvent) => void
  /**
   * Listens to all attachments of the process instead, by the diagnostics channel 'axios-tencentcloud'. What comes in both
   * ways counts once.
   *
   * @returns what ends it; of calls in flight then no span is exported
   * @throws Error where there is no node:diagnostics_channel (a browser): use `onEvent`
   */
  subscribe(): () => void
}

/** The name of the tracer and the meter. */
const scope = 'axios-tencentcloud'

/**
 * Spans and metrics for OpenTelemetry, made from the events of calls: a span for each call, under the one that is active
 * when it begins, and in it one for each attempt. Names and attributes are in docs/telemetry.md.
 */
export function createTelemetry({ tracerProvider, meterProvider }: TelemetryOptions = {}): Telemetry {
  // What is known of a call goes when the call goes, even if its last event never comes.
  const calls = new WeakMap<ObservedCall, CallTelemetry>()
  const seen = new WeakSet<TencentCloudEvent>()
  const tracer = (tracerProvider ?? trace).getTracer(scope)
  let instruments: Metrics | undefined
  // A meter of before the provider was registered would never measure, unlike a tracer.
  const measure = () => (instruments ??= new Metrics((meterProvider ?? metrics).getMeter(scope)))

  function tell(event: CallEvent): void {
    const { call } = event
    if (event.type === 'start') calls.set(call, new CallTelemetry(tracer, measure(), call))
    else calls.get(call)?.tell(event)
    if (event.type === 'success' || event.type === 'give-up') calls.delete(call)
  }

  const onEvent = (event: TencentCloudEvent): void => {
    try {
      if (seen.has(event)) return
      seen.add(event)
      if (event.type === 'throttle-learned' || event.type === 'fallback') measure().limitChanged(event)
      else tell(event)
    } catch (error) {
      // A subscriber's failure would be an uncaught exception.
      diag.error('axios-tencentcloud: an event could not be told', error)
    }
  }

  return {
    onEvent,
    subscribe() {
      if (!channel) throw new Error('axios-tencentcloud: there is no node:diagnostics_channel here; use onEvent')
      const listener = (message: unknown) => onEvent(message as TencentCloudEvent)
      channel.subscribe(listener)
      return () => {
        channel?.unsubscribe(listener)
      }
    },
  }
}
