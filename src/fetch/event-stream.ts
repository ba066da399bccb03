// Loaded with the first event stream.
import type { Client } from '../engine/client.ts'
import { guardModelStream, isModelStream, toRejection } from '../engine/model-stream.ts'
import type { Cancellation, Carrier, Unanswered } from '../engine/ports.ts'
import { isWebStream } from '../envelope/streams.ts'
import { recordOutcome } from '../streams/outcome.ts'
import { fromWebStream, toWebStream } from '../streams/web-stream.ts'
import { FetchAnswer, LostAnswer } from './fetch-outcome.ts'
import type { FetchRequest } from './fetch-request.ts'

/** The properties of a response that a new one does not have by its init. */
const shown = ['url', 'type', 'redirected'] as const

/** A response like the given one, with another body. It also has the properties that the given fetch has set. */
function withBody(response: Response, body: ReadableStream<Uint8Array>): Response {
  const { status, statusText, headers } = response
  const copy = new Response(body, { status, statusText, headers })
  const own = Object.getOwnPropertyDescriptors(response)
  for (const name of shown) {
    Object.defineProperty(copy, name, own[name] ?? { value: response[name], configurable: true, enumerable: true })
  }
  return copy
}

/** Reads the beginning of a model's event stream, and judges it. Undefined for the stream of another host. */
export async function openEventStream(
  response: Response,
  carrier: Carrier<Response>,
  client: Client,
  cancellation: Cancellation,
  sent: FetchRequest,
): Promise<FetchAnswer | Unanswered | undefined> {
  const { body } = response
  if (!isWebStream(body) || body.locked || !isModelStream(carrier, client)) return undefined
  let answer: WeakRef<Response> | undefined
  const attempt = {
    client,
    carrier,
    cancellation,
    sent,
    httpStatus: response.status,
    requestId: response.headers.get('x-tc-requestid') ?? response.headers.get('x-request-id') ?? undefined,
    // Weak, so that a stream that is forgotten is collected.
    answer: () => answer?.deref(),
  }
  const guarded = guardModelStream(attempt, fromWebStream(body))
  const beginning = await guarded.begin()
  const guardedAnswer = withBody(response, toWebStream(guarded))
  answer = new WeakRef(guardedAnswer)
  recordOutcome(guardedAnswer, guarded.outcome)
  if (beginning.kind === 'open') return new FetchAnswer(guardedAnswer, undefined, undefined, undefined, guarded.outcome)
  if (beginning.kind === 'failed') {
    const peeked = { text: guarded.heldText, isComplete: false }
    return new FetchAnswer(guardedAnswer, peeked, beginning.failure, undefined)
  }
  return new LostAnswer(toRejection(beginning), undefined, guardedAnswer)
}
