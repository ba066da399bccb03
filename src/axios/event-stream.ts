// Loaded with the first event stream.
import { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { guardModelStream, isModelStream, toRejection } from '../engine/model-stream.ts'
import type { Cancellation } from '../engine/ports.ts'
import type { ReadLimits } from '../engine/read-in-time.ts'
import { isNodeStream, isWebStream } from '../envelope/streams.ts'
import { judgeEventText } from '../streams/event-text.ts'
import type { GuardedStream, Source } from '../streams/guarded-stream.ts'
import { fromNodeStream, type NodeReadable, toNodeStream } from '../streams/node-stream.ts'
import { recordOutcome } from '../streams/outcome.ts'
import { fromWebStream, toWebStream } from '../streams/web-stream.ts'
import type { ResponseReading } from './response-reading.ts'
import { toReadableShape } from './snapshot.ts'

const isIterable = (value: unknown): value is NodeReadable =>
  isNodeStream(value) && typeof Reflect.get(value, Symbol.asyncIterator) === 'function'

/** How a stream is read, and what the caller gets in its place. */
function open(data: unknown): { readonly source: Source; wrap(guarded: GuardedStream): unknown } | undefined {
  if (isWebStream(data)) return { source: fromWebStream(data), wrap: toWebStream }
  return isIterable(data) ? { source: fromNodeStream(data), wrap: toNodeStream } : undefined
}

const toCarrier = (config: InternalAxiosRequestConfig) => ({
  request: config,
  data: config.data,
  options: config.tencentCloud ?? {},
  toReadable: toReadableShape,
  config: () => config,
})

/**
 * Judges the event stream of a model, as a stream or as text; undefined for one of another host.
 *
 * @throws what the engine takes for the failure of a stream that brought nothing
 */
export async function readEventStream(
  response: AxiosResponse,
  config: InternalAxiosRequestConfig,
  { client, cancellation }: Pick<ReadLimits, 'client'> & { readonly cancellation: Cancellation },
): Promise<ResponseReading | undefined> {
  const carrier = toCarrier(config)
  const data: unknown = response.data
  if (!isModelStream(carrier, client)) return undefined
  if (typeof data === 'string') {
    const { end, usage } = judgeEventText(data)
    if (end.kind === 'finished') return { data, open: Promise.resolve({ usage }) }
    if (end.kind === 'failed') return { data, envelope: end.failure }
    throw toRejection(end)
  }
  const opened = open(data)
  if (!opened) return undefined
  const headers = AxiosHeaders.from(response.headers as Record<string, string>)
  const requestId = headers.get('x-tc-requestid') ?? headers.get('x-request-id')
  const answer = new WeakRef(response)
  const attempt = {
    client,
    carrier,
    cancellation,
    sent: config,
    httpStatus: response.status,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    // Weak, so that a stream that is forgotten is collected.
    answer: () => answer.deref(),
  }
  const guarded = guardModelStream(attempt, opened.source)
  const beginning = await guarded.begin()
  if (beginning.kind === 'empty' || beginning.kind === 'truncated') {
    guarded.cancel(undefined)
    throw toRejection(beginning)
  }
  recordOutcome(response, guarded.outcome)
  const stream = opened.wrap(guarded)
  return beginning.kind === 'failed'
    ? { data: stream, envelope: beginning.failure }
    : { data: stream, open: guarded.outcome }
}
