// Loaded with the first event stream.
import type { Client } from '../engine/client.ts'
import { guardModelStream, type StreamedCarrier, toRejection } from '../engine/model-stream.ts'
import type { Cancellation, CarrierOutcome } from '../engine/ports.ts'
import { fromNodeStream, toNodeStream } from '../streams/node-stream.ts'
import { recordOutcome } from '../streams/outcome.ts'
import type { BegunBody } from './begin-body.ts'
import type { SdkResponse } from './official-client.ts'
import { SdkAnswer, type SdkSuccess } from './sdk-answer.ts'
import type { SdkRequest } from './sdk-request.ts'

/** The attempt whose answer is an event stream. */
export interface StreamedSdkAttempt {
  readonly engine: Client
  readonly carrier: StreamedCarrier
  readonly cancellation: Cancellation
  readonly request: SdkRequest
  /** The first read of the body, if it is a stream of Node.js. */
  readonly begun: BegunBody | undefined
  /** Closes the connection: node-fetch leaves it open when its body is destroyed. */
  letGo(): void
  /** The SDK's model of a response. */
  open(response: SdkResponse, attempts: Parameters<SdkSuccess['result']>[0]): Promise<unknown>
}

/** The chunks of a body whose first one is read already. */
async function* readOn({ chunks, first }: BegunBody): AsyncGenerator<Uint8Array | string> {
  for (let read = await first; !read.done; read = await chunks.next()) yield read.value
}

/** Judges the beginning of an event stream, and guards the rest, before the SDK reads it. */
export async function openEventStream(
  response: SdkResponse,
  { engine, carrier, cancellation, request, begun, letGo, open }: StreamedSdkAttempt,
): Promise<CarrierOutcome<SdkSuccess>> {
  if (!begun) {
    return new SdkAnswer(response, { data: '' }, { answer: { result: (attempts) => open(response, attempts) } })
  }
  const requestId = response.headers?.get?.('x-tc-requestid') ?? undefined
  const attempt = {
    client: engine,
    carrier,
    cancellation,
    sent: request,
    httpStatus: response.status,
    requestId,
    answer: () => answer,
  }
  const source = fromNodeStream(begun.body, readOn(begun))
  const cancel = (reason: unknown) => {
    source.cancel(reason)
    letGo()
  }
  const guarded = guardModelStream(attempt, { ...source, cancel })
  const answer: SdkSuccess = {
    async result(attempts) {
      const streamed = Object.create(response, { body: { value: toNodeStream(guarded) } })
      const model = await open(streamed, attempts)
      if (typeof model === 'object' && model !== null) recordOutcome(model, guarded.outcome)
      return model
    },
  }
  recordOutcome(answer, guarded.outcome)
  const beginning = await guarded.begin()
  if (beginning.kind === 'open') return new SdkAnswer(response, { data: '', open: guarded.outcome }, { answer })
  if (beginning.kind === 'failed') {
    return new SdkAnswer(
      response,
      { data: '', envelope: beginning.failure, cancel: () => guarded.cancel() },
      { answer },
    )
  }
  const rejection = toRejection(beginning)
  guarded.cancel(rejection)
  return { kind: 'no-response', rejection }
}
