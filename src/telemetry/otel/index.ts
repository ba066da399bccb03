import { diag, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api'
import { channel } from '../channel.ts'
import type { CallEvent, ObservedCall, TencentCloudEvent } from '../event.ts'
import { CallTelemetry } from './call-telemetry.ts'
import { Metrics } from './metrics.ts'

/** Options of {@link createTelemetry}. All are optional. */
export interface TelemetryOptions {
  /**
   * The provider of the tracer.
   *
   * @default the global provider
   */
  readonly tracerProvider?: TracerProvider
  /**
   * The provider of the meter.
   *
   * @default the global provider at the time of the first event
   */
  readonly meterProvider?: MeterProvider
}

/** Makes spans and metrics from events. */
export interface Telemetry {
  /** Pass it as the option `onEvent` of one or several attachments. It does not depend on `this`. */
  readonly onEvent: (event: TencentCloudEvent) => void
  /**
   * Listens to all attachments of the process, by the diagnostics channel 'axios-tencentcloud'. An event that also
   * arrives by `onEvent` counts once.
   *
   * @returns a function that ends the subscription; no spans are exported for calls in flight at that time
   * @throws Error if there is no node:diagnostics_channel (in a browser); use `onEvent` there
   */
  subscribe(): () => void
}

/** The name of the tracer and the meter. */
const scope = 'axios-tencentcloud'

/**
 * Creates spans and metrics for OpenTelemetry from the events of calls. Each call has a span, whose parent is the span
 * that is active when the call begins; each attempt has a span below that of its call. docs/telemetry.md lists names
 * and attributes.
 *
 * @example
 * ```ts
 * import { createTelemetry } from 'axios-tencentcloud/otel'
 *
 * const { onEvent } = createTelemetry()
 * attachTencentCloud(http, { onEvent })
 * ```
 */
export function createTelemetry({ tracerProvider, meterProvider }: TelemetryOptions = {}): Telemetry {
  // Weak, so that the entry of a call whose last event never arrives is collected with the call.
  const calls = new WeakMap<ObservedCall, CallTelemetry>()
  const seen = new WeakSet<TencentCloudEvent>()
  const tracer = (tracerProvider ?? trace).getTracer(scope)
  let instruments: Metrics | undefined
  // Created at the first event: a meter from before its provider was registered never measures, unlike a tracer.
  const openMetrics = () => (instruments ??= new Metrics((meterProvider ?? metrics).getMeter(scope)))

  function record(event: CallEvent): void {
    const { call } = event
    if (event.type === 'start') calls.set(call, new CallTelemetry(tracer, openMetrics(), call))
    else calls.get(call)?.record(event)
    if (event.type === 'stream-end' || event.type === 'give-up') calls.delete(call)
  }

  const onEvent = (event: TencentCloudEvent): void => {
    try {
      if (seen.has(event)) return
      seen.add(event)
      if (event.call === undefined) openMetrics().limitChanged(event)
      else record(event)
    } catch (error) {
      // What a subscriber of a diagnostics channel throws is an uncaught exception.
      diag.error('axios-tencentcloud: an event could not be recorded', error)
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
