import { type Context, context, type HrTime, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  type DataPoint,
  type ExponentialHistogram,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { onTestFinished } from 'vitest'

/** A series of a metric: its attributes and its sum, for a histogram also the number of recordings. */
export interface Series {
  readonly attributes: Record<string, unknown>
  readonly sum: number | undefined
  readonly count?: number
}

/** The real SDK, with exporters that write to memory. */
export function startOpenTelemetry() {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  onTestFinished(async () => {
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()])
  })

  async function allMetrics() {
    metricExporter.reset()
    await meterProvider.forceFlush()
    return metricExporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  }

  return {
    tracerProvider,
    meterProvider,
    /** Ended spans, in the order of their end. */
    spans: (): readonly ReadableSpan[] => spanExporter.getFinishedSpans(),
    allMetrics,
    async series(name: string): Promise<readonly Series[]> {
      const found = (await allMetrics()).find(({ descriptor }) => descriptor.name === name)
      return Array.from<DataPoint<number | Histogram | ExponentialHistogram>, Series>(
        found?.dataPoints ?? [],
        ({ attributes, value }) =>
          typeof value === 'number' ? { attributes, sum: value } : { attributes, sum: value.sum, count: value.count },
      )
    },
    /** Everything that is exported, as text. */
    async exported(): Promise<string> {
      const shown = spanExporter.getFinishedSpans().map(({ name, attributes, status, events, resource }) => {
        return { name, attributes, status, events, resource: resource.attributes }
      })
      return JSON.stringify([shown, await allMetrics()])
    },
  }
}

/** Registers the providers globally, and a context manager for async code, until the test ends. */
export function registerGlobally({ tracerProvider, meterProvider }: ReturnType<typeof startOpenTelemetry>): void {
  trace.setGlobalTracerProvider(tracerProvider)
  metrics.setGlobalMeterProvider(meterProvider)
  onTestFinished(() => {
    trace.disable()
    metrics.disable()
  })
  followContext()
}

/** Registers a context manager for async code until the test ends. */
export function followContext(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  onTestFinished(() => context.disable())
}

export const inContext = <T>(active: Context, run: () => T): T => context.with(active, run)

export const millis = ([seconds, nanos]: HrTime): number => seconds * 1000 + nanos / 1e6
